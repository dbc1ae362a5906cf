package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
)

// jsonLines writes each row as a JSON object on a line, with the names of the columns.
type jsonLines struct {
	to   io.Writer
	line []byte
}

func (*jsonLines) header([]string) error { return nil }

func (w *jsonLines) row(names []string, values []any) error {
	w.line = append(w.line[:0], '{')
	for i, value := range values {
		if i > 0 {
			w.line = append(w.line, ',')
		}
		w.line = append(w.line, '"')
		w.line = append(w.line, names[i]...)
		w.line = append(w.line, '"', ':')
		var err error
		if w.line, err = appendJSON(w.line, value); err != nil {
			return fmt.Errorf("write %s: %w", names[i], err)
		}
	}
	w.line = append(w.line, '}', '\n')
	_, err := w.to.Write(w.line)
	return err
}

// appendJSON appends a value of a column.
func appendJSON(line []byte, value any) ([]byte, error) {
	switch value := value.(type) {
	case nil:
		return append(line, "null"...), nil
	case bool:
		return strconv.AppendBool(line, value), nil
	case int:
		return strconv.AppendInt(line, int64(value), 10), nil
	case string:
		return appendText(line, value)
	}
	encoded, err := json.Marshal(value)
	return append(line, encoded...), err
}

// appendText appends a text in quotes; most need nothing else.
func appendText(line []byte, text string) ([]byte, error) {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c == '"' || c == '\\' || c >= 0x7f {
			var encoded bytes.Buffer
			encoder := json.NewEncoder(&encoded)
			encoder.SetEscapeHTML(false)
			err := encoder.Encode(text)
			return append(line, bytes.TrimSuffix(encoded.Bytes(), []byte("\n"))...), err
		}
	}
	line = append(append(line, '"'), text...)
	return append(line, '"'), nil
}
