// Package execution is what the generated code calls where gqlgen would do more than the answer needs.
package execution

import (
	"github.com/99designs/gqlgen/graphql"
)

// Counter counts what an answer holds while it is made.
type Counter interface {
	// Leaf counts a value of so many bytes, and says whether more is to be made.
	Leaf(bytes int) bool
}

const counterKey = "ketenkaart.counter"

// CountBy has a counter count the values of the answer that is made next.
func CountBy(op *graphql.OperationContext, counter Counter) {
	op.Stats.SetExtension(counterKey, counter)
}

// Leaf gives a value that its object holds, counted; null when no more is to be made. No resolver and no interceptor stands
// before such a value, so it needs no context of its own.
func Leaf(op *graphql.OperationContext, field graphql.CollectedField, bytes int, value graphql.Marshaler) graphql.Marshaler {
	counter, there := op.Stats.GetExtension(counterKey).(Counter)
	if there && !counter.Leaf(len(field.Alias)+len(`"":,`)+bytes) {
		return graphql.Null
	}
	return value
}

// OtherBytes is about how many bytes a value takes that is no text.
const OtherBytes = 4

// TextBytes is how many bytes a text takes.
func TextBytes(text string) int { return len(text) + len(`""`) }

// OptionalBytes is how many bytes a text takes that may be absent.
func OptionalBytes(text *string) int {
	if text == nil {
		return OtherBytes
	}
	return TextBytes(*text)
}

// ListBytes is how many bytes a list of texts takes.
func ListBytes(texts []string) int {
	total := 0
	for _, text := range texts {
		total += TextBytes(text) + len(`,`)
	}
	return total
}
