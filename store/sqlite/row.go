package sqlite

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"ketenkaart/registry"
)

// row is one row of an answer; it keeps the first error of reading it, so that a record is read without an if a field.
type row struct {
	values []any
	err    error
	// parser lies here so that each JSON column need not make one.
	parser parser
}

func (r *row) text(i int) string {
	text, _ := r.values[i].(string)
	return text
}

func (r *row) number(i int) int {
	number, _ := r.values[i].(int64)
	return int(number)
}

func (r *row) flag(i int) bool { return r.number(i) != 0 }

func (r *row) float(i int) float64 {
	number, _ := r.values[i].(float64)
	return number
}

// moment reads a time of RFC 3339, which keeps nanoseconds and reads well in sqlite3.
func (r *row) moment(i int) time.Time {
	moment, err := time.Parse(time.RFC3339Nano, r.text(i))
	if err != nil && r.err == nil {
		r.err = fmt.Errorf("column %d: %w", i, err)
	}
	return moment
}

func (r *row) stamp(i int) registry.Stamp {
	return registry.Stamp{Version: r.number(i), UpdatedAt: r.moment(i + 1)}
}

func (r *row) period(i int) registry.Period {
	return registry.Period{Since: registry.Date(r.text(i)), Until: optional[registry.Date](r, i+1)}
}

func (r *row) optionalNumber(i int) *int {
	if number, ok := r.values[i].(int64); ok {
		return new(int(number))
	}
	return nil
}

func (r *row) optionalFloat(i int) *float64 {
	if number, ok := r.values[i].(float64); ok {
		return new(number)
	}
	return nil
}

// optional reads a text that may be null.
func optional[T ~string](r *row, i int) *T {
	if text, ok := r.values[i].(string); ok {
		return new(T(text))
	}
	return nil
}

// listOf reads a JSON array; null is the empty one.
func listOf[T any](r *row, i int, item func(*parser) T) []T {
	text, ok := r.values[i].(string)
	if !ok {
		return []T{}
	}
	return decode(r, i, text, func(p *parser) []T { return items(p, item) })
}

// objectOf reads a JSON object; null is none.
func objectOf[T any](r *row, i int, fields func(*parser) T) *T {
	text, ok := r.values[i].(string)
	if !ok {
		return nil
	}
	return new(decode(r, i, text, fields))
}

// decode reads what this store wrote by the short way, and any other JSON by the long one.
func decode[T any](r *row, i int, text string, short func(*parser) T) T {
	r.parser = parser{text: text}
	if value := short(&r.parser); !r.parser.lost && r.parser.at == len(text) {
		return value
	}
	return decodeJSON[T](r, i, text)
}

// thingsOf reads a JSON array of what a page holds too few of to be worth a short way; null is the empty one.
func thingsOf[T any](r *row, i int) []T {
	text, ok := r.values[i].(string)
	if !ok {
		return []T{}
	}
	return decodeJSON[[]T](r, i, text)
}

// thingOf reads such a JSON object; null is none.
func thingOf[T any](r *row, i int) *T {
	text, ok := r.values[i].(string)
	if !ok {
		return nil
	}
	return new(decodeJSON[T](r, i, text))
}

func decodeJSON[T any](r *row, i int, text string) (value T) {
	if err := json.Unmarshal([]byte(text), &value); err != nil && r.err == nil {
		r.err = fmt.Errorf("column %d holds no such JSON: %w", i, err)
	}
	return value
}

// scan returns each row of an answer to the reader of a record.
func scan(rows *sql.Rows, each func(*row) error) error {
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	values, targets := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		targets[i] = &values[i]
	}
	current := row{values: values}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		if err := each(&current); err != nil {
			return err
		}
		if current.err != nil {
			return current.err
		}
	}
	return rows.Err()
}
