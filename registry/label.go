package registry

import (
	_ "embed" // for the table
	"encoding/csv"
	"fmt"
	"strings"
	"sync"
)

//go:embed labels.csv
var labelTable string

// Language is one in which people are told things.
type Language string

// The languages.
const (
	Dutch   Language = "NL"
	English Language = "EN"
)

// Label is what people read for a value of an enum, or for a field of a kind of thing.
type Label struct {
	// Type is that of the enum, or of the thing; Value is the enum's value, or the field.
	Type, Value string
	Label       string
	// Help says more; nil where the label says it all.
	Help *string
}

// labels are those of the table by language, each in its order.
type labels map[Language][]Label

// theLabels are read once: refusals are told in their words, too, and know no registry. New fails when they cannot be read.
var theLabels = sync.OnceValues(readLabels)

// inDutch are the Dutch ones by their type and value.
var inDutch = sync.OnceValue(func() map[[2]string]Label {
	all, _ := theLabels()
	found := map[[2]string]Label{}
	for _, label := range all[Dutch] {
		found[[2]string{label.Type, label.Value}] = label
	}
	return found
})

// dutch returns what people read for a value of a type, in Dutch; empty when the table has no row of it.
func dutch(of, value string) Label { return inDutch()[[2]string{of, value}] }

// readLabels parses the table, whose columns are type, value, nl, en, nlHelp, enHelp.
func readLabels() (labels, error) {
	rows, err := csv.NewReader(strings.NewReader(labelTable)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read the labels: %w", err)
	}
	read := labels{}
	for _, row := range rows[1:] {
		for column, language := range []Language{Dutch, English} {
			label := Label{Type: row[0], Value: row[1], Label: row[2+column]}
			if help := row[4+column]; help != "" {
				label.Help = &help
			}
			read[language] = append(read[language], label)
		}
	}
	return read, nil
}

// Labels returns those of every enum value, action, refusal, and field that a change can name, in one language.
func (r *Registry) Labels(language Language) []Label { return r.labels[language] }
