package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ketenkaart/store/sqlite"
)

// TestSignOutOfSomebody: it ends what began before, for as long as that could last, and makes no file where there is none.
func TestSignOutOfSomebody(t *testing.T) {
	folder, before := t.TempDir(), time.Now()
	if code, _, said := call(t, folder, nil, "sign-out", "u-1"); code != exitFailed || !strings.Contains(said, "there is no such file") {
		t.Errorf("without a register: %d %s", code, said)
	}
	for _, arguments := range [][]string{{"--empty", "load"}, {"sign-out", "u-1"}} {
		if code, _, said := call(t, folder, nil, arguments...); code != 0 {
			t.Fatalf("%s: %d %s", arguments, code, said)
		}
	}
	store, err := sqlite.Open(t.Context(), filepath.Join(folder, "ketenkaart.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close(t.Context())
	ended, err := store.EndedSessions(t.Context())
	if err != nil || len(ended) != 1 || ended[0].Name != "actor u-1" || ended[0].At.Before(before) || ended[0].At.After(time.Now()) || ended[0].Until.Sub(ended[0].At) != 10*time.Hour {
		t.Errorf("got %v, %v", ended, err)
	}
}
