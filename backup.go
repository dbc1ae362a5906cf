package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"ketenkaart/registry"
	"ketenkaart/store/sqlite"
)

// mostBackups is how often a backup of a Neo4j goes on that the register changed at the very end of.
const mostBackups = 20

// backupCommand writes the whole register into one file.
type backupCommand struct {
	File string `arg:"" placeholder:"FILE" help:"The file to write, which may not be there yet."`
}

// Run writes the backup, and says what it holds.
func (c backupCommand) Run(ctx context.Context, p *program) error {
	return withOpen(ctx, openSource, p.Store, p.Credentials, func(from store) error {
		if state, err := stateOf(ctx, from); err != nil || state.Incomplete != nil {
			return cmp.Or(err, errors.New("the store holds part of a register, and a backup is of a whole one"))
		}
		var held registry.State
		err := writeNew(c.File, func(part string) (err error) {
			if embedded, ok := from.(*sqlite.Store); ok {
				err = backUp(ctx, embedded, part)
			} else {
				err = copyInto(ctx, from, part)
			}
			if err == nil {
				held, err = checkBackup(ctx, part)
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("back up %s: %w", redacted(p.Store), err)
		}
		fmt.Printf("Backed up %s to %s: %s.\n", redacted(p.Store), c.File, holding(held))
		return nil
	})
}

// holding says what a register holds.
func holding(state registry.State) string {
	return fmt.Sprintf("%d partners, %d collaborations, %d agreements, and the history up to revision %d",
		state.Partners, state.Collaborations, state.Agreements, state.Revision)
}

func backUp(ctx context.Context, from *sqlite.Store, to string) error {
	bar := newProgress(os.Stderr, "backup", 0)
	defer bar.end()
	return from.Backup(ctx, to, func(done, total int) {
		bar.total = total
		bar.add(done - bar.done)
	})
}

// copyInto copies a register of another engine into a file; should it change at the very end, the copy goes on from there.
func copyInto(ctx context.Context, from store, to string) error {
	return withOpen(ctx, openAt, "sqlite:"+to, "", func(to store) (err error) {
		for range mostBackups {
			if _, err = copied(ctx, "backup", from, to); registry.ReasonOf(err) != registry.ReasonVersion {
				break
			}
		}
		return err
	})
}

// checkBackup refuses a file that is not the whole of a register, and gives what it holds.
func checkBackup(ctx context.Context, path string) (state registry.State, err error) {
	err = withOpen(ctx, openBackup, path, "", func(store store) error {
		if state, err = stateOf(ctx, store); err == nil && state.Incomplete != nil {
			err = fmt.Errorf("it holds part of a register, for the %s into it was cut off", state.Incomplete.By)
		}
		return err
	})
	return state, err
}

func openBackup(ctx context.Context, path, _ string) (store, error) {
	return sqlite.OpenBackup(ctx, path)
}

// writeNew has a file written that is there when all of it is and is on the disk, for its owner alone. What is there already
// is not written over.
func writeNew(path string, write func(part string) error) (err error) {
	if err := checkFree(path); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.part")
	if err != nil {
		return err
	}
	part := file.Name()
	defer func() {
		for _, left := range []string{part, part + "-wal", part + "-shm", part + "-journal"} {
			_ = os.Remove(left) // what is whole has its own name by now
		}
	}()
	if err := errors.Join(file.Close(), write(part), syncFile(part)); err != nil {
		return err
	}
	// A link, unlike a new name, does not take the place of a file that came meanwhile.
	err = os.Link(part, path)
	if err != nil && !errors.Is(err, fs.ErrExist) && checkFree(path) == nil {
		err = os.Rename(part, path)
	}
	return errors.Join(err, syncFile(filepath.Dir(path)))
}

// checkFree refuses a file that is there, and what SQLite left beside one that was: it would be taken for a part of the new one.
func checkFree(path string) error {
	for _, name := range []string{path, path + "-wal", path + "-journal"} {
		if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
			return cmp.Or(err, fmt.Errorf("%s is there already, and is left as it is", name))
		}
	}
	return nil
}

// syncFile has what was written to a file or a folder be on the disk.
func syncFile(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}
