package storetest

import (
	"testing"
	"time"

	"ketenkaart/registry"
)

// testEndedSessions keeps which sessions were ended, until they are over, beside a register that does not change by it.
func testEndedSessions(t *testing.T, store registry.Store) {
	kept, keeps := store.(registry.SessionStore)
	if !keeps {
		return // the model, which is no store of the program
	}
	at := time.Date(2026, 11, 23, 11, 0, 0, 0, time.UTC)
	ended := func(name string, at time.Time) registry.EndedSession {
		return registry.EndedSession{Name: name, At: at, Until: at.Add(10 * time.Hour)}
	}
	end := func(each registry.EndedSession, now time.Time) {
		t.Helper()
		if err := kept.EndSession(t.Context(), each, now); err != nil {
			t.Fatal(err)
		}
	}
	answers(t, "at first", []registry.EndedSession(nil))(kept.EndedSessions(t.Context()))
	one, all := ended(registry.SessionName("één"), at.Add(time.Millisecond)), ended(registry.ActorSessions("u-1"), at)
	end(one, at)
	end(all, at)
	answers(t, "both", []registry.EndedSession{all, one})(kept.EndedSessions(t.Context()))
	again := ended(all.Name, at.Add(time.Hour))
	end(again, all.Until.Add(-time.Second))
	answers(t, "ended again", []registry.EndedSession{again, one})(kept.EndedSessions(t.Context()))
	last := ended(registry.SessionName("twee"), again.Until.Add(-time.Minute))
	end(last, one.Until.Add(time.Second))
	answers(t, "when one is over", []registry.EndedSession{again, last})(kept.EndedSessions(t.Context()))
	wants(t, "the register", get(t, store, readState), registry.State{})
}
