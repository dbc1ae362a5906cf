package exchange

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"ketenkaart/registry"
)

// row reads the cells of a record as values. What is wrong is reported, and reading goes on with a zero value.
type row struct {
	record
	reader *reader
}

// fault reports what is wrong with a cell, by the name of its column.
func (r row) fault(column, format string, args ...any) {
	r.reader.faults.add(r.table.file, r.places[r.table.at[column]], column+": "+fmt.Sprintf(format, args...))
}

// required returns a text that has to be there.
func (r row) required(column string) string {
	text := r.text(column)
	if text == "" {
		r.fault(column, "is empty")
	}
	return text
}

// optional returns a text, nil when the cell is empty.
func (r row) optional(column string) *string {
	if text := r.text(column); text != "" {
		return &text
	}
	return nil
}

// list returns the items of a cell; each has to be there once.
func (r row) list(column string) []string {
	items := []string{}
	if r.text(column) == "" {
		return items
	}
	for item := range strings.SplitSeq(r.text(column), ";") {
		item = strings.TrimSpace(item)
		switch {
		case item == "":
			r.fault(column, "has an empty item")
		case slices.Contains(items, item):
			r.fault(column, "has %q twice", item)
		default:
			items = append(items, item)
		}
	}
	return items
}

// date returns a day that has to be there.
func (r row) date(column string) registry.Date {
	if r.required(column) == "" {
		return ""
	}
	return value(optionalParsed(r, column, registry.ParseDate))
}

// value returns what a pointer points to, or the zero value.
func value[T any](pointer *T) T {
	if pointer == nil {
		var zero T
		return zero
	}
	return *pointer
}

func (r row) optionalDate(column string) *registry.Date {
	return optionalParsed(r, column, registry.ParseDate)
}

func (r row) partialDate(column string) *registry.PartialDate {
	return optionalParsed(r, column, registry.ParsePartialDate)
}

func (r row) url(column string) *registry.URL {
	return optionalParsed(r, column, registry.ParseURL)
}

// optionalParsed reads a cell by a parser of the registry; nil when the cell is empty or wrong.
func optionalParsed[T any](r row, column string, parse func(string) (T, error)) *T {
	text := r.text(column)
	if text == "" {
		return nil
	}
	parsed, err := parse(text)
	if err != nil {
		r.fault(column, "%s", err)
		return nil
	}
	return &parsed
}

// periodInOrder reports an until that is not after since; either may be open.
func (r row) periodInOrder(since, until *registry.Date) {
	if since != nil && until != nil && *since != "" && *until <= *since {
		r.fault("until", "%s is not after since (%s)", *until, *since)
	}
}

// period reads since, which has to be there, and until.
func (r row) period() registry.Period {
	period := registry.Period{Since: r.date("since"), Until: r.optionalDate("until")}
	r.periodInOrder(&period.Since, period.Until)
	return period
}

// boolean reads true or false.
func (r row) boolean(column string) bool {
	switch text := r.text(column); text {
	case "true":
		return true
	case "false":
		return false
	default:
		r.fault(column, "%q is not true or false", text)
		return false
	}
}

// count reads a whole number of zero or more; nil when the cell is empty or wrong.
func (r row) count(column string) *int {
	return optionalParsed(r, column, func(text string) (int, error) {
		number, err := strconv.ParseUint(text, 10, 31)
		if err != nil {
			return 0, fmt.Errorf("%q is not a whole number of zero or more", text)
		}
		return int(number), nil
	})
}

// decimal reads a number between two bounds; nil when the cell is empty or wrong.
func (r row) decimal(column string, least, most float64) *float64 {
	return optionalParsed(r, column, func(text string) (float64, error) {
		number, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(number) || number < least || number > most {
			return 0, fmt.Errorf("%q is not a number from %.0f to %.0f", text, least, most)
		}
		return number, nil
	})
}

// degrees reads a coordinate, which has to be there.
func (r row) degrees(column string, most float64) float64 {
	r.required(column)
	return value(r.decimal(column, -most, most))
}

// optionalOneOf reads a value of an enumeration; nil when the cell is empty.
func optionalOneOf[T ~string](r row, column string, values []T) *T {
	if r.text(column) == "" {
		return nil
	}
	return new(oneOf(r, column, values))
}

// oneOf reads a value of an enumeration, which has to be there.
func oneOf[T ~string](r row, column string, values []T) T {
	if !slices.Contains(values, T(r.text(column))) {
		r.fault(column, "%q is not one of %v", r.text(column), values)
	}
	return T(r.text(column))
}
