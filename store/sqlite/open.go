package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	codes "modernc.org/sqlite/lib"

	"ketenkaart/registry"
)

// mostReaders is how many reads run at once, and one for the cache; more wait, since they would share the same cores.
const mostReaders = 9

// readerCache is what each connection that reads keeps of the file, in KiB, of which the driver's memory takes twice as much: what is
// not there the system mostly has.
const readerCache = "_pragma=cache_size(-1000)"

// waitTime is how long a change waits for others, in this process and outside.
const waitTime = 5 * time.Second

// mostSteps is more than another process takes to make a register of an empty file.
const mostSteps = 50

// applicationID marks the file as a register, so that no other program's database is taken for an empty one.
const applicationID = 0x4b65746e

// Open opens the register in the file, and makes it when it is not there, for its owner alone. The folder has to be there.
// CONFLICT with STORE_IS_NEWER when a later version made it, and with STORE_ACCESS_DENIED when it may not be written;
// BAD_USER_INPUT when it is another kind of file; UNAVAILABLE with STORE_AWAY when it cannot be reached.
func Open(ctx context.Context, path string) (*Store, error) {
	return open(ctx, path, func(s *Store, ctx context.Context, path string) error {
		if err := makePrivate(path); err != nil {
			return err
		}
		return s.prepareBesideOthers(ctx, path)
	})
}

// OpenSource opens the register in the file to read it, and neither makes it nor brings it to the schema of this version.
// BAD_USER_INPUT when it is no register, or one of an earlier version; the rest as Open.
func OpenSource(ctx context.Context, path string) (*Store, error) {
	return open(ctx, path, (*Store).checkPrepared)
}

func open(ctx context.Context, path string, prepare func(s *Store, ctx context.Context, path string) error) (*Store, error) {
	if err := checkPath(path); err != nil {
		return nil, err
	}
	statements, err := readLibrary()
	if err != nil {
		return nil, err
	}
	s := &Store{library: statements, line: registry.NewLine(waitTime)}
	if s.writer, err = sql.Open("sqlite", address(path, "_txlock=immediate", "_pragma=journal_mode(wal)", "_pragma=cache_size(-8000)")); err != nil {
		return nil, translated(err)
	}
	s.writer.SetMaxOpenConns(2) // for the changes, and for the room
	if s.readers, err = sql.Open("sqlite", address(path, "_pragma=query_only(1)", readerCache)); err != nil {
		return nil, translated(err)
	}
	s.readers.SetMaxOpenConns(mostReaders)
	s.readers.SetMaxIdleConns(mostReaders)
	if err = prepare(s, ctx, path); err == nil {
		s.file, err = openedFile(path)
	}
	if err == nil {
		err = s.connect(ctx, path)
	}
	if err != nil {
		s.abandon()
		return nil, described(path, err)
	}
	return s, nil
}

// abandon gives back what an Open that failed took; its own errors say nothing that the first did not.
func (s *Store) abandon() {
	if s.cache != nil {
		_ = s.cache.connection.Close()
	}
	if s.connection != nil {
		_ = s.connection.Close()
	}
	if s.room != nil {
		_ = s.room.connection.Close()
	}
	_, _ = s.readers.Close(), s.writer.Close()
}

// checkPath tells of the mistakes that SQLite only calls "unable to open".
func checkPath(path string) error {
	if strings.TrimSpace(path) == "" {
		return registry.Invalid(registry.ReasonInvalid, "path", "name the file of the register")
	}
	if about, err := os.Stat(path); err == nil && about.IsDir() {
		return registry.Invalid(registry.ReasonInvalid, "path", "%s is a folder: name a file in it", path)
	}
	folder := filepath.Dir(path)
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		return registry.Invalid(registry.ReasonInvalid, "path", "the folder %s is not there: make it, or name another file", folder)
	}
	return nil
}

// address returns the URI of the file with the options of every connection.
func address(path string, options ...string) string {
	slashed := filepath.ToSlash(path)
	if filepath.IsAbs(path) && !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed
	}
	options = append(options, "_pragma=busy_timeout(5000)", "_pragma=synchronous(full)", "_pragma=foreign_keys(1)",
		"_pragma=temp_store(memory)", "_pragma=trusted_schema(0)", "_pragma=journal_size_limit(67108864)")
	return "file:" + (&url.URL{Path: slashed}).EscapedPath() + "?" + strings.Join(options, "&")
}

// prepareBesideOthers prepares the file again when that failed, for another process that prepares it at the same moment
// makes each step fail that it has just made itself.
func (s *Store) prepareBesideOthers(ctx context.Context, path string) (err error) {
	for range mostSteps {
		err = s.prepare(ctx, path)
		if _, known := errors.AsType[*registry.Error](err); err == nil || known || !isRaced(err) {
			return err
		}
	}
	return err
}

