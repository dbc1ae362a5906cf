package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBackUpWhileItServes backs up a register that is served, restores it elsewhere, and serves that.
func TestBackUpWhileItServes(t *testing.T) {
	folder := t.TempDir()
	server := start(t, folder, "--example")
	says(t, folder, 0, []string{"backup", "backup.db"},
		"Backed up sqlite:ketenkaart.db to backup.db: 164 partners,", "collaborations,", "and the history up to revision 1.")
	server.stop(t, os.Interrupt)
	says(t, folder, 0, []string{"--store", "sqlite:elsewhere.db", "restore", "backup.db"},
		"Restored backup.db to sqlite:elsewhere.db: 164 partners,", "and the history up to revision 1.")
	for _, name := range []string{"ketenkaart.db", "backup.db", "elsewhere.db"} {
		info, err := os.Stat(filepath.Join(folder, name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
	left, err := filepath.Glob(filepath.Join(folder, ".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("beside the backup stand %v, %v", left, err)
	}
	_, first, _ := call(t, folder, nil, "export", "collaborations.jsonl")
	_, second, _ := call(t, folder, nil, "--store", "sqlite:elsewhere.db", "export", "collaborations.jsonl")
	if first == "" || first != second {
		t.Errorf("what was restored exports %d bytes, and the register %d", len(second), len(first))
	}
	server = start(t, folder, "--store", "sqlite:elsewhere.db")
	if !strings.Contains(server.announced, "164 partners") {
		t.Errorf("what was restored is announced as %s", server.announced)
	}
	server.stop(t, os.Interrupt)
}

// TestBackupsRefuse to write over anything, and to make a store of what is not the whole of a register.
func TestBackupsRefuse(t *testing.T) {
	folder := t.TempDir()
	call(t, folder, nil, "--example", "load")
	call(t, folder, nil, "backup", "backup.db")
	whole, err := os.ReadFile(filepath.Join(folder, "backup.db"))
	if err != nil {
		t.Fatal(err)
	}
	damaged := append([]byte{}, whole...)
	for i := len(damaged) / 2; i < len(damaged)/2+8192; i++ {
		damaged[i] = 0xA5
	}
	for name, holds := range map[string][]byte{"half.db": whole[:len(whole)/2], "damaged.db": damaged, "text.db": []byte("geen register"), "nothing.db": nil, "used.db": whole, "used.db-wal": []byte("x")} {
		if err := os.WriteFile(filepath.Join(folder, name), holds, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	before, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for arguments, want := range map[string]string{
		"backup backup.db":                             "backup.db is there already, and is left as it is",
		"backup geen/backup.db":                        "no such file or directory",
		"--store sqlite:geen.db backup other.db":       "there is no such file",
		"restore backup.db":                            "ketenkaart.db is there already, and is left as it is",
		"--store sqlite:new.db restore half.db":        "damaged",
		"--store sqlite:new.db restore damaged.db":     "damaged",
		"--store sqlite:new.db restore text.db":        "is no register, or is damaged",
		"--store sqlite:new.db restore nothing.db":     "is no register",
		"--store sqlite:new.db restore geen.db":        "no such file",
		"--store sqlite:new.db restore used.db":        "the file of a store that is in use",
		"--store sqlite:geen/new.db restore backup.db": "no such file or directory",
		"--store sqlite:used.db restore backup.db":     "used.db is there already",
	} {
		if code, _, said := call(t, folder, nil, strings.Fields(arguments)...); code == 0 || !strings.Contains(said, want) {
			t.Errorf("%s: %d, %s", arguments, code, said)
		}
	}
	if after, err := filepath.Glob(filepath.Join(folder, "*")); err != nil || len(after) != len(before) {
		t.Errorf("what was refused left %v, %v", after, err)
	}
}
