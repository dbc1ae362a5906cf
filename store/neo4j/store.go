// Package neo4j keeps the register in Neo4j 5.26 or newer, as a graph that reads well in Neo4j Browser.
package neo4j

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/notifications"

	"ketenkaart/registry"
)

// The bounds of waiting: a request that cannot be answered says so within about five seconds.
const (
	connectTime = 2 * time.Second
	acquireTime = 3 * time.Second
	retryTime   = 2 * time.Second
	// idleTime is how long a connection may have been idle to be used without asking whether it still lives.
	idleTime = 5 * time.Second
	// readTime and countTime bound a query at the server, which looks every two seconds or so.
	readTime  = 10 * time.Second
	countTime = 5 * time.Second
	// waitTime is how long an Update waits for others, in this process and outside.
	waitTime = 5 * time.Second
	// writeTime has room for an import.
	writeTime = 5 * time.Minute
	// graceTime is what a server may take beyond those before it is taken to be away: it may be gone without a word.
	graceTime = 3 * time.Second
)

// Config says where Neo4j is, and who signs in there; no Username is a Neo4j without sign-in.
type Config struct{ URI, Username, Password string }

// Store is a registry.Store in Neo4j.
type Store struct {
	driver    neo4j.DriverWithContext
	bookmarks neo4j.BookmarkManager
	library   library
	// line has the Updates of this process wait without a connection, which a reader could use; its first asks for the lock
	// of the register.
	line *registry.Line
	// partners is how many the register had when a page last told.
	partners atomic.Int64
}

// Open connects to Neo4j and makes its constraints and indexes when they are not there.
// BAD_USER_INPUT when the address is none of Neo4j, UNAVAILABLE when nobody answers there, UNAVAILABLE with STORE_ACCESS_DENIED when the password
// is wrong, CONFLICT with STORE_IS_NEWER when a newer version wrote the store.
func Open(ctx context.Context, given Config) (*Store, error) {
	return open(ctx, given, (*Store).prepare)
}

// OpenSource connects to a Neo4j to read its register, and neither makes it nor brings it to the schema of this version.
// BAD_USER_INPUT when it holds no register, or one of an earlier version; the rest as Open.
func OpenSource(ctx context.Context, given Config) (*Store, error) {
	return open(ctx, given, (*Store).checkPrepared)
}

func open(ctx context.Context, given Config, prepare func(s *Store, ctx context.Context, names []string) error) (*Store, error) {
	all, schema, err := readLibrary()
	if err != nil {
		return nil, err
	}
	driver, err := connect(ctx, given)
	if err != nil {
		return nil, err
	}
	store := &Store{
		driver: driver, bookmarks: neo4j.NewBookmarkManager(neo4j.BookmarkManagerConfig{}),
		library: all, line: registry.NewLine(waitTime),
	}
	if err := prepare(store, ctx, schema); err != nil {
		_ = driver.Close(ctx) // the first error tells more
		return nil, err
	}
	return store, nil
}

func connect(ctx context.Context, given Config) (neo4j.DriverWithContext, error) {
	auth := neo4j.NoAuth()
	if given.Username != "" {
		auth = neo4j.BasicAuth(given.Username, given.Password, "")
	}
	driver, err := neo4j.NewDriverWithContext(given.URI, auth, configure)
	if err != nil {
		scheme, _, _ := strings.Cut(given.URI, ":")
		return nil, registry.Invalid(registry.ReasonInvalid, "store", "%q begins no address of Neo4j: bolt:// and neo4j:// do, with +s or +ssc for TLS", scheme)
	}
	if err := verify(ctx, driver); err != nil {
		_ = driver.Close(ctx) // the first error tells more
		return nil, err
	}
	return driver, nil
}

// verify bounds its waiting itself, for the driver does not when it is asked for no more than a connection.
func verify(ctx context.Context, driver neo4j.DriverWithContext) error {
	ctx, cancel := context.WithTimeout(ctx, acquireTime)
	defer cancel()
	err := driver.VerifyConnectivity(ctx)
	if wrong, ok := errors.AsType[*neo4j.UsageError](err); ok {
		return registry.Invalid(registry.ReasonInvalid, "store", "%s", wrong.Message)
	}
	return translate(err)
}

func configure(c *config.Config) {
	c.UserAgent = "ketenkaart"
	c.TelemetryDisabled = true
	c.FetchSize = neo4j.FetchAll
	c.NotificationsMinSeverity = notifications.DisabledLevel
	c.SocketConnectTimeout = connectTime
	c.ConnectionAcquisitionTimeout = acquireTime
	c.ConnectionLivenessCheckTimeout = idleTime
	c.MaxTransactionRetryTime = retryTime
}

// Close gives back the connections.
func (s *Store) Close(ctx context.Context) error {
	if err := s.driver.Close(ctx); err != nil {
		return fmt.Errorf("close the connections to Neo4j: %w", err)
	}
	return nil
}

// Ping asks for an answer, however small; UNAVAILABLE when there is none.
func (s *Store) Ping(ctx context.Context) error {
	session := s.session(ctx, neo4j.AccessModeRead)
	defer s.end(ctx, session)
	_, err := collect(ctx, session, readTime, s.library.Text("Ping"), nil)
	return translateFor(ctx, err)
}

// View lets each query be a transaction of its own on one session, which costs less than one around them all.
func (s *Store) View(ctx context.Context, read func(context.Context, registry.Reader) error) error {
	session := s.session(ctx, neo4j.AccessModeRead)
	defer s.end(ctx, session)
	return read(ctx, &reader{library: s.library, run: retrying(session), partners: &s.partners})
}

// Update takes the lock of the register first, so that writers come one after another.
func (s *Store) Update(ctx context.Context, write func(context.Context, registry.Writer) error) (err error) {
	waiting, leave, err := s.line.Enter(ctx)
	if err != nil {
		return err
	}
	defer func() { leave(err) }()
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer s.end(ctx, session)
	bounded, cancel := context.WithTimeout(ctx, writeTime+graceTime)
	defer cancel()
	work := &update{library: s.library, write: write}
	_, err = session.ExecuteWrite(bounded, func(tx neo4j.ManagedTransaction) (any, error) {
		return nil, work.attempt(bounded, waiting, tx)
	}, neo4j.WithTxTimeout(writeTime))
	return work.outcome(ctx, err)
}

func (s *Store) session(ctx context.Context, mode neo4j.AccessMode) neo4j.SessionWithContext {
	return s.driver.NewSession(ctx, neo4j.SessionConfig{AccessMode: mode, BookmarkManager: s.bookmarks})
}

// end gives the connection back also when the caller is gone; what went wrong before is what the caller should hear.
func (s *Store) end(ctx context.Context, session neo4j.SessionWithContext) {
	_ = session.Close(context.WithoutCancel(ctx))
}
