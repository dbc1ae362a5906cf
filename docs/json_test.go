package docs_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// object is a JSON object with its fields in the order in which they came, for that is what a reader sees.
type object []field

type field struct {
	Name  string
	Value any
}

// parse reads JSON into objects, []any, string, json.Number, bool and nil.
func parse(t *testing.T, text string) any {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	value, err := next(decoder)
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return value
}

func next(decoder *json.Decoder) (any, error) {
	token, err := decoder.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('['):
		list := []any{}
		for decoder.More() {
			value, err := next(decoder)
			if err != nil {
				return nil, err
			}
			list = append(list, value)
		}
		_, err = decoder.Token()
		return list, err
	case json.Delim('{'):
		fields := object{}
		for decoder.More() {
			name, err := decoder.Token()
			if err != nil {
				return nil, err
			}
			value, err := next(decoder)
			if err != nil {
				return nil, err
			}
			fields = append(fields, field{Name: name.(string), Value: value})
		}
		_, err = decoder.Token()
		return fields, err
	}
	return token, nil
}

// left begins the string that ends a shortened list.
const left = "…"

// shorten leaves out of the answer what a page leaves out: the rest of each list that the page ends with "… N more".
func shorten(answer, shown any) any {
	switch shown := shown.(type) {
	case []any:
		list, ok := answer.([]any)
		if !ok {
			return answer
		}
		return shortenList(list, shown)
	case object:
		fields, ok := answer.(object)
		if !ok {
			return answer
		}
		short := object{}
		for _, f := range fields {
			short = append(short, field{Name: f.Name, Value: shorten(f.Value, shown.get(f.Name))})
		}
		return short
	}
	return answer
}

func shortenList(list, shown []any) []any {
	short := []any{}
	for i, value := range list {
		var like any
		if i < len(shown) {
			like = shown[i]
		}
		if text, ok := like.(string); ok && strings.HasPrefix(text, left) {
			return append(short, fmt.Sprintf("%s %d more", left, len(list)-i))
		}
		short = append(short, shorten(value, like))
	}
	return short
}

func (o object) get(name string) any {
	for _, f := range o {
		if f.Name == name {
			return f.Value
		}
	}
	return nil
}

// width is how long a line of a page may be.
const width = 118

// write gives JSON on as few lines as fit the width.
func write(value any, indent string) string {
	if line := inline(value); len([]rune(indent+line)) < width {
		return line
	}
	deeper := indent + "  "
	var parts []string
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			parts = append(parts, deeper+write(item, deeper))
		}
		return "[\n" + strings.Join(parts, ",\n") + "\n" + indent + "]"
	case object:
		for _, f := range value {
			parts = append(parts, deeper+quote(f.Name)+": "+write(f.Value, deeper))
		}
		return "{\n" + strings.Join(parts, ",\n") + "\n" + indent + "}"
	}
	return inline(value)
}

func inline(value any) string {
	var parts []string
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			parts = append(parts, inline(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case object:
		for _, f := range value {
			parts = append(parts, quote(f.Name)+": "+inline(f.Value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case string:
		return quote(value)
	}
	return fmt.Sprint(orNull(value))
}

func orNull(value any) any {
	if value == nil {
		return "null"
	}
	return value
}

func quote(text string) string {
	var quoted strings.Builder
	encoder := json.NewEncoder(&quoted)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		return err.Error()
	}
	return strings.TrimSpace(quoted.String())
}
