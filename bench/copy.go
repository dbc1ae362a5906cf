package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"time"

	"ketenkaart/registry"
	"ketenkaart/store/sqlite"
)

const (
	// The targets of a copy, in things a second.
	copyTargetSQLite = 20_000
	copyTargetNeo4j  = 5_000
	// loadTarget is that of a million edges.
	loadTarget = 3 * time.Minute
	// tellEvery is how often a copy tells how far it is.
	tellEvery = 10 * time.Second
)

// copied is what a copy is made of.
type copied struct {
	partners int
	// source is a file in which the register is kept, and found by the next run; "" makes it for this one.
	source string
}

func copyOnSQLite(ctx context.Context, of copied) error {
	from, done, err := of.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	return copyIntoFile(ctx, "SQLite to SQLite", from)
}

// copyOnNeo4j copies there and back, and reads the network there.
func copyOnNeo4j(ctx context.Context, of copied, given database) (err error) {
	from, done, err := of.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	to, empty, err := openNeo4j(ctx, given)
	if err != nil {
		return err
	}
	defer ending(empty, &err)
	if err := copyInto(ctx, "SQLite to Neo4j", from, to, copyTargetNeo4j); err != nil {
		return err
	}
	if err := readFrom(ctx, to, readTargetNeo4j); err != nil {
		return fmt.Errorf("read the network: %w", err)
	}
	return copyIntoFile(ctx, "Neo4j to SQLite", to)
}

// open opens the register, which it fills unless it is there.
func (c copied) open(ctx context.Context) (store registry.Store, done func(), err error) {
	if c.source == "" {
		store, _, done, err = openSQLite(ctx)
	} else {
		store, err = sqlite.Open(ctx, c.source)
		done = func() { _ = store.Close(context.WithoutCancel(ctx)) } // it is only read
	}
	if err != nil {
		return nil, nil, err
	}
	state, err := stateOf(ctx, store)
	if err == nil && state.Partners == 0 {
		err = fill(ctx, store, c.partners)
	} else if err == nil && state.Partners != c.partners {
		err = fmt.Errorf("%s holds %d partners, and not %d", c.source, state.Partners, c.partners)
	}
	if err != nil {
		done()
		return nil, nil, fmt.Errorf("fill: %w", err)
	}
	return store, done, nil
}

// readFrom times the first question about the network of a store.
func readFrom(ctx context.Context, store registry.Store, target time.Duration) error {
	address, stop, err := serveStore(ctx, store)
	if err != nil {
		return err
	}
	defer stop()
	return timeReading(ctx, address, target)
}

func copyIntoFile(ctx context.Context, name string, from registry.Store) error {
	to, _, done, err := openSQLite(ctx)
	if err != nil {
		return err
	}
	defer done()
	return copyInto(ctx, name, from, to, copyTargetSQLite)
}

// copyInto copies, and tells how fast, and the most memory that was in use between batches.
func copyInto(ctx context.Context, name string, from, to registry.Store, target float64) error {
	took := map[registry.Kind]time.Duration{}
	things, most, began, used := 0, uint64(0), time.Now(), processorTime()
	last, told := began, began
	state, err := registry.Copy(ctx, from, to, func(kind registry.Kind, more int) {
		things += more
		took[kind] += time.Since(last)
		last = time.Now()
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		most = max(most, memory.HeapInuse)
		if last.Sub(told) >= tellEvery {
			told = last
			fmt.Fprintf(os.Stderr, "    %s: %d things in %.0f s, now of kind %s\n", name, things, last.Sub(began).Seconds(), kind)
		}
	})
	if err != nil {
		return err
	}
	whole := time.Since(began)
	rate := float64(things) / whole.Seconds()
	spent := float64(things) / (processorTime() - used).Seconds()
	fmt.Printf("  %s: %d things, %.0f a second (target %.0f), %.0f for each of processor time, %d MB in use at most\n", name, things, rate, target, spent, most>>20)
	for _, kind := range []registry.Kind{registry.KindPartner, registry.KindCollaboration, registry.KindAdoption, registry.KindChange} {
		fmt.Printf("    %s: %.1f s\n", kind, took[kind].Seconds())
	}
	fmt.Printf("    in all: %.1f s, with %d collaborations", whole.Seconds(), state.Collaborations)
	if state.Collaborations >= million {
		fmt.Printf(", target %v: %s", loadTarget, verdict(whole <= loadTarget))
	}
	fmt.Println()
	return nil
}
