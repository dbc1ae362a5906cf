package neo4j

import (
	"context"
	"fmt"
	"io"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/registry"
)

// scriptBatch is how many things one statement of a script writes: their values stand in its text, which is parsed whole.
const scriptBatch = 100

// Script writes what is put into it as Cypher: the statements by which the store itself would write it, with their values as
// literals, each ended by a semicolon. Run in order on an empty database they make the same graph.
type Script struct {
	writer
	to io.Writer
}

// NewScript begins a script with the constraints and indexes.
func NewScript(ctx context.Context, to io.Writer) (*Script, error) {
	library, names, err := readLibrary()
	if err != nil {
		return nil, err
	}
	s := &Script{to: to}
	s.most, s.locked, s.expected = scriptBatch, true, newExpected()
	s.reader = reader{library: library}
	s.run = s.inOrder(s.write)
	for _, name := range append(names, "AwaitIndexes", "SetSchema") {
		if _, err := s.rows(ctx, library.Text(name), map[string]any{"schema": schemaVersion}); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// AppendChange writes a change, whose key nobody else can have used.
func (s *Script) AppendChange(ctx context.Context, change registry.Change) error {
	if change.IdempotencyKey != nil {
		s.expected.changes[usedKey{change.ActorID, *change.IdempotencyKey}] = nil
	}
	return s.writer.AppendChange(ctx, change)
}

// End writes what waits for more.
func (s *Script) End(ctx context.Context) error { return s.release(ctx) }

var parameter = regexp.MustCompile(`\$(\w+)`)

// write writes a statement in place of having it done.
func (s *Script) write(_ context.Context, _ time.Duration, cypher string, params map[string]any) ([]*neo4j.Record, error) {
	var failed error
	text := parameter.ReplaceAllStringFunc(cypher, func(name string) string {
		value, there := params[name[1:]]
		if !there {
			return name
		}
		var literal strings.Builder
		if err := writeLiteral(&literal, reflect.ValueOf(value)); err != nil && failed == nil {
			failed = fmt.Errorf("write the parameter %s: %w", name, err)
		}
		return literal.String()
	})
	if failed != nil {
		return nil, failed
	}
	_, err := fmt.Fprintf(s.to, "%s;\n", strings.TrimSpace(text))
	return nil, err
}

// writeLiteral writes a value as Cypher has it.
func writeLiteral(to *strings.Builder, value reflect.Value) error {
	if !value.IsValid() {
		to.WriteString("null")
		return nil
	}
	switch given := value.Interface().(type) {
	case neo4j.Date:
		fmt.Fprintf(to, "date('%s')", given.Time().Format(time.DateOnly))
		return nil
	case neo4j.Point2D:
		fmt.Fprintf(to, "point({srid:%d,x:%v,y:%v})", given.SpatialRefId, given.X, given.Y)
		return nil
	case time.Time:
		fmt.Fprintf(to, "datetime('%s')", given.UTC().Format("2006-01-02T15:04:05.999999999Z"))
		return nil
	}
	switch value.Kind() {
	case reflect.Pointer, reflect.Interface:
		return writeLiteral(to, value.Elem())
	case reflect.String:
		writeText(to, value.String())
	case reflect.Bool:
		to.WriteString(strconv.FormatBool(value.Bool()))
	case reflect.Int, reflect.Int32, reflect.Int64:
		to.WriteString(strconv.FormatInt(value.Int(), 10))
	case reflect.Float64:
		writeFloat(to, value.Float())
	case reflect.Slice:
		return writeList(to, value)
	case reflect.Map:
		return writeMap(to, value)
	default:
		return fmt.Errorf("a %s is no value of Cypher", value.Type())
	}
	return nil
}

// writeFloat keeps a whole number a float.
func writeFloat(to *strings.Builder, number float64) {
	text := strconv.FormatFloat(number, 'f', -1, 64)
	if !strings.Contains(text, ".") {
		text += ".0"
	}
	to.WriteString(text)
}

func writeList(to *strings.Builder, list reflect.Value) error {
	to.WriteByte('[')
	for i := range list.Len() {
		if i > 0 {
			to.WriteByte(',')
		}
		if err := writeLiteral(to, list.Index(i)); err != nil {
			return err
		}
	}
	to.WriteByte(']')
	return nil
}

// writeMap writes the names in order, so that the same register gives the same script.
func writeMap(to *strings.Builder, given reflect.Value) error {
	values := map[string]reflect.Value{}
	for _, key := range given.MapKeys() {
		values[key.String()] = given.MapIndex(key)
	}
	to.WriteByte('{')
	for i, name := range slices.Sorted(maps.Keys(values)) {
		if i > 0 {
			to.WriteByte(',')
		}
		to.WriteString("`" + name + "`:")
		if err := writeLiteral(to, values[name]); err != nil {
			return err
		}
	}
	to.WriteByte('}')
	return nil
}

// writeText writes a text between apostrophes. Nothing in it ends the literal, the line or the statement.
func writeText(to *strings.Builder, text string) {
	to.WriteByte('\'')
	for _, r := range text {
		switch {
		case r == '\'' || r == '\\':
			to.WriteByte('\\')
			to.WriteRune(r)
		case r < ' ' || r == 0x7f || r == 0x2028 || r == 0x2029:
			fmt.Fprintf(to, "\\u%04X", r)
		default:
			to.WriteRune(r)
		}
	}
	to.WriteByte('\'')
}
