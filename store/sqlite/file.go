package sqlite

import (
	"errors"
	"fmt"
	"os"

	"ketenkaart/registry"
)

// file is the register's file as it was opened. Linux lets SQLite write to a file that has no name any more, and what is
// written there is lost.
type file struct {
	path   string
	opened os.FileInfo
}

// makePrivate makes a file that only its owner may read and write, when there is none; SQLite gives what it puts beside it the
// same rights. What hinders that SQLite tells.
func makePrivate(path string) error {
	made, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil
	}
	return made.Close()
}

func openedFile(path string) (file, error) {
	info, err := os.Stat(path)
	return file{path: path, opened: info}, err
}

// check refuses when the file was removed, or when another has taken its place. UNAVAILABLE with STORE_AWAY.
func (f file) check() error {
	info, err := os.Stat(f.path)
	if err == nil && os.SameFile(info, f.opened) {
		return nil
	}
	if err == nil {
		err = errors.New("another file has taken its place")
	}
	return registry.Unavailable(registry.ReasonStoreAway, fmt.Errorf("%s is not there any more: %w", f.path, err))
}
