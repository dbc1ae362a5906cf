package main

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// contender is one of several that answer the same question.
type contender struct {
	side
	// processorTime is what its server used so far; nil when it has none.
	processorTime func(context.Context) (time.Duration, error)
}

// lap is what a contender did in one round, with the processor time of its server and of the database for each answer.
type lap struct {
	pace
	server, database time.Duration
}

// held is the rate of one that is held against another's; a target of 0 is none.
type held struct {
	name, against string
	target        float64
}

// race has all take turns, after a round that warms each up, and prints what each did and the ratios that are asked for.
func race(ctx context.Context, r rounds, database databaseTime, contenders []contender, ratios []held) error {
	laps := map[string][]lap{}
	for n := range r.count + 1 {
		for _, each := range contenders {
			lap, err := each.lap(ctx, r.long, database)
			if err != nil {
				return fmt.Errorf("%s: %w", each.name, err)
			}
			if n > 0 {
				laps[each.name] = append(laps[each.name], lap)
			}
		}
	}
	for _, each := range contenders {
		report(each.name, laps[each.name])
	}
	for _, each := range ratios {
		each.report(laps[each.name], laps[each.against])
	}
	fmt.Println()
	return nil
}

func (c contender) lap(ctx context.Context, long time.Duration, database databaseTime) (lap, error) {
	before, err := c.used(ctx)
	if err != nil {
		return lap{}, err
	}
	databaseBefore, err := database.used(ctx)
	if err != nil {
		return lap{}, err
	}
	found, err := load(ctx, c.askers, long)
	if err != nil {
		return lap{}, err
	}
	after, err := c.used(ctx)
	if err != nil {
		return lap{}, err
	}
	databaseAfter, err := database.used(ctx)
	answers := time.Duration(max(found.rate*long.Seconds(), 1))
	return lap{pace: found, server: (after - before) / answers, database: (databaseAfter - databaseBefore) / answers}, err
}

func (c contender) used(ctx context.Context) (time.Duration, error) {
	if c.processorTime == nil {
		return 0, nil
	}
	return c.processorTime(ctx)
}

func report(name string, laps []lap) {
	fmt.Printf("    %-34s %7.0f/s  p50 %8v  p99 %8v  server %8v  database %8v\n", name,
		medianOf(laps, func(l lap) float64 { return l.rate }), fine(medianOf(laps, func(l lap) time.Duration { return l.p50 })),
		fine(medianOf(laps, func(l lap) time.Duration { return l.p99 })), fine(medianOf(laps, func(l lap) time.Duration { return l.server })),
		fine(medianOf(laps, func(l lap) time.Duration { return l.database })))
}

func (h held) report(ours, theirs []lap) {
	var ratios []float64
	for i, lap := range ours {
		ratios = append(ratios, lap.rate/theirs[i].rate)
	}
	goal := ""
	if h.target > 0 {
		goal = fmt.Sprintf(", target %.2f: %s", h.target, verdict(median(ratios) >= h.target))
	}
	fmt.Printf("    %s to %s: %.2f (%.2f to %.2f)%s\n", h.name, h.against, median(ratios), slices.Min(ratios), slices.Max(ratios), goal)
}

func medianOf[T float64 | time.Duration](laps []lap, of func(lap) T) T {
	var values []T
	for _, lap := range laps {
		values = append(values, of(lap))
	}
	return median(values)
}

func fine(long time.Duration) time.Duration { return long.Round(10 * time.Microsecond) }
