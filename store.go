package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"time"

	"ketenkaart/exchange"
	"ketenkaart/registry"
	"ketenkaart/store/neo4j"
	"ketenkaart/store/observed"
	"ketenkaart/store/sqlite"
)

// mostFills is how often a store that is locked and stays empty is tried: some two minutes.
const mostFills = 24

// store is what the server needs of a store.
type store interface {
	registry.Store
	registry.DeliveryStore
	registry.SessionStore
	Ping(ctx context.Context) error
}

// withStore opens the store, has something done with it, and closes it, whatever happened. The guide comes first, so that
// one that is wrong leaves no store behind.
func (p *program) withStore(ctx context.Context, use func(store, *registry.Registry) error) (err error) {
	return p.withWatchedStore(ctx, nil, use)
}

// withWatchedStore is withStore with the calls of the registry watched; nil watches none.
func (p *program) withWatchedStore(ctx context.Context, watch observed.Watch, use func(store, *registry.Registry) error) (err error) {
	guide, err := p.guide()
	if err != nil {
		return err
	}
	return withOpen(ctx, openAt, p.Store, p.Credentials, func(store store) error {
		seen := registry.Store(store)
		if watch != nil {
			seen = observed.Store(store, watch)
		}
		reg, err := registry.New(seen, time.Now, guide)
		if err != nil {
			return err
		}
		reg.SetClosed(p.SignIn.closed())
		return use(store, reg)
	})
}

// withRegister is withStore for what is done with a register that is there, so that a mistyped address makes no file. Whoever
// says what an empty store gets means a new one too, which gets that first.
func (p *program) withRegister(ctx context.Context, use func(store, *registry.Registry) error) error {
	if !p.Example && !p.Empty && p.Register == "" {
		if err := checkThere(p.Store); err != nil {
			return fmt.Errorf("open the store %s: %w; ketenkaart load makes it with the bundled register, and ketenkaart --empty load without", redacted(p.Store), err)
		}
		return p.withStore(ctx, use)
	}
	return p.withStore(ctx, func(store store, reg *registry.Registry) error {
		state, err := reg.State(ctx)
		if err == nil && state.Revision == 0 {
			_, err = p.fill(ctx, store, reg)
		}
		if err != nil {
			return err
		}
		return use(store, reg)
	})
}

// checkThere refuses the address of a file that is not there, which opening would make.
func checkThere(address string) error {
	path, isFile := strings.CutPrefix(address, "sqlite:")
	if !isFile {
		return nil
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return errors.New("there is no such file")
	}
	return nil
}

// wholeState tells of a register, and refuses part of one, with what to do.
func (p *program) wholeState(ctx context.Context, reg *registry.Registry) (registry.State, error) {
	state, err := reg.State(ctx)
	if err != nil {
		return state, fmt.Errorf("look what the store holds: %w", err)
	}
	if state.Incomplete == nil {
		return state, nil
	}
	address := redacted(p.Store)
	of, again := "the register that begins with "+state.Incomplete.Of, "ketenkaart copy --from ADDRESS --to "+address
	if state.Incomplete.By == registry.FilledByImport {
		of, again = state.Incomplete.Of, "ketenkaart --store "+address+" import FOLDER --apply of the same files"
	}
	return state, fmt.Errorf("%s holds part of a register, for the %s into it was cut off (of %s): %s goes on where it stopped; or empty the store and begin anew",
		address, state.Incomplete.By, of, again)
}

// opener opens the store at an address.
type opener func(ctx context.Context, address, credentials string) (store, error)

// withOpen opens the store at an address, has something done with it, and closes it, whatever happened.
func withOpen(ctx context.Context, open opener, address, credentials string, use func(store) error) (err error) {
	store, err := open(ctx, address, credentials)
	if err != nil {
		return fmt.Errorf("open the store %s: %w", redacted(address), err)
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTime)
		defer cancel()
		if failed := store.Close(ctx); failed != nil {
			err = errors.Join(err, fmt.Errorf("close the store: %w", failed))
		}
	}()
	return use(store)
}

// openAt chooses the store by the scheme of its address.
func openAt(ctx context.Context, address, credentials string) (store, error) {
	if path, ok := strings.CutPrefix(address, "sqlite:"); ok {
		return sqlite.Open(ctx, path)
	}
	config, err := neo4jAt(address, credentials)
	if err != nil {
		return nil, err
	}
	return neo4j.Open(ctx, config)
}

