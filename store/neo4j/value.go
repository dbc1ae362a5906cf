package neo4j

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/registry"
)

// properties are those of a node or a relationship, as the driver reads them; what is not there is null.
type properties map[string]any

func propertiesOf(value any) properties {
	found, _ := value.(map[string]any)
	return found
}

func (p properties) text(name string) string {
	text, _ := p[name].(string)
	return text
}

func (p properties) number(name string) int {
	number, _ := p[name].(int64)
	return int(number)
}

func (p properties) location(name string) registry.GeoPoint {
	place, _ := p[name].(neo4j.Point2D)
	return registry.GeoPoint{Latitude: place.Y, Longitude: place.X}
}

func (p properties) flag(name string) bool {
	flag, _ := p[name].(bool)
	return flag
}

func (p properties) date(name string) registry.Date {
	day, ok := p[name].(neo4j.Date)
	if !ok {
		return ""
	}
	return dateOf(day)
}

func dateOf(day neo4j.Date) registry.Date { return registry.Date(day.Time().Format(time.DateOnly)) }

func (p properties) moment(name string) time.Time {
	moment, _ := p[name].(time.Time)
	return moment.UTC()
}

func (p properties) list(name string) []any {
	list, _ := p[name].([]any)
	return list
}

func (p properties) stamp() registry.Stamp {
	return registry.Stamp{Version: p.number("version"), UpdatedAt: p.moment("updatedAt")}
}

func (p properties) period() registry.Period {
	return registry.Period{Since: p.date("since"), Until: p.optionalDate("until")}
}

func (p properties) identifiers() registry.Identifiers {
	return registry.Identifiers{
		TOOI: optional[registry.URL](p, "tooi"), KVK: optional[string](p, "kvk"), OIN: optional[string](p, "oin"),
	}
}

// provenance reads the three properties of one; a certainty marks that there is one.
func (p properties) provenance(source, certainty, note string) *registry.Provenance {
	sure, ok := p[certainty].(string)
	if !ok {
		return nil
	}
	return &registry.Provenance{Source: p.text(source), Certainty: registry.Certainty(sure), Note: optional[string](p, note)}
}

func (p properties) ownProvenance() *registry.Provenance {
	return p.provenance("source", "certainty", "note")
}

// ambition reads the properties of one; its text marks that there is one.
func (p properties) ambition() *registry.Ambition {
	text, ok := p["ambitionText"].(string)
	if !ok {
		return nil
	}
	return &registry.Ambition{
		Profile: optional[registry.Profile](p, "ambitionProfile"), Text: text,
		StatedOn:   optional[registry.PartialDate](p, "ambitionStatedOn"),
		Provenance: p.provenance("ambitionSource", "ambitionCertainty", "ambitionNote"),
	}
}

func (p properties) optionalDate(name string) *registry.Date {
	if p[name] == nil {
		return nil
	}
	day := p.date(name)
	return &day
}

func (p properties) optionalNumber(name string) *int {
	number, ok := p[name].(int64)
	if !ok {
		return nil
	}
	value := int(number)
	return &value
}

func (p properties) optionalDecimal(name string) *float64 {
	number, ok := p[name].(float64)
	if !ok {
		return nil
	}
	return &number
}

func optional[T ~string](p properties, name string) *T {
	text, ok := p[name].(string)
	if !ok {
		return nil
	}
	value := T(text)
	return &value
}

func texts[T ~string](p properties, name string) []T {
	list := p.list(name)
	values := make([]T, 0, len(list))
	for _, value := range list {
		text, _ := value.(string)
		values = append(values, T(text))
	}
	return values
}

// things reads a list of small JSON objects.
func things[T any](p properties, name string) ([]T, error) {
	list := p.list(name)
	values := make([]T, 0, len(list))
	for _, value := range list {
		var thing T
		text, _ := value.(string)
		if err := json.Unmarshal([]byte(text), &thing); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		values = append(values, thing)
	}
	return values, nil
}

func readThings[T any](p properties, name string, into *[]T) (err error) {
	*into, err = things[T](p, name)
	return err
}

// jsonTexts writes a list of small objects, such as contact points: they have no relationships of their own, so that
// as nodes they would only fill the canvas of Neo4j Browser.
func jsonTexts[T any](list []T) ([]string, error) {
	texts := make([]string, 0, len(list))
	for _, thing := range list {
		text, err := json.Marshal(thing)
		if err != nil {
			return nil, fmt.Errorf("write a list of small objects: %w", err)
		}
		texts = append(texts, string(text))
	}
	return texts, nil
}

// The setters below leave null out of a row, as the driver takes a nil pointer for null.

func setStamp(row map[string]any, stamp registry.Stamp) {
	row["version"], row["updatedAt"] = stamp.Version, moment(stamp.UpdatedAt)
}

func setPeriod(row map[string]any, period registry.Period) {
	row["since"], row["until"] = date(period.Since), optionalDate(period.Until)
}

func setIdentifiers(row map[string]any, ids registry.Identifiers) {
	row["tooi"], row["kvk"], row["oin"] = ids.TOOI, ids.KVK, ids.OIN
}

func setProvenance(row map[string]any, provenance *registry.Provenance) {
	if provenance != nil {
		row["source"], row["certainty"], row["note"] = provenance.Source, provenance.Certainty, provenance.Note
	}
}

func setAmbition(row map[string]any, ambition *registry.Ambition) {
	if ambition == nil {
		return
	}
	row["ambitionProfile"], row["ambitionText"], row["ambitionStatedOn"] = ambition.Profile, ambition.Text, ambition.StatedOn
	if from := ambition.Provenance; from != nil {
		row["ambitionSource"], row["ambitionCertainty"], row["ambitionNote"] = from.Source, from.Certainty, from.Note
	}
}

func setList[T any](row map[string]any, name string, list []T) {
	if len(list) > 0 {
		row[name] = list
	}
}

// setThings writes a list of small JSON objects.
func setThings[T any](row map[string]any, name string, list []T) error {
	texts, err := jsonTexts(list)
	setList(row, name, texts)
	return err
}

// wgs84 is the reference system of longitude and latitude.
const wgs84 = 4326

func point(place registry.GeoPoint) neo4j.Point2D {
	return neo4j.Point2D{X: place.Longitude, Y: place.Latitude, SpatialRefId: wgs84}
}

func date(day registry.Date) neo4j.Date { return neo4j.DateOf(day.Time()) }

func optionalDate(day *registry.Date) any {
	if day == nil {
		return nil
	}
	return date(*day)
}

// moment returns the time with an offset of zero, which Neo4j shows as Z; the zone UTC it would show by name.
func moment(at time.Time) time.Time { return at.In(time.FixedZone("Offset", 0)) }

// distinct returns the values in order, each once.
func distinct[T ~string](values []T) []T {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	return slices.Compact(sorted)
}

// given returns the value as a list of one, or of none.
func given[T any](value *T) []T {
	if value == nil {
		return []T{}
	}
	return []T{*value}
}

// filled gives null for an empty text.
func filled(text string) any {
	if text == "" {
		return nil
	}
	return text
}
