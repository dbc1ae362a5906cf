package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"ketenkaart/registry"
)

// restoreCommand makes a store of a backup.
type restoreCommand struct {
	File string `arg:"" placeholder:"FILE" help:"A file that ketenkaart backup wrote. It is left as it is."`
}

// Run makes the store, and says what it holds.
func (c restoreCommand) Run(ctx context.Context, p *program) error {
	if info, err := os.Stat(c.File + "-wal"); err == nil && info.Size() > 0 {
		return fmt.Errorf("restore %s: beside it is %[1]s-wal, so that it is no backup, but the file of a store that is in use: ketenkaart --store sqlite:%[1]s backup makes one", c.File)
	}
	var state registry.State
	var err error
	if path, embedded := strings.CutPrefix(p.Store, "sqlite:"); embedded {
		state, err = restored(ctx, c.File, path)
	} else {
		state, err = c.restoreGraph(ctx, p)
	}
	if err != nil {
		return fmt.Errorf("restore %s: %w", c.File, err)
	}
	fmt.Printf("Restored %s to %s: %s.\n", c.File, redacted(p.Store), holding(state))
	return nil
}

// restored copies a backup to a file that is not there, when it is a whole register.
func restored(ctx context.Context, from, to string) (state registry.State, err error) {
	err = writeNew(to, func(part string) error {
		if err := copyFile(ctx, from, part); err != nil {
			return err
		}
		state, err = checkBackup(ctx, part)
		return err
	})
	return state, err
}

// restoreGraph copies a backup into an empty Neo4j, by way of a file that may be brought to the schema of this version.
func (c restoreCommand) restoreGraph(ctx context.Context, p *program) (state registry.State, err error) {
	folder, err := os.MkdirTemp("", "ketenkaart-")
	if err != nil {
		return state, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	if _, err := restored(ctx, c.File, folder+"/register.db"); err != nil {
		return state, err
	}
	err = withOpen(ctx, openSource, "sqlite:"+folder+"/register.db", "", func(from store) error {
		return withOpen(ctx, openAt, p.Store, p.Credentials, func(to store) error {
			state, err = copied(ctx, "restore", from, to)
			return err
		})
	})
	return state, err
}

// copyFile writes what a file holds into one that is there, with a bar where somebody sees it.
func copyFile(ctx context.Context, from, to string) (err error) {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	info, err := source.Stat()
	if err != nil {
		return err
	}
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return err
	}
	bar := newProgress(os.Stderr, "restore", int(info.Size()))
	defer bar.end()
	_, err = io.Copy(target, io.TeeReader(source, writerFunc(func(part []byte) (int, error) {
		bar.add(len(part))
		return len(part), ctx.Err()
	})))
	return errors.Join(err, target.Close())
}

// writerFunc is a function as a writer.
type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(part []byte) (int, error) { return f(part) }
