package main

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"runtime/metrics"
	"slices"
	"time"

	"ketenkaart/exchange"
	"ketenkaart/registry"
)

const (
	// exportTarget is in rows a second.
	exportTarget = 100_000
	// exportSpread is how far the memory may be from the middle of what it is over an export, in the million bytes that people call MB.
	exportSpread = 20
	million      = 1_000_000
	exportDay    = registry.Date("2026-11-28")
)

// exportOnSQLite measures exporting the collaborations of a large register, and its network, with what memory that takes.
func exportOnSQLite(ctx context.Context, partners int) error {
	store, _, done, err := openSQLite(ctx)
	if err != nil {
		return err
	}
	defer done()
	if err := fill(ctx, store, partners); err != nil {
		return fmt.Errorf("fill: %w", err)
	}
	reg, err := registryOn(store)
	if err != nil {
		return err
	}
	ctx = registry.WithActor(ctx, registry.LocalActor())
	for _, export := range exchange.Exports(reg) {
		switch export.Name() {
		case "collaborations.csv", "collaborations.jsonl":
			filter := registry.CollaborationFilter{Period: registry.AllPeriods}
			err = measureExport(ctx, export, map[string]any{"filter": &filter})
		case "network.graphml":
			if err = readWhole(ctx, reg); err == nil {
				err = measureExport(ctx, export, nil)
			}
		}
		if err != nil {
			return fmt.Errorf("export %s: %w", export.Name(), err)
		}
	}
	return nil
}

// readWhole reads the network, as the first question about it does, so that the export is measured alone.
func readWhole(ctx context.Context, reg *registry.Registry) error {
	began := time.Now()
	whole, err := reg.WholeNetwork(ctx, registry.NetworkFilter{}, exportDay)
	fmt.Printf("  the network read in %.1f s: %d nodes, %d edges\n", time.Since(began).Seconds(), whole.NodeCount, whole.EdgeCount)
	return err
}

// measureExport exports, and tells how fast, and in how much memory after each page: what the last collection found in use, and
// that with what is to be collected.
func measureExport(ctx context.Context, export exchange.Export, arguments map[string]any) error {
	runtime.GC()
	var live, all []uint64
	rows, began, before := 0, time.Now(), processorTime()
	err := export.Write(ctx, io.Discard, exchange.Asked{Arguments: arguments, AsOf: exportDay, Written: func(more int) {
		rows += more
		samples := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/memory/classes/heap/objects:bytes"}}
		metrics.Read(samples)
		live, all = append(live, samples[0].Value.Uint64()), append(all, samples[1].Value.Uint64())
	}})
	if err != nil {
		return err
	}
	took, used := time.Since(began), processorTime()-before
	rate, spread := float64(rows)/took.Seconds(), (slices.Max(live)-slices.Min(live))/2
	fmt.Printf("  %s: %d rows, %.0f a second, %.0f a second of processor time; target %d: %s\n", export.Name(), rows,
		rate, float64(rows)/used.Seconds(), exportTarget, verdict(rate >= exportTarget))
	fmt.Printf("    in use %d to %d MB, with garbage %d to %d MB; target ± %d MB in use: %s\n",
		slices.Min(live)/million, slices.Max(live)/million, slices.Min(all)/million, slices.Max(all)/million,
		exportSpread, verdict(spread <= exportSpread*million))
	return nil
}
