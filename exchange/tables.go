package exchange

import (
	"context"
	"io"
	"iter"
	"slices"

	"ketenkaart/registry"
)

// tables writes lists of the register, a row for each thing.
type tables struct{ registry *registry.Registry }

// tableWriter writes a table by what is asked.
type tableWriter func(ctx context.Context, out rowWriter, asked Asked) error

// exports has each table as CSV and as JSON lines.
func (t tables) exports() []Export {
	var exports []Export
	for _, each := range []struct {
		what, field string
		arguments   []string
		write       tableWriter
		count       func(context.Context, Asked) (int, error)
	}{
		{"partners", "partners", []string{"filter", "asOf"}, t.partners, t.countPartners},
		{"regions", "regions", []string{"codes", "asOf"}, t.regions, nil},
		{"collaborations", "collaborations", []string{"filter", "asOf"}, t.collaborations, t.countCollaborations},
		{"adoptions", "adoptions", []string{"certainty", "period", "asOf"}, t.adoptions, nil},
		{"agreements", "agreements", []string{"filter", "asOf"}, t.agreements, nil},
		{"commitments", "agreements", []string{"filter", "asOf"}, t.commitments, nil},
		{"changes", "changes", []string{"filter", "afterRevision"}, t.changes, nil},
	} {
		table := Export{What: each.what, Field: each.field, Arguments: each.arguments, Count: each.count}
		csv, lines := table, table
		csv.Format, csv.MediaType, csv.Form = "csv", "text/csv; charset=utf-8", []string{"separator", "bom"}
		csv.Write = func(ctx context.Context, to io.Writer, asked Asked) error {
			return each.write(ctx, newCSVWriter(to, asked.Form), asked)
		}
		lines.Format, lines.MediaType = "jsonl", "application/jsonl; charset=utf-8"
		lines.Write = func(ctx context.Context, to io.Writer, asked Asked) error {
			return each.write(ctx, &jsonLines{to: to}, asked)
		}
		exports = append(exports, csv, lines)
	}
	return exports
}

// counting counts what a query lists, before it is written.
func counting(ctx context.Context, t tables, query registry.CountQuery) (number int, err error) {
	err = t.registry.View(ctx, func(ctx context.Context, reader registry.Reader) error {
		counts, err := reader.Count(ctx, []registry.CountQuery{query})
		if err == nil {
			number = counts[0]
		}
		return err
	})
	return number, err
}

// write writes the header and the rows of all pages.
func write[T any](out rowWriter, asked Asked, columns []column[T], pages iter.Seq2[[]T, error]) error {
	names := columnNames(columns)
	if err := out.header(names); err != nil {
		return err
	}
	values := make([]any, len(columns))
	for page, err := range registry.Ahead(pages) {
		if err != nil {
			return err
		}
		for _, thing := range page {
			for i, column := range columns {
				values[i] = column.of(thing)
			}
			if err := out.row(names, values); err != nil {
				return err
			}
		}
		if asked.Written != nil {
			asked.Written(len(page))
		}
	}
	return nil
}

// mapped makes other rows of each page.
func mapped[T, R any](pages iter.Seq2[[]T, error], rows func([]T) ([]R, error)) iter.Seq2[[]R, error] {
	return func(yield func([]R, error) bool) {
		for page, err := range pages {
			var made []R
			if err == nil {
				made, err = rows(page)
			}
			if !yield(made, err) || err != nil {
				return
			}
		}
	}
}

// named is a thing with the names of the regions and partners that those of its page name by code and key.
type named[T any] struct {
	thing             T
	regions, partners map[string]string
}

func thingOf[T any](row named[T]) T { return row.thing }

// withNames reads the names for each page, while the next one is read.
func withNames[T any](ctx context.Context, reg *registry.Registry, pages iter.Seq2[[]T, error], partner func(T) string) iter.Seq2[[]named[T], error] {
	regions := map[string]string{}
	return mapped(registry.Ahead(pages), func(page []T) (rows []named[T], err error) {
		keys := make([]string, len(page))
		for i, thing := range page {
			keys[i] = partner(thing)
		}
		slices.Sort(keys)
		keys = slices.Compact(keys)
		partners := make(map[string]string, len(keys))
		err = reg.View(ctx, func(ctx context.Context, reader registry.Reader) error {
			if len(regions) == 0 {
				found, err := reader.Regions(ctx, nil)
				if err != nil {
					return err
				}
				for _, region := range found {
					regions[region.Code] = region.Name
				}
			}
			found, err := reader.Partners(ctx, registry.PartnerSelect{Keys: keys})
			for _, partner := range found {
				partners[partner.Key] = partner.Name
			}
			return err
		})
		rows = make([]named[T], len(page))
		for i, thing := range page {
			rows[i] = named[T]{thing, regions, partners}
		}
		return rows, err
	})
}
