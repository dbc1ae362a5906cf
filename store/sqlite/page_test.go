package sqlite

import (
	"database/sql"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/registry"
)

// TestBounds: a page's keys, the days of a filter and the day of the question make one bound a side.
func TestBounds(t *testing.T) {
	l, err := readLibrary()
	if err != nil {
		t.Fatal(err)
	}
	early, late := &registry.Key{Text: "2016-05-05", Tie: "b"}, &registry.Key{Text: "2019-05-05", Tie: "c"}
	from, before := registry.Date("2017-01-01"), registry.Date("2018-01-01")
	up, down := walk{things: "Collaborations", by: "Since"}, walk{things: "Collaborations", by: "Since", down: true}
	for _, c := range []struct {
		what         string
		walk         walk
		page         registry.Page
		lower, upper [2]string
	}{
		{"none", up, registry.Page{}, [2]string{"", ""}, [2]string{"", ""}},
		{"the day", up.days("", nil, nil, "2020-01-01"), registry.Page{}, [2]string{"", ""}, [2]string{"2020-01-01", "~"}},
		{"days", up.days("", &from, &before, "2020-01-01"), registry.Page{}, [2]string{"2017-01-01", ""}, [2]string{"2018-01-01", ""}},
		{"days after the day", up.days("", &from, &before, "2017-06-01"), registry.Page{}, [2]string{"2017-01-01", ""}, [2]string{"2017-06-01", "~"}},
		{"keys outside of days", up.days("", &from, &before, "2020-01-01"), registry.Page{After: early, Before: late}, [2]string{"2017-01-01", ""}, [2]string{"2018-01-01", ""}},
		{"keys inside of the day", up.days("", nil, nil, "2020-01-01"), registry.Page{After: early, Before: late}, [2]string{"2016-05-05", "b"}, [2]string{"2019-05-05", "c"}},
		{"keys of a descending list", down.days("", nil, nil, "2020-01-01"), registry.Page{After: late, Before: early}, [2]string{"2016-05-05", "b"}, [2]string{"2019-05-05", "c"}},
		{"after a key, descending", down.days("", nil, &before, "2020-01-01"), registry.Page{After: early}, [2]string{"", ""}, [2]string{"2016-05-05", "b"}},
	} {
		q := l.query("Collaborations")
		c.walk.page(q, c.page)
		got := map[string]any{}
		for _, arg := range q.args {
			named, _ := arg.(sql.NamedArg)
			got[named.Name] = named.Value
		}
		want := map[string]any{"lower": c.lower[0], "lowerTie": c.lower[1], "upper": c.upper[0], "upperTie": c.upper[1], "limit": int64(1)}
		if c.upper[0] == "" {
			delete(want, "upper")
			delete(want, "upperTie")
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.what, diff)
		}
	}
}
