package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	driver "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"

	"ketenkaart/registry"
)

// translated returns an engine's error the code that a caller can act on; errors of the registry and contexts pass.
func translated(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if _, ok := errors.AsType[*registry.Error](err); ok {
		return err
	}
	if errors.Is(err, sql.ErrConnDone) {
		return registry.Unavailable(registry.ReasonStoreAway, err)
	}
	switch code := codeOf(err); code & 0xff {
	case codes.SQLITE_BUSY, codes.SQLITE_LOCKED, codes.SQLITE_IOERR, codes.SQLITE_FULL, codes.SQLITE_CANTOPEN,
		codes.SQLITE_READONLY, codes.SQLITE_PROTOCOL:
		return registry.Unavailable(registry.ReasonStoreAway, err)
	case codes.SQLITE_CONSTRAINT:
		if isTaken(code) {
			taken := registry.Conflict(registry.ReasonKeyTaken, "the key is taken")
			taken.Cause = err
			return taken
		}
	}
	return fmt.Errorf("sqlite: %w", err)
}

// codeOf returns the extended result code of an engine's error, 0 when it is another's.
func codeOf(err error) int {
	if e, ok := errors.AsType[*driver.Error](err); ok {
		return e.Code()
	}
	return 0
}

func isTaken(code int) bool {
	return code == codes.SQLITE_CONSTRAINT_UNIQUE || code == codes.SQLITE_CONSTRAINT_PRIMARYKEY || code == codes.SQLITE_CONSTRAINT_ROWID
}
