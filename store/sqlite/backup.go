package sqlite

import (
	"context"
	"errors"
	"fmt"

	driver "modernc.org/sqlite"

	"ketenkaart/registry"
)

// backupStep is how many pages of a backup are written at once: some megabytes.
const backupStep = 1_000

// Backup writes the register as it is at one moment into an empty file, while this and other processes read and change it.
// tell hears how many pages of how many are written. UNAVAILABLE when there is no room for it.
func (s *Store) Backup(ctx context.Context, path string, tell func(done, total int)) (err error) {
	connection, err := s.readers.Conn(ctx)
	if err != nil {
		return translated(err)
	}
	defer func() { err = errors.Join(err, translated(connection.Close())) }()
	// What reads holds its moment: without, each change of another process would have the backup begin anew.
	if _, err := connection.ExecContext(ctx, "BEGIN"); err != nil {
		return translated(err)
	}
	defer func() {
		_, failed := connection.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		err = errors.Join(err, translated(failed))
	}()
	if _, err := connection.ExecContext(ctx, s.library.Text("Revision")); err != nil {
		return translated(err)
	}
	return translated(connection.Raw(func(from any) error { return backUp(ctx, from, path, tell) }))
}

func backUp(ctx context.Context, from any, path string, tell func(done, total int)) (err error) {
	source, able := from.(interface {
		NewBackup(to string) (*driver.Backup, error)
	})
	if !able {
		return errors.New("the driver makes no backups")
	}
	backup, err := source.NewBackup(address(path))
	if err != nil {
		return fmt.Errorf("begin the backup: %w", err)
	}
	defer func() { err = errors.Join(err, backup.Finish()) }()
	for more := true; more; {
		if err := ctx.Err(); err != nil {
			return err
		}
		if more, err = backup.Step(backupStep); err != nil {
			return fmt.Errorf("write the backup: %w", err)
		}
		tell(backup.PageCount()-backup.Remaining(), backup.PageCount())
	}
	return nil
}

// OpenBackup opens a copy of a backup that nobody else has open, and brings it to the schema of this version. BAD_USER_INPUT when
// it is no register, or is damaged in any place; the rest as Open.
func OpenBackup(ctx context.Context, path string) (*Store, error) {
	return open(ctx, path, func(s *Store, ctx context.Context, path string) error {
		if err := s.checkMark(ctx, path); err != nil {
			return err
		}
		if err := s.checkSound(ctx, path); err != nil {
			return err
		}
		return s.prepare(ctx, path)
	})
}

// checkSound reads every page, and looks whether what refers to something finds it.
func (s *Store) checkSound(ctx context.Context, path string) error {
	var said string
	var astray int
	if err := s.readers.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&said); err != nil {
		return err
	}
	if err := s.readers.QueryRowContext(ctx, "SELECT count(*) FROM pragma_foreign_key_check").Scan(&astray); err != nil {
		return err
	}
	if said != "ok" || astray > 0 {
		return registry.Invalid(registry.ReasonInvalid, "path", "%s is damaged: %s, and %d references lead to nothing", path, said, astray)
	}
	return nil
}
