package main

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
)

// TestDoctorSaysAndEnds with 0 when all is as the rules say, and with 1 when it is not.
func TestDoctorSaysAndEnds(t *testing.T) {
	folder := t.TempDir()
	call(t, folder, nil, "--example", "load")
	says(t, folder, 0, []string{"doctor"}, "Read ", " things of sqlite:ketenkaart.db: 0 are not as the rules say.")
	file, err := sql.Open("sqlite", filepath.Join(folder, "ketenkaart.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Exec("UPDATE partner SET version = 7 WHERE key = 'vitens'"); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	code, out, said := call(t, folder, nil, "doctor")
	if code != exitFailed || said != "" || !strings.Contains(out, "R15  Partner:vitens: its version is 7, and the register is at revision 1\n") || !strings.Contains(out, ": 1 are not as the rules say.") {
		t.Errorf("doctor: %d, %s%s", code, out, said)
	}
	if code, _, said := call(t, folder, nil, "--store", "sqlite:geen.db", "doctor"); code != exitFailed || !strings.Contains(said, "there is no such file") {
		t.Errorf("of what is not there: %d, %s", code, said)
	}
}
