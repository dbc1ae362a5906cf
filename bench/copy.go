package main

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"ketenkaart/registry"
)

// The targets of a copy, in things a second.
const (
	copyTargetSQLite = 20_000
	copyTargetNeo4j  = 5_000
)

func copyOnSQLite(ctx context.Context, partners int) error {
	from, _, done, err := openSQLite(ctx)
	if err != nil {
		return err
	}
	defer done()
	if err := fill(ctx, from, partners); err != nil {
		return fmt.Errorf("fill: %w", err)
	}
	return copyIntoFile(ctx, "SQLite to SQLite", from)
}

// copyOnNeo4j copies there and back.
func copyOnNeo4j(ctx context.Context, partners int, given database) (err error) {
	from, _, done, err := openSQLite(ctx)
	if err != nil {
		return err
	}
	defer done()
	if err := fill(ctx, from, partners); err != nil {
		return fmt.Errorf("fill: %w", err)
	}
	to, empty, err := openNeo4j(ctx, given)
	if err != nil {
		return err
	}
	defer ending(empty, &err)
	if err := copyInto(ctx, "SQLite to Neo4j", from, to, copyTargetNeo4j); err != nil {
		return err
	}
	return copyIntoFile(ctx, "Neo4j to SQLite", to)
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
	last := began
	_, err := registry.Copy(ctx, from, to, func(kind registry.Kind, more int) {
		things += more
		took[kind] += time.Since(last)
		last = time.Now()
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		most = max(most, memory.HeapInuse)
	})
	if err != nil {
		return err
	}
	rate := float64(things) / time.Since(began).Seconds()
	spent := float64(things) / (processorTime() - used).Seconds()
	fmt.Printf("  %s: %d things, %.0f a second (target %.0f), %.0f for each of processor time, %d MB in use at most\n", name, things, rate, target, spent, most>>20)
	for _, kind := range []registry.Kind{registry.KindPartner, registry.KindCollaboration, registry.KindAdoption, registry.KindChange} {
		fmt.Printf("    %s: %.1f s\n", kind, took[kind].Seconds())
	}
	return nil
}