// openSource is openAt for a store that is only read: it is neither made nor brought up to date.
func openSource(ctx context.Context, address, credentials string) (store, error) {
	if err := checkThere(address); err != nil {
		return nil, err
	}
	if path, ok := strings.CutPrefix(address, "sqlite:"); ok {
		return sqlite.OpenSource(ctx, path)
	}
	config, err := neo4jAt(address, credentials)
	if err != nil {
		return nil, err
	}
	return neo4j.OpenSource(ctx, config)
}

func neo4jAt(address, credentials string) (neo4j.Config, error) {
	username, password, err := signIn(credentials)
	return neo4j.Config{URI: address, Username: username, Password: password}, err
}

// signIn comes from the file, and what it does not name from the environment.
func signIn(credentials string) (username, password string, err error) {
	given := map[string]string{"NEO4J_USERNAME": os.Getenv("NEO4J_USERNAME"), "NEO4J_PASSWORD": os.Getenv("NEO4J_PASSWORD")}
	if credentials != "" {
		if err := readCredentials(credentials, given); err != nil {
			return "", "", err
		}
	}
	if given["NEO4J_USERNAME"] == "" && given["NEO4J_PASSWORD"] != "" {
		given["NEO4J_USERNAME"] = "neo4j"
	}
	return given["NEO4J_USERNAME"], given["NEO4J_PASSWORD"], nil
}

// readCredentials reads NAME=VALUE lines. It names the line that is wrong, never what it holds.
func readCredentials(path string, into map[string]string) (err error) {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("read the credentials: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	lines := bufio.NewScanner(file)
	for number := 1; lines.Scan(); number++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, value, found := strings.Cut(line, "=")
		name = strings.TrimSpace(name)
		if _, known := into[name]; !found || !known {
			return fmt.Errorf("read the credentials: %s, line %d names neither NEO4J_USERNAME nor NEO4J_PASSWORD", path, number)
		}
		into[name] = strings.TrimSpace(value)
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read the credentials: %w", err)
	}
	return nil
}

// fill puts the bundled register into an empty store, and leaves a filled one alone.
func (p *program) fill(ctx context.Context, store store, reg *registry.Registry) (registry.State, error) {
	state, err := p.wholeState(ctx, reg)
	if err != nil {
		return state, err
	}
	if state.Revision > 0 {
		if p.Example && !state.Illustrations || p.Register != "" || p.Empty {
			fmt.Fprintln(os.Stderr, "ketenkaart: the store is not empty, and --example, --register and --empty are for an empty store: it is left as it is")
		}
		return state, nil
	}
	if p.Empty {
		return state, nil
	}
	register, err := p.register()
	if err != nil {
		return state, err
	}
	state, failed, err := importBeside(ctx, reg, register)
	switch {
	case failed != nil && (err != nil || state.Revision == 0):
		return state, fmt.Errorf("fill the empty store: %w", failed)
	case failed != nil && (p.Example && !state.Illustrations || p.Register != ""):
		return state, errors.New("fill the empty store: another server filled it at the same moment, with another register than was asked for here")
	case failed != nil || err != nil:
		return state, err // filled by another server at the same moment, which is as good
	}
	if store, ok := store.(interface{ Checkpoint(context.Context) error }); ok {
		err = store.Checkpoint(ctx)
	}
	return state, err
}

// importBeside imports into an empty store, and gives what it holds afterwards, whoever filled it. A change does not wait
// for another as long as an import of another server may take, so it is tried again.
func importBeside(ctx context.Context, reg *registry.Registry, register registry.Dataset) (state registry.State, failed, err error) {
	for range mostFills {
		_, failed = reg.Fill(registry.WithActor(ctx, registry.LocalActor()), register)
		state, err = reg.State(ctx)
		if registry.ReasonOf(failed) != registry.ReasonStoreAway || err != nil || state.Revision > 0 {
			break
		}
	}
	return state, failed, err
}

// register reads what goes into an empty store.
func (p *program) register() (registry.Dataset, error) {
	switch {
	case p.Register != "":
		register, err := exchange.ReadRegister(os.DirFS(p.Register))
		return register, wrap("read the register in "+p.Register, err)
	case p.Example:
		return exchange.BundledExample()
	}
	return exchange.BundledRegister()
}

// guide reads what helps to make agreements.
func (p *program) guide() (registry.Guide, error) {
	if p.Guide == "" {
		return exchange.BundledGuide()
	}
	guide, err := exchange.ReadGuide(os.DirFS(p.Guide))
	return guide, wrap("read the guide in "+p.Guide, err)
}

func wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// redacted keeps a password out of what is printed, should an address hold one.
func redacted(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		scheme, _, _ := strings.Cut(address, ":")
		return scheme + ":…"
	}
	return parsed.Redacted()
}
