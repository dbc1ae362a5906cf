package main

import (
	"net/http"
	"testing"

	"golang.org/x/sys/unix"
)

// TestReadyWithAFullDisk: a limit on the size of its files stands for a disk that is full. Nobody has to lose a change first.
func TestReadyWithAFullDisk(t *testing.T) {
	server := start(t, t.TempDir(), "--example")
	var usual unix.Rlimit
	limit := func(now *unix.Rlimit, before *unix.Rlimit) {
		t.Helper()
		if err := unix.Prlimit(server.Process.Pid, unix.RLIMIT_FSIZE, now, before); err != nil {
			t.Fatal(err)
		}
	}
	limit(nil, &usual)
	limit(&unix.Rlimit{Cur: 0, Max: usual.Max}, nil)
	if got := server.ready(t); got != http.StatusServiceUnavailable {
		t.Errorf("with a full disk it answers %d", got)
	}
	server.ask(t, "{ partners(first: 1) { nodes { name } } }", nil)
	limit(&usual, nil)
	if got := server.ready(t); got != http.StatusOK {
		t.Errorf("when there is room again it answers %d", got)
	}
}
