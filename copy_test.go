package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ketenkaart/registry"
	"ketenkaart/store/sqlite"
)

// TestCopyAFile copies the example with what was changed in it, and serves the copy.
func TestCopyAFile(t *testing.T) {
	folder := t.TempDir()
	call(t, folder, nil, "--example", "load")
	says(t, folder, 0, []string{"copy", "--from", "sqlite:ketenkaart.db", "--to", "sqlite:copy.db"},
		"Copied sqlite:ketenkaart.db to sqlite:copy.db: 164 partners,", "collaborations,", "and the history up to revision 1.")
	_, first, _ := call(t, folder, nil, "export", "collaborations.jsonl")
	_, second, _ := call(t, folder, nil, "--store", "sqlite:copy.db", "export", "collaborations.jsonl")
	if first == "" || first != second {
		t.Errorf("the copy exports %d bytes, and the register %d", len(second), len(first))
	}
	server := start(t, folder, "--store", "sqlite:copy.db")
	if !strings.Contains(server.announced, "164 partners") {
		t.Errorf("the copy is announced as %s", server.announced)
	}
	server.stop(t, os.Interrupt)
	if code, _, said := call(t, folder, nil, "copy", "--from", "sqlite:ketenkaart.db", "--to", "sqlite:copy.db"); code != exitFailed || !strings.Contains(said, "is not empty: it holds Ministry:") {
		t.Errorf("into a store that is not empty: %d, %s", code, said)
	}
}

// TestCopyRefuses what cannot be meant, and makes no file of it.
func TestCopyRefuses(t *testing.T) {
	folder := t.TempDir()
	for arguments, want := range map[string]string{
		"--from sqlite:geen.db --to sqlite:copy.db": "sqlite:geen.db: there is no such file",
		"--from sqlite:een.db --to sqlite:een.db":   "are the same store",
		"--from sqlite:een.db":                      "missing flags: --to=ADDRESS",
	} {
		if code, _, said := call(t, folder, nil, append([]string{"copy"}, strings.Fields(arguments)...)...); code == 0 || !strings.Contains(said, want) {
			t.Errorf("copy %s: %d, %s", arguments, code, said)
		}
	}
	if left, err := filepath.Glob(filepath.Join(folder, "*")); err != nil || len(left) > 0 {
		t.Errorf("a refused copy left %v, %v", left, err)
	}
}

// TestCopyLeavesItsSourceAsItIs, and refuses one of an earlier version or that is no register.
func TestCopyLeavesItsSourceAsItIs(t *testing.T) {
	folder := t.TempDir()
	call(t, folder, nil, "--empty", "--store", "sqlite:older.db", "load")
	lowerSchema(t, filepath.Join(folder, "older.db"))
	if err := os.WriteFile(filepath.Join(folder, "nothing.db"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"older.db":   "older.db is of an earlier version of Ketenkaart",
		"nothing.db": "nothing.db is no register",
	} {
		before, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		code, _, said := call(t, folder, nil, "copy", "--from", "sqlite:"+name, "--to", "sqlite:copy.db")
		if code != exitFailed || !strings.Contains(said, want) {
			t.Errorf("%s: %d, %s", name, code, said)
		}
		if after, err := os.ReadFile(filepath.Join(folder, name)); err != nil || !bytes.Equal(before, after) {
			t.Errorf("%s had %d bytes, and has %d: %v", name, len(before), len(after), err)
		}
	}
}

// TestPartOfACopyIsNotServed, and whoever would serve it hears how to go on.
func TestPartOfACopyIsNotServed(t *testing.T) {
	folder := t.TempDir()
	call(t, folder, nil, "load")
	mark := cutOff(t, folder, "part.db")
	for _, arguments := range [][]string{{"load"}, {"--listen", "127.0.0.1:0"}, {"export", "partners.csv"}, {"revert", "1"}} {
		code, _, said := call(t, folder, nil, append([]string{"--store", "sqlite:part.db"}, arguments...)...)
		for _, want := range []string{"sqlite:part.db holds part of a register", mark.Of, "ketenkaart copy --from ADDRESS --to sqlite:part.db goes on where it stopped"} {
			if code != exitFailed || !strings.Contains(said, want) {
				t.Errorf("%v: %d, %s", arguments, code, said)
			}
		}
	}
	says(t, folder, 0, []string{"copy", "--from", "sqlite:ketenkaart.db", "--to", "sqlite:part.db"}, "Copied")
	says(t, folder, 0, []string{"--store", "sqlite:part.db", "load"}, "164 partners")
}

// cutOff begins a copy, and ends it as if the process was killed after some batches.
func cutOff(t *testing.T, folder, into string) registry.Incomplete {
	t.Helper()
	from, err := sqlite.Open(t.Context(), filepath.Join(folder, "ketenkaart.db"))
	if err != nil {
		t.Fatal(err)
	}
	to, err := sqlite.Open(t.Context(), filepath.Join(folder, into))
	if err != nil {
		t.Fatal(err)
	}
	ctx, kill := context.WithCancel(t.Context())
	_, err = registry.Copy(ctx, from, to, func(kind registry.Kind, _ int) {
		if kind == registry.KindPartner {
			kill()
		}
	})
	if err == nil {
		t.Fatal("the copy was not cut off")
	}
	state, err := stateOf(t.Context(), to)
	if err != nil || state.Incomplete == nil {
		t.Fatalf("the mark of a copy that was cut off: %v, %v", state.Incomplete, err)
	}
	for _, store := range []*sqlite.Store{from, to} {
		if err := store.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	return *state.Incomplete
}
