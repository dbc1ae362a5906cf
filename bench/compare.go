package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"
)

// side is one of two that are compared.
type side struct {
	name   string
	askers []asker
}

// rounds says how long and how often each side is asked.
type rounds struct {
	long  time.Duration
	count int
}

// compare asks two sides in turns, after a round to warm each up, and prints the ratio of their rates. A ratio is of
// two rounds next to each other, so that what else the machine does touches both.
func compare(ctx context.Context, r rounds, ours, limit side, target float64) error {
	var ourPaces, limitPaces []pace
	var ratios []float64
	for n := range r.count + 1 {
		limitPace, err := load(ctx, limit.askers, r.long)
		if err != nil {
			return fmt.Errorf("%s: %w", limit.name, err)
		}
		ourPace, err := load(ctx, ours.askers, r.long)
		if err != nil {
			return fmt.Errorf("%s: %w", ours.name, err)
		}
		if n > 0 {
			ourPaces, limitPaces, ratios = append(ourPaces, ourPace), append(limitPaces, limitPace), append(ratios, ourPace.rate/limitPace.rate)
		}
	}
	report(ours.name, ourPaces)
	report(limit.name, limitPaces)
	goal := ""
	if target > 0 {
		goal = fmt.Sprintf(", target %.2f: %s", target, verdict(median(ratios) >= target))
	}
	fmt.Printf("  ratio %.2f (%.2f to %.2f in %d rounds of %s)%s\n\n", median(ratios), slices.Min(ratios), slices.Max(ratios), r.count, r.long, goal)
	return nil
}

func report(name string, paces []pace) {
	var rates []float64
	var spent []time.Duration
	for _, p := range paces {
		rates, spent = append(rates, p.rate), append(spent, p.spent)
	}
	fmt.Printf("  %-48s %7.0f/s, %v of processor time each\n", name, median(rates), median(spent).Round(time.Microsecond))
}

func verdict(met bool) string {
	if met {
		return "met"
	}
	return "MISSED"
}

func median[T cmp.Ordered](values []T) T {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
