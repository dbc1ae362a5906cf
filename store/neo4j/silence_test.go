package neo4j

import (
	"context"
	"io"
	"net"
	"net/url"
	"sync"
	"testing"
	"time"

	"ketenkaart/registry"
)

// mouth is a Neo4j whose answers stop when it is told to be silent; its connections stay open.
type mouth struct {
	net.Listener
	silent chan struct{}
	once   sync.Once
}

// speaking stands before the Neo4j of the tests, until the test ends.
func speaking(t *testing.T, to *Config) (*mouth, Config) {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := url.Parse(to.URI)
	if err != nil {
		t.Fatal(err)
	}
	m := &mouth{Listener: listener, silent: make(chan struct{})}
	var passing sync.WaitGroup
	t.Cleanup(func() { _ = listener.Close(); passing.Wait() })
	passing.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			passing.Go(func() { m.pass(t.Context(), client, parsed.Host) })
		}
	})
	return m, Config{URI: "bolt://" + listener.Addr().String(), Username: to.Username, Password: to.Password}
}

// pass carries what is asked and, until it is silent, what is answered.
func (m *mouth) pass(ctx context.Context, client net.Conn, host string) {
	defer client.Close()
	server, err := (&net.Dialer{}).DialContext(ctx, "tcp", host)
	if err != nil {
		return
	}
	defer context.AfterFunc(ctx, func() { _, _ = client.Close(), server.Close() })()
	go func() {
		said := make([]byte, 64<<10)
		for {
			n, err := server.Read(said)
			select {
			case <-m.silent:
				return
			default:
			}
			if _, failed := client.Write(said[:n]); err != nil || failed != nil {
				return
			}
		}
	}()
	_, _ = io.Copy(server, client)
	_ = server.Close()
}

func (m *mouth) hush() { m.once.Do(func() { close(m.silent) }) }

// TestADeadlineReachesTheStatementsOfACallback: a server that falls silent halfway keeps nobody longer than he would wait.
func TestADeadlineReachesTheStatementsOfACallback(t *testing.T) {
	if server(t) == nil {
		return
	}
	closes(t, empty(t))
	for name, ask := range map[string]func(*Store, context.Context, func(context.Context, registry.Reader) error) error{
		"View": (*Store).View,
		"Update": func(s *Store, ctx context.Context, read func(context.Context, registry.Reader) error) error {
			return s.Update(ctx, func(ctx context.Context, w registry.Writer) error { return read(ctx, w) })
		},
	} {
		t.Run(name, func(t *testing.T) {
			behind, config := speaking(t, server(t))
			store, err := Open(t.Context(), config)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = store.Close(context.WithoutCancel(t.Context())) }() // it cannot take leave of who is silent
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			read := false
			err = ask(store, ctx, func(ctx context.Context, r registry.Reader) error {
				if _, err := r.Regions(ctx, nil); err != nil {
					return err
				}
				read = true
				behind.hush()
				_, err := r.Regions(ctx, nil)
				return err
			})
			wants(t, err, registry.CodeUnavailable, registry.ReasonStoreAway)
			if !read {
				t.Error("it failed before the server fell silent")
			}
		})
	}
}

// TestACallbackOfAnUpdateHasADeadline also when the caller has none, as when a store is filled.
func TestACallbackOfAnUpdateHasADeadline(t *testing.T) {
	if server(t) == nil {
		return
	}
	store := empty(t)
	defer closes(t, store)
	err := store.Update(context.WithoutCancel(t.Context()), func(ctx context.Context, _ registry.Writer) error {
		if deadline, has := ctx.Deadline(); !has || time.Until(deadline) > writeTime+graceTime {
			t.Errorf("it ends at %v, %v", deadline, has)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
