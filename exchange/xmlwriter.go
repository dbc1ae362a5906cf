package exchange

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// xmlWriter writes elements as they come; the error of the buffer below is that of its Flush.
type xmlWriter struct{ to *bufio.Writer }

// raw writes markup.
func (w xmlWriter) raw(markup string) { _, _ = w.to.WriteString(markup) }

// open writes the beginning of an element; attributes are pairs of name and value.
func (w xmlWriter) open(name string, attributes ...string) { w.tag(name, ">", attributes) }

// empty writes an element without anything in it.
func (w xmlWriter) empty(name string, attributes ...string) { w.tag(name, "/>", attributes) }

func (w xmlWriter) tag(name, end string, attributes []string) {
	w.raw("<")
	w.raw(name)
	for i := 0; i < len(attributes); i += 2 {
		w.raw(" ")
		w.raw(attributes[i])
		w.raw(`="`)
		w.text(attributes[i+1])
		w.raw(`"`)
	}
	w.raw(end)
}

func (w xmlWriter) close(name string) {
	w.raw("</")
	w.raw(name)
	w.raw(">\n")
}

// text writes characters; those that XML cannot hold become U+FFFD. Most texts hold nothing that has to be written otherwise.
func (w xmlWriter) text(text string) {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\'' || c == '&' || c == '<' || c == '>' {
			_ = xml.EscapeText(w.to, []byte(text))
			return
		}
	}
	w.raw(text)
}

// written is a value as XML has it.
func written(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case []string:
		return strings.Join(value, ";")
	case int:
		return strconv.Itoa(value)
	case float64:
		return strconv.FormatFloat(value, 'g', -1, 64)
	}
	return fmt.Sprint(value)
}
