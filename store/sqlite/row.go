package sqlite

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"ketenkaart/registry"
)

// row is one row of an answer; it keeps the first error of reading it, so that a record is read without an if a field. The driver makes
// two things on the heap for each column, so a statement of which a million rows are read has most of its columns in one: see packed.
type row struct {
	// texts are the columns that come in one, "" for null, and values are those behind them.
	texts  []string
	values []any
	err    error
	// parser lies here so that each JSON column need not make one.
	parser parser
}

// packed is the name of a first column that holds several, parted by what is in no key, date, JSON or value of an enum, and that
// are not empty when they are not null.
const packed = "packed"

const parting = "\x1f"

// unpack takes the first column apart.
func (r *row) unpack(column any) {
	text, _ := column.(string)
	r.texts = r.texts[:0]
	for more := true; more; {
		var next string
		next, text, more = strings.Cut(text, parting)
		r.texts = append(r.texts, next)
	}
}

func (r *row) columns() int { return len(r.texts) + len(r.values) }

// known is a text that may be null.
func (r *row) known(i int) (text string, known bool) {
	if i < len(r.texts) {
		return r.texts[i], r.texts[i] != ""
	}
	text, known = r.values[i-len(r.texts)].(string)
	return text, known
}

func (r *row) text(i int) string {
	text, _ := r.known(i)
	return text
}

func (r *row) number(i int) int {
	if i < len(r.texts) {
		number, err := strconv.Atoi(r.texts[i])
		r.fail(i, err)
		return number
	}
	number, _ := r.values[i-len(r.texts)].(int64)
	return int(number)
}

// fail keeps the error of a column, if it is one and the first.
func (r *row) fail(i int, err error) {
	if err != nil && r.err == nil {
		r.err = fmt.Errorf("column %d: %w", i, err)
	}
}

func (r *row) flag(i int) bool { return r.number(i) != 0 }

func (r *row) float(i int) float64 {
	number, _ := r.values[i-len(r.texts)].(float64)
	return number
}

// moment reads a time of RFC 3339, which keeps nanoseconds and reads well in sqlite3.
func (r *row) moment(i int) time.Time {
	moment, err := time.Parse(time.RFC3339Nano, r.text(i))
	r.fail(i, err)
	return moment
}

func (r *row) stamp(i int) registry.Stamp {
	return registry.Stamp{Version: r.number(i), UpdatedAt: r.moment(i + 1)}
}

func (r *row) period(i int) registry.Period {
	return registry.Period{Since: registry.Date(r.text(i)), Until: optional[registry.Date](r, i+1)}
}

func (r *row) optionalNumber(i int) *int {
	if number, ok := r.values[i-len(r.texts)].(int64); ok {
		return new(int(number))
	}
	return nil
}

func (r *row) optionalFloat(i int) *float64 {
	if number, ok := r.values[i-len(r.texts)].(float64); ok {
		return new(number)
	}
	return nil
}

// optional reads a text that may be null.
func optional[T ~string](r *row, i int) *T {
	if text, ok := r.known(i); ok {
		return new(T(text))
	}
	return nil
}

// listOf reads a JSON array; null is the empty one.
func listOf[T any](r *row, i int, item func(*parser) T) []T {
	text, ok := r.known(i)
	if !ok {
		return []T{}
	}
	return decode(r, i, text, func(p *parser) []T { return items(p, item) })
}

// objectOf reads a JSON object; null is none.
func objectOf[T any](r *row, i int, fields func(*parser) T) *T {
	text, ok := r.known(i)
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
	text, ok := r.known(i)
	if !ok {
		return []T{}
	}
	return decodeJSON[[]T](r, i, text)
}

// thingOf reads such a JSON object; null is none.
func thingOf[T any](r *row, i int) *T {
	text, ok := r.known(i)
	if !ok {
		return nil
	}
	return new(decodeJSON[T](r, i, text))
}

func decodeJSON[T any](r *row, i int, text string) (value T) {
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		r.fail(i, fmt.Errorf("it holds no such JSON: %w", err))
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
	current, isPacked := row{values: values}, len(columns) > 0 && columns[0] == packed
	if isPacked {
		current.values = values[1:]
	}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		if isPacked {
			current.unpack(values[0])
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
