package sqlite

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"ketenkaart/registry"
)

// arguments are the parameters of a write; they keep the first error of making them.
type arguments struct {
	list []any
	err  error
	// placed says that the parameters go by their place, not by their name.
	placed bool
}

func (a *arguments) set(name string, value any) {
	if a.placed {
		a.list = append(a.list, value)
		return
	}
	a.list = append(a.list, sql.Named(name, value))
}

func (a *arguments) flag(name string, value bool) { a.set(name, bit(value)) }

func bit(value bool) int64 {
	if value {
		return 1
	}
	return 0
}

func (a *arguments) stamp(stamp registry.Stamp) {
	a.set("version", int64(stamp.Version))
	a.set("updatedAt", momentText(stamp.UpdatedAt))
}

func momentText(moment time.Time) string { return moment.UTC().Format(time.RFC3339Nano) }

func (a *arguments) period(period registry.Period) {
	a.set("since", string(period.Since))
	setOptional(a, "until", period.Until)
}

// provenance also gives the column by which the state tells whether anything is made up.
func (a *arguments) provenance(p *registry.Provenance, nested ...*registry.Provenance) {
	setObject(a, "provenance", p)
	a.flag("illustrated", illustrated(p) || slices.ContainsFunc(nested, illustrated))
}

func illustrated(p *registry.Provenance) bool {
	return p != nil && p.Certainty == registry.Illustration
}

// certainty sets the column that filters ask by.
func (a *arguments) certainty(p *registry.Provenance) {
	if p == nil {
		a.set("certainty", nil)
		return
	}
	a.set("certainty", string(p.Certainty))
}

func setOptional[T ~string](a *arguments, name string, value *T) {
	if value == nil {
		a.set(name, nil)
		return
	}
	a.set(name, string(*value))
}

func setNumber(a *arguments, name string, value *int) {
	if value == nil {
		a.set(name, nil)
		return
	}
	a.set(name, int64(*value))
}

func setFloat(a *arguments, name string, value *float64) {
	if value == nil {
		a.set(name, nil)
		return
	}
	a.set(name, *value)
}

// setObject writes JSON, null when there is nothing.
func setObject[T any](a *arguments, name string, value *T) {
	if value == nil {
		a.set(name, nil)
		return
	}
	a.json(name, value)
}

// setList writes JSON, null when it is empty.
func setList[T any](a *arguments, name string, values []T) {
	if len(values) == 0 {
		a.set(name, nil)
		return
	}
	a.json(name, values)
}

// json writes without the escapes of HTML, so that most of it can be read back as it stands.
func (a *arguments) json(name string, value any) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil && a.err == nil {
		a.err = fmt.Errorf("write %s: %w", name, err)
	}
	a.set(name, strings.TrimSuffix(text.String(), "\n"))
}

// jsonArg passes a list as one parameter, for json_each.
func jsonArg[T ~string](name string, values []T) any {
	text := make([]byte, 0, 2+16*len(values))
	text = append(text, '[')
	for i, value := range values {
		if i > 0 {
			text = append(text, ',')
		}
		text = appendQuoted(text, string(value))
	}
	return sql.Named(name, string(append(text, ']')))
}

// appendQuoted writes a JSON string; keys and codes are plain, and spare the reflection of encoding/json.
func appendQuoted(text []byte, value string) []byte {
	for i := range len(value) {
		if c := value[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			quoted, err := json.Marshal(value)
			if err != nil {
				return append(text, `""`...)
			}
			return append(text, quoted...)
		}
	}
	text = append(text, '"')
	text = append(text, value...)
	return append(text, '"')
}

func dateArg(name string, day registry.Date) any { return sql.Named(name, string(day)) }
