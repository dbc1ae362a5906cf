package registry

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
)

// The bounds of a page (API manners).
const (
	DefaultPageSize = 25
	MaxPageSize     = 100
)

// PageArgs are the Relay arguments of a connection, as a client gives them.
type PageArgs struct {
	First, Last   *int
	After, Before *string
}

// Page is what a store is asked for: at most Limit items after and before the keys, from the end when Backward.
// A store returns them in the list's order whichever way it walked.
type Page struct {
	Limit         int
	Backward      bool
	After, Before *Key
}

// Key is the place of an item in an ordered list: the value that orders, then the tie breaker. It is opaque to clients.
type Key struct {
	// Order names the list's order, so that a cursor of another order is refused.
	Order string `json:"o"`
	// Text or Number is the value that orders, by the order's kind.
	Text   string `json:"t,omitempty"`
	Number int    `json:"n,omitempty"`
	// Tie is unique in the list.
	Tie string `json:"k"`
}

// Cursor writes the key for a client.
func (k Key) Cursor() string {
	encoded, err := json.Marshal(k)
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(encoded)
}

// parseCursor reads a cursor of the order; BAD_USER_INPUT, MALFORMED_CURSOR when it is none.
func parseCursor(field, order string, cursor *string) (*Key, error) {
	if cursor == nil {
		return nil, nil
	}
	malformed := Invalid(ReasonCursor, field, "is not a cursor of this list")
	decoded, err := base64.RawURLEncoding.DecodeString(*cursor)
	if err != nil {
		return nil, malformed
	}
	var key Key
	if err := json.Unmarshal(decoded, &key); err != nil || key.Tie == "" {
		return nil, malformed
	}
	if key.Order != order {
		return nil, Invalid(ReasonCursor, field, "is a cursor of the order %q, not of %q", clip(key.Order), order)
	}
	if dated(order) && key.Text != "" && key.Text != string(NoEnd) {
		if _, err := ParsePartialDate(key.Text); err != nil {
			return nil, malformed
		}
	}
	if checkText(field, key.Text, maxText) != nil || checkText(field, key.Tie, maxName) != nil {
		return nil, malformed
	}
	return &key, nil
}

// dated says whether the values of an order are days, or years and months: a store would stumble over other text in a forged cursor.
func dated(order string) bool {
	field, _, _ := strings.Cut(order, ".")
	switch field {
	case string(BySince), string(ByLatestCollaboration), "AGREEMENT_" + string(ByBeginning), "AGREEMENT_" + string(ByEnd), "AGREEMENT_" + string(BySigning):
		return true
	}
	return order == adoptionOrder || order == agendaOrder
}

// page turns the arguments of a client into a Page of the order.
func (args PageArgs) page(order string) (Page, error) {
	page := Page{Limit: DefaultPageSize}
	field, size := "first", args.First
	if args.Last != nil {
		if args.First != nil {
			return page, Invalid(ReasonPageSize, "last", "give first or last, not both")
		}
		field, size, page.Backward = "last", args.Last, true
	}
	if size != nil {
		if err := checkCount(ReasonPageSize, field, *size, MaxPageSize); err != nil {
			return page, err
		}
		page.Limit = *size
	}
	var err error
	if page.After, err = parseCursor("after", order, args.After); err != nil {
		return page, err
	}
	page.Before, err = parseCursor("before", order, args.Before)
	return page, err
}

// List is a page as a store returns it: the items in the list's order, and whether there are more beyond Limit.
type List[T any] struct {
	Items []T
	More  bool
}

// Trim makes a List of what a store read with a limit of one more than asked, in the direction of the walk.
func Trim[T any](items []T, page Page) List[T] {
	more := len(items) > page.Limit
	if more {
		items = items[:page.Limit]
	}
	if page.Backward {
		slices.Reverse(items)
	}
	return List[T]{Items: items, More: more}
}

// compare puts keys of one order in it.
func (k Key) compare(other Key) int {
	return cmp.Or(cmp.Compare(k.Number, other.Number), strings.Compare(k.Text, other.Text), strings.Compare(k.Tie, other.Tie))
}

// pageOf takes a page out of a whole list, which is in order of its keys.
func pageOf[T any](all []T, page Page, key func(T) Key) List[T] {
	behind := func(place Key) int {
		at, _ := slices.BinarySearchFunc(all, place, func(item T, place Key) int { return key(item).compare(place) })
		return at
	}
	if page.Before != nil {
		all = all[:behind(*page.Before)]
	}
	if page.After != nil {
		after := behind(*page.After)
		if after < len(all) && key(all[after]).compare(*page.After) == 0 {
			after++
		}
		all = all[after:]
	}
	if len(all) <= page.Limit {
		return List[T]{Items: all}
	}
	if page.Backward {
		return List[T]{Items: all[len(all)-page.Limit:], More: true}
	}
	return List[T]{Items: all[:page.Limit], More: true}
}

// PageInfo tells a client where the page lies in its list.
type PageInfo struct {
	HasNextPage, HasPreviousPage bool
	StartCursor, EndCursor       *string
}

// Paged is a page with the keys of its items.
type Paged[T any] struct {
	List[T]
	page Page
	key  func(T) Key
}

func connect[T any](list List[T], page Page, key func(T) Key) Paged[T] {
	return Paged[T]{List: list, page: page, key: key}
}

// listed makes what a client gets of the list that the store has for each query.
func listed[Q, L, C any](ctx context.Context, r *Registry, queries []Q, list func(Reader, context.Context, []Q) ([]L, error), connection func(L, Q) C) (connections []C, err error) {
	err = r.guard.view(ctx, func(ctx context.Context, reader Reader) error {
		lists, err := list(reader, ctx, queries)
		connections = make([]C, len(lists))
		for i := range lists {
			connections[i] = connection(lists[i], queries[i])
		}
		return err
	})
	return connections, err
}

// Nodes returns the items.
func (c Paged[T]) Nodes() []T {
	if c.Items == nil {
		return []T{}
	}
	return c.Items
}

// Edge is an item of a page with its cursor.
type Edge[T any] struct {
	Node   T
	Cursor string
}

// Edges returns the items with their cursors.
func (c Paged[T]) Edges() []Edge[T] {
	edges := make([]Edge[T], len(c.Items))
	for i, item := range c.Items {
		edges[i] = Edge[T]{Node: item, Cursor: c.cursor(i)}
	}
	return edges
}

// PageInfo returns the place of the page in its list.
func (c Paged[T]) PageInfo() PageInfo {
	info := PageInfo{HasNextPage: c.More, HasPreviousPage: c.page.After != nil}
	if c.page.Backward {
		info = PageInfo{HasNextPage: c.page.Before != nil, HasPreviousPage: c.More}
	}
	if len(c.Items) > 0 {
		start, end := c.cursor(0), c.cursor(len(c.Items)-1)
		info.StartCursor, info.EndCursor = &start, &end
	}
	return info
}

func (c Paged[T]) cursor(i int) string { return c.key(c.Items[i]).Cursor() }
