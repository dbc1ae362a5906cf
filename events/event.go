// Package events tells other systems what changes in the register, as events by the NL GOV profile for CloudEvents: it makes an
// event of a change, and delivers events to webhooks.
package events

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	"ketenkaart/registry"
)

// MediaType is that of an event as JSON.
const MediaType = "application/cloudevents+json"

// DefaultSource is what events say that they come from when nobody said whose register it is.
const DefaultSource = "urn:nld:ketenkaart"

// mostNamed bounds each list in the data of an event, so that an event stays small whatever the change touched.
const mostNamed = 100

// Maker makes events of changes, as whoever the context is of may see them.
type Maker struct {
	Registry *registry.Registry
	// Source is what events say that they come from.
	Source string
	// Address is that of the GraphQL endpoint, at which the change can be read; "" when it is not known.
	Address string
}

// event is one of CloudEvents 1.0, in the order in which people read it.
type event struct {
	SpecVersion     string `json:"specversion"`
	ID              string `json:"id"`
	Source          string `json:"source"`
	Type            string `json:"type"`
	Subject         string `json:"subject,omitempty"`
	Time            string `json:"time"`
	Sequence        string `json:"sequence"`
	SequenceType    string `json:"sequencetype"`
	DataRef         string `json:"dataref,omitempty"`
	DataContentType string `json:"datacontenttype"`
	Data            data   `json:"data"`
}

// data tells what was touched, and nothing of what it says: whoever may know asks.
type data struct {
	Revision int      `json:"revision"`
	Things   []string `json:"things"`
	Kinds    []string `json:"kinds"`
	Regions  []string `json:"regions"`
	Partners []string `json:"partners"`
	// More says that the change touched more than is named.
	More bool `json:"more"`
}

// Event makes an event of a change that a subscription gave, as JSON. The same change is the same event.
func (m Maker) Event(ctx context.Context, change registry.Change) ([]byte, error) {
	items, more, err := m.Registry.ItemsAsked(ctx, change, mostNamed)
	if err != nil {
		return nil, fmt.Errorf("read what revision %d touched: %w", change.Revision, err)
	}
	made := event{
		SpecVersion: "1.0", ID: change.ID(), Source: m.Source, Type: Type(change.Action), Subject: change.SubjectID,
		Time: change.At.UTC().Format(time.RFC3339Nano), Sequence: strconv.Itoa(change.Revision), SequenceType: "Integer",
		DataRef: m.reference(change), DataContentType: "application/json", Data: dataOf(change.Revision, items, more),
	}
	return json.Marshal(made)
}

// dataOf names what the items are about.
func dataOf(revision int, items []registry.ChangeItem, more bool) data {
	touched := registry.Change{Items: items}.Touched()
	named := data{Revision: revision, More: more}
	for _, list := range []struct {
		into *[]string
		from []string
	}{{&named.Things, touched.Subjects}, {&named.Kinds, texts(touched.Kinds)}, {&named.Regions, touched.Regions}, {&named.Partners, touched.Partners}} {
		*list.into = append([]string{}, list.from[:min(len(list.from), mostNamed)]...)
		named.More = named.More || len(list.from) > mostNamed
	}
	return named
}

func texts(kinds []registry.Kind) []string {
	named := make([]string, len(kinds))
	for i, kind := range kinds {
		named[i] = string(kind)
	}
	return named
}

// reference is where the change can be read by a GET; "" when the address is not known.
func (m Maker) reference(change registry.Change) string {
	if m.Address == "" {
		return ""
	}
	document := fmt.Sprintf(`{ node(id: %q) { ... on Change { revision at action reason items { nodes { subjectId kind fields { field before after } } } } } }`, change.ID())
	return m.Address + "?query=" + url.QueryEscape(document)
}

// typePrefix names the register, which goes before the organisation that keeps it: organisations are not there for ever.
const typePrefix = "nl.ketenkaart."

// Type is what kind of event an action makes: nl.ketenkaart.start-collaboration of startCollaboration.
func Type(action registry.Action) string {
	var kind strings.Builder
	kind.WriteString(typePrefix)
	for _, letter := range string(action) {
		if unicode.IsUpper(letter) {
			kind.WriteByte('-')
		}
		kind.WriteRune(unicode.ToLower(letter))
	}
	return kind.String()
}
