package exchange

import (
	"time"

	"ketenkaart/registry"
)

// column is one of a table that is written: its name, and what it holds of a thing, which is nil, a text, a number, a truth,
// a list of texts, or JSON.
type column[T any] struct {
	name string
	of   func(T) any
}

// columnNames are those of the header.
func columnNames[T any](columns []column[T]) []string {
	names := make([]string, len(columns))
	for i, column := range columns {
		names[i] = column.name
	}
	return names
}

// of makes columns of a part of a thing.
func of[T, P any](part func(T) P, columns []column[P]) []column[T] {
	made := make([]column[T], len(columns))
	for i, column := range columns {
		made[i] = ofPart(part, column)
	}
	return made
}

func ofPart[T, P any](part func(T) P, of column[P]) column[T] {
	return column[T]{of.name, func(thing T) any { return of.of(part(thing)) }}
}

// known is what a pointer leads to, as a value of a column; nil when that is not known.
func known[T ~string](value *T) any {
	if value == nil {
		return nil
	}
	return string(*value)
}

// knownNumber is known of numbers.
func knownNumber[T int | float64](value *T) any {
	if value == nil {
		return nil
	}
	return *value
}

// texts is a list of words as one of texts.
func texts[T ~string](values []T) any {
	list := make([]string, len(values))
	for i, value := range values {
		list[i] = string(value)
	}
	return list
}

func moment(at time.Time) any { return at.UTC().Format(time.RFC3339) }

// provenanceColumns are those by which every fact says where it comes from.
func provenanceColumns(prefix string) []column[*registry.Provenance] {
	return []column[*registry.Provenance]{
		{prefix + "source", func(p *registry.Provenance) any {
			if p == nil {
				return nil
			}
			return p.Source
		}},
		{prefix + "certainty", func(p *registry.Provenance) any {
			if p == nil {
				return nil
			}
			return string(p.Certainty)
		}},
		{prefix + "note", func(p *registry.Provenance) any {
			if p == nil {
				return nil
			}
			return known(p.Note)
		}},
	}
}

func identifierColumns() []column[registry.Identifiers] {
	return []column[registry.Identifiers]{
		{"tooi", func(i registry.Identifiers) any { return known(i.TOOI) }},
		{"kvk", func(i registry.Identifiers) any { return known(i.KVK) }},
		{"oin", func(i registry.Identifiers) any { return known(i.OIN) }},
	}
}

// stampColumns say of which change a thing is.
func stampColumns() []column[registry.Stamp] {
	return []column[registry.Stamp]{
		{"version", func(s registry.Stamp) any { return s.Version }},
		{"updated_at", func(s registry.Stamp) any { return moment(s.UpdatedAt) }},
	}
}
