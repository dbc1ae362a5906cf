package sqlite

import (
	"context"
	"database/sql"
	"sync"
	"sync/atomic"
	"time"

	codes "modernc.org/sqlite/lib"
)

// tryEvery is how long it may stay unknown that there is no room for a change any more.
const tryEvery = 10 * time.Second

// room says whether changes can be written. Reads go on on a disk that is full, so a change of nothing is tried now and
// then, and each time that somebody asks after one could not be written.
type room struct {
	// connection is of its own, and waits for no lock: who holds it writes himself.
	connection *sql.Conn
	trying     sync.Mutex
	tried      time.Time
	// lack is why the last change could not be written.
	lack atomic.Pointer[error]
}

func newRoom(ctx context.Context, writer *sql.DB) (*room, error) {
	connection, err := writer.Conn(ctx)
	if err != nil {
		return nil, err
	}
	_, err = connection.ExecContext(ctx, "PRAGMA busy_timeout = 0")
	return &room{connection: connection}, err
}

// check returns why changes cannot be written, as far as is known: who asks while another tries is not kept waiting.
// UNAVAILABLE with STORE_AWAY.
func (r *room) check(ctx context.Context) error {
	if r.trying.TryLock() {
		defer r.trying.Unlock()
		r.try(ctx)
	}
	if lack := r.lack.Load(); lack != nil {
		return *lack
	}
	return nil
}

// try commits a change of nothing, which takes room on the disk as any other.
func (r *room) try(ctx context.Context) {
	if r.lack.Load() == nil && time.Since(r.tried) < tryEvery {
		return
	}
	// One that began is not ended by a client that leaves, for then it would say nothing of the disk.
	_, err := r.connection.ExecContext(context.WithoutCancel(ctx), "PRAGMA user_version = 1")
	if codeOf(err)&0xff == codes.SQLITE_BUSY {
		return
	}
	r.tried = time.Now()
	r.lack.Store(nil)
	if err = translated(err); err != nil {
		r.lack.Store(&err)
	}
}

// note remembers a change that could not be written.
func (r *room) note(err error) {
	switch codeOf(err) & 0xff {
	case codes.SQLITE_FULL, codes.SQLITE_IOERR:
		r.lack.Store(&err)
	}
}
