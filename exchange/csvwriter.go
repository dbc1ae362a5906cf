package exchange

import (
	"encoding/json"
	"io"
	"strconv"
	"strings"
)

// rowWriter writes the rows of a table in its format.
type rowWriter interface {
	// header comes before all rows.
	header(names []string) error
	row(names []string, values []any) error
}

// csvWriter writes CSV as RFC 4180 has it, but for the ends of lines, which are those of the bundled files.
type csvWriter struct {
	to   io.Writer
	form Form
	line []byte
}

func newCSVWriter(to io.Writer, form Form) *csvWriter {
	if form.Separator == 0 {
		form.Separator = ','
	}
	return &csvWriter{to: to, form: form}
}

func (w *csvWriter) header(names []string) error {
	if w.form.Mark {
		if _, err := io.WriteString(w.to, "\ufeff"); err != nil {
			return err
		}
	}
	values := make([]any, len(names))
	for i, name := range names {
		values[i] = name
	}
	return w.row(names, values)
}

func (w *csvWriter) row(_ []string, values []any) error {
	w.line = w.line[:0]
	for i, value := range values {
		if i > 0 {
			w.line = append(w.line, w.form.Separator)
		}
		w.line = w.cell(w.line, value)
	}
	w.line = append(w.line, '\n')
	_, err := w.to.Write(w.line)
	return err
}

// cell appends a value; only text can be taken for a formula.
func (w *csvWriter) cell(line []byte, value any) []byte {
	switch value := value.(type) {
	case nil:
		return line
	case string:
		return w.text(line, value)
	case []string:
		return w.text(line, joinList(value))
	case json.RawMessage:
		return w.text(line, string(value))
	case bool:
		return strconv.AppendBool(line, value)
	case int:
		return strconv.AppendInt(line, int64(value), 10)
	case float64:
		return strconv.AppendFloat(line, value, 'f', -1, 64)
	}
	panic("a column holds none of the types of values")
}

// escapedItem puts a backslash before what would part an item of a list in two, and before a backslash.
var escapedItem = strings.NewReplacer(`\`, `\\`, ";", `\;`)

// joinList puts the items of a list into one cell, parted by semicolons; splitList takes them out.
func joinList(items []string) string {
	var cell strings.Builder
	for i, item := range items {
		if i > 0 {
			cell.WriteByte(';')
		}
		cell.WriteString(escapedItem.Replace(item))
	}
	return cell.String()
}

// splitList gives the items of a cell. A backslash before anything but a semicolon or a backslash is itself.
func splitList(cell string) (items []string) {
	item := []byte{}
	for i := 0; i < len(cell); i++ {
		switch {
		case cell[i] == '\\' && i+1 < len(cell) && (cell[i+1] == ';' || cell[i+1] == '\\'):
			i++
			item = append(item, cell[i])
		case cell[i] == ';':
			items, item = append(items, string(item)), item[:0]
		default:
			item = append(item, cell[i])
		}
	}
	return append(items, string(item))
}

// text appends a text, in quotes where it needs them.
func (w *csvWriter) text(line []byte, text string) []byte {
	text = harmless(text)
	if !w.needsQuotes(text) {
		return append(line, text...)
	}
	line = append(line, '"')
	line = append(line, strings.ReplaceAll(text, `"`, `""`)...)
	return append(line, '"')
}

func (w *csvWriter) needsQuotes(text string) bool {
	for i := range len(text) {
		if c := text[i]; c == w.form.Separator || c == '"' || c == '\r' || c == '\n' {
			return true
		}
	}
	return false
}

// harmless puts an apostrophe before a text that a spreadsheet would take for a formula, and before one that looks as if
// that had been done, so that harmful takes off no more than was put before it.
func harmless(text string) string {
	if isFormula(strings.TrimLeft(text, "'")) {
		return "'" + text
	}
	return text
}

// harmful takes off what harmless put before a text.
func harmful(text string) string {
	if strings.HasPrefix(text, "'") && isFormula(strings.TrimLeft(text, "'")) {
		return text[1:]
	}
	return text
}

func isFormula(text string) bool {
	return text != "" && strings.IndexByte("=+-@\t\r\n", text[0]) >= 0
}
