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

// turns is what two sides did in turns.
type turns struct {
	rounds
	ours, limit paced
	ratios      []float64
}

// paced is a side with its pace in each round.
type paced struct {
	side
	paces []pace
}

func (p *paced) load(ctx context.Context, long time.Duration) (pace, error) {
	found, err := load(ctx, p.askers, long)
	if err != nil {
		return found, fmt.Errorf("%s: %w", p.name, err)
	}
	p.paces = append(p.paces, found)
	return found, nil
}

// compare has two sides take turns, and prints the ratio of their rates.
func compare(ctx context.Context, r rounds, ours, limit side, target float64) error {
	found, err := takeTurns(ctx, r, ours, limit)
	if err != nil {
		return err
	}
	found.report(target)
	fmt.Println()
	return nil
}

// takeTurns asks two sides in turns, after a round to warm each up. A ratio is of two rounds next to each other, so that
// what else the machine does touches both.
func takeTurns(ctx context.Context, r rounds, ours, limit side) (turns, error) {
	found := turns{rounds: r, ours: paced{side: ours}, limit: paced{side: limit}}
	for n := range r.count + 1 {
		if n == 1 {
			found.ours.paces, found.limit.paces, found.ratios = nil, nil, nil
		}
		limitPace, err := found.limit.load(ctx, r.long)
		if err != nil {
			return found, err
		}
		ourPace, err := found.ours.load(ctx, r.long)
		if err != nil {
			return found, err
		}
		found.ratios = append(found.ratios, ourPace.rate/limitPace.rate)
	}
	return found, nil
}

// report prints both rates and their ratio; a target of 0 is none.
func (t turns) report(target float64) {
	t.ours.report()
	t.limit.report()
	goal := ""
	if target > 0 {
		goal = fmt.Sprintf(", target %.2f: %s", target, verdict(median(t.ratios) >= target))
	}
	fmt.Printf("  ratio %.2f (%.2f to %.2f in %d rounds of %s)%s\n", median(t.ratios), slices.Min(t.ratios), slices.Max(t.ratios), t.count, t.long, goal)
}

func (p paced) report() {
	var spent []time.Duration
	for _, pace := range p.paces {
		spent = append(spent, pace.spent)
	}
	fmt.Printf("  %-48s %7.0f/s, %v of processor time each\n", p.name, median(p.rates()), median(spent).Round(time.Microsecond))
}

func (p paced) rates() (rates []float64) {
	for _, pace := range p.paces {
		rates = append(rates, pace.rate)
	}
	return rates
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