// isRaced says whether an error may come of another process that does the same: SQLite has no code of its own for what is
// there already.
func isRaced(err error) bool {
	switch codeOf(err) & 0xff {
	case codes.SQLITE_ERROR, codes.SQLITE_BUSY, codes.SQLITE_LOCKED, codes.SQLITE_SCHEMA, codes.SQLITE_CONSTRAINT:
		return true
	}
	return false
}

// prepare brings the file to the schema of this version.
func (s *Store) prepare(ctx context.Context, path string) error {
	if err := s.claim(ctx, path); err != nil {
		return err
	}
	migrations, has, knows, err := s.schema(ctx, s.writer, path)
	if err == nil && has < knows {
		_, err = migrations.Up(ctx)
	}
	return err
}

// checkPrepared refuses a file that prepare would change. It reads alone, for the first word of the writer changes an empty file.
func (s *Store) checkPrepared(ctx context.Context, path string) error {
	if err := s.checkMark(ctx, path); err != nil {
		return err
	}
	_, has, knows, err := s.schema(ctx, s.readers, path)
	if err == nil && has < knows {
		err = registry.Invalid(registry.ReasonInvalid, "path", "%s is of an earlier version of Ketenkaart (schema %d, this one has %d): ketenkaart --store sqlite:%[1]s load brings it up to date", path, has, knows)
	}
	return err
}

// checkMark refuses a file that is no register.
func (s *Store) checkMark(ctx context.Context, path string) error {
	var mark int
	if err := s.readers.QueryRowContext(ctx, "SELECT application_id FROM pragma_application_id").Scan(&mark); err != nil {
		return err
	}
	if mark != applicationID {
		return registry.Invalid(registry.ReasonInvalid, "path", "%s is no register", path)
	}
	return nil
}

// schema gives the version of the schema that the file has, and the one that this program knows, with the migrations to it. A
// later one is refused.
func (s *Store) schema(ctx context.Context, by *sql.DB, path string) (migrations *goose.Provider, has, knows int64, err error) {
	folder, err := fs.Sub(files, "sql/migrations")
	if err != nil {
		return nil, 0, 0, err
	}
	migrations, err = goose.NewProvider(goose.DialectSQLite3, by, folder, goose.WithDisableGlobalRegistry(true), goose.WithGoMigrations(s.library.listContactPoints()), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return nil, 0, 0, err
	}
	if has, knows, err = migrations.GetVersions(ctx); err == nil && has > knows {
		err = registry.Conflict(registry.ReasonSchemaNewer, "%s was made by a later version of Ketenkaart (schema %d, this one knows %d): use that version", path, has, knows)
	}
	return migrations, has, knows, err
}

// claim marks an empty file as a register, and refuses a database that is something else.
func (s *Store) claim(ctx context.Context, path string) error {
	var tables, mark int
	row := s.writer.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM sqlite_schema), application_id FROM pragma_application_id")
	if err := row.Scan(&tables, &mark); err != nil {
		return err
	}
	if mark == applicationID {
		return nil
	}
	if tables > 0 || mark != 0 {
		return registry.Invalid(registry.ReasonInvalid, "path", "%s is the database of another program", path)
	}
	_, err := s.writer.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID))
	return err
}

// connect takes a connection for changes, one for the room and one for the cache. A disk that is full is no hindrance: it
// can be read.
func (s *Store) connect(ctx context.Context, path string) (err error) {
	if s.connection, err = s.writer.Conn(ctx); err != nil {
		return err
	}
	if err := s.connection.Raw(func(connection any) error { return checkWritable(connection, path) }); err != nil {
		return err
	}
	if s.room, err = newRoom(ctx, s.writer); err != nil {
		return err
	}
	s.writing = newStatements(s.connection.PrepareContext)
	s.reading = newStatements(s.readers.PrepareContext)
	if s.cache, err = newCache(ctx, s.library, s.readers); err != nil {
		return err
	}
	return s.answers(ctx)
}

// checkWritable refuses a file that SQLite opened for reading alone, as it does without a word when it may do no more.
func checkWritable(connection any, path string) error {
	asked, ok := connection.(interface {
		IsReadOnly(schema string) (bool, error)
	})
	if !ok {
		return nil
	}
	readOnly, err := asked.IsReadOnly("main")
	if err == nil && readOnly {
		err = noAccess(path, nil)
	}
	return err
}

func noAccess(path string, cause error) error {
	return &registry.Error{
		Code: registry.CodeUnavailable, Reason: registry.ReasonNoAccess, Cause: cause,
		Message: path + " may not be opened for writing: mind the rights of the file and of its folder",
	}
}

// described says in words of the file what went wrong in opening it.
func described(path string, err error) error {
	switch codeOf(err) & 0xff {
	case codes.SQLITE_NOTADB, codes.SQLITE_CORRUPT:
		problem := registry.Invalid(registry.ReasonInvalid, "path", "%s is no register, or is damaged", path)
		problem.Cause = err
		return problem
	case codes.SQLITE_READONLY, codes.SQLITE_PERM, codes.SQLITE_AUTH, codes.SQLITE_CANTOPEN:
		return noAccess(path, err)
	}
	return translated(err)
}
