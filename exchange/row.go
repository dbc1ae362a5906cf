package exchange

import (
	"fmt"
	"math"
	"regexp"
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
	for _, item := range splitList(r.text(column)) {
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
	return value(r.optionalDate(column))
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
	return optionalParsed(r, column, func(text string) (registry.Date, error) { return registry.ParseDate(r.isoDay(text)) })
}

var dutchDay = regexp.MustCompile(`^(\d{1,2})-(\d{1,2})-(\d{4})$`)

// isoDay writes a day as the register does where a file of semicolons, which a Dutch spreadsheet writes, has 6-3-2019.
func (r row) isoDay(text string) string {
	parts := dutchDay.FindStringSubmatch(text)
	if parts == nil || r.table.separator != ';' {
		return text
	}
	return fmt.Sprintf("%s-%02s-%02s", parts[3], parts[2], parts[1])
}

func (r row) partialDate(column string) *registry.PartialDate {
	return optionalParsed(r, column, func(text string) (registry.PartialDate, error) { return registry.ParsePartialDate(r.isoDay(text)) })
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

// boolean reads true or false, also as a spreadsheet writes them.
func (r row) boolean(column string) bool {
	switch text := r.text(column); strings.ToLower(text) {
	case "true", "waar":
		return true
	case "false", "onwaar":
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
		number, err := strconv.ParseFloat(r.point(text), 64)
		if err != nil || math.IsNaN(number) || number < least || number > most {
			return 0, fmt.Errorf("%q is not a number from %.0f to %.0f", text, least, most)
		}
		return number, nil
	})
}

// point writes a number with a point where a file, whose cells no comma parts, has a comma.
func (r row) point(text string) string {
	if r.table.separator == ',' {
		return text
	}
	return strings.Replace(text, ",", ".", 1)
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
