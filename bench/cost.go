package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"ketenkaart/api"
	"ketenkaart/registry"
)

// costTarget is how much more a page may cost in the large register than in the small one.
const costTarget = 0.20

// meter measures what the store did since the last reset.
type meter interface {
	reset()
	measured(ctx context.Context) (cost int, plans string, err error)
}

// sizes are how many partners the two registers hold.
type sizes struct{ small, large int }

// opener opens an empty store and what measures it.
type opener func(ctx context.Context) (registry.Store, meter, func() error, error)

// page is what one page cost.
type page struct {
	cost   int
	plans  string
	values int
	bytes  int
}

// compareCost asks all documented lists of a small and of a large register, and prints them side by side.
func compareCost(ctx context.Context, of sizes, unit string, open opener) error {
	var pages [2][]page
	for i, partners := range []int{of.small, of.large} {
		began := time.Now()
		var err error
		if pages[i], err = costAt(ctx, open, partners); err != nil {
			return fmt.Errorf("with %d partners: %w", partners, err)
		}
		fmt.Fprintf(os.Stderr, "  (%d partners, %d collaborations, %d agreements: %v)\n", partners, partners*each, partners*agreedEach, time.Since(began).Round(time.Second))
	}
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "%s with\t%d partners\t%d\tratio\tvalues\tplans\t\n", unit, of.small, of.large)
	for i, list := range documentedLists() {
		fmt.Fprintln(table, row(list.name, pages[0][i], pages[1][i]))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	ratio := float64(pages[1][0].cost) / float64(pages[0][0].cost)
	fmt.Printf("  the mission's question: ratio %.2f, target at most %.2f: %s\n\n", ratio, 1+costTarget, verdict(ratio <= 1+costTarget))
	return nil
}

func row(name string, small, large page) string {
	values, plans := fmt.Sprint(small.values), "same"
	if small.values != large.values {
		values = fmt.Sprintf("%d, %d", small.values, large.values)
	}
	if small.plans != large.plans {
		plans = "DIFFER"
	}
	return fmt.Sprintf("%s\t%d\t%d\t%.2f\t%s\t%s\t", name, small.cost, large.cost, float64(large.cost)/float64(max(small.cost, 1)), values, plans)
}

func costAt(ctx context.Context, open opener, partners int) (pages []page, err error) {
	store, m, done, err := open(ctx)
	if err != nil {
		return nil, err
	}
	defer ending(done, &err)
	if err := fill(ctx, store, partners); err != nil {
		return nil, fmt.Errorf("fill: %w", err)
	}
	if err := fillAgreed(ctx, store, partners, partners*agreedEach); err != nil {
		return nil, fmt.Errorf("fill with agreements: %w", err)
	}
	address, stop, err := serveStore(ctx, store)
	if err != nil {
		return nil, err
	}
	defer stop()
	for _, list := range documentedLists() {
		measured, err := costOf(ctx, m, address, list.document(partners))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", list.name, err)
		}
		pages = append(pages, measured)
	}
	return pages, nil
}

// costOf asks twice, and measures the second time, when what is prepared once is there.
func costOf(ctx context.Context, m meter, address, document string) (measured page, err error) {
	body, err := requestBody(document)
	if err != nil {
		return measured, err
	}
	var answer []byte
	for range 2 {
		m.reset()
		if answer, err = askOnce(ctx, address, post(address, api.Path, body)); err != nil {
			return measured, err
		}
	}
	if bytes.Contains(answer, []byte(`"errors"`)) {
		return measured, fmt.Errorf("the answer is an error: %.500s", answer)
	}
	var tree any
	if err := json.Unmarshal(answer, &tree); err != nil {
		return measured, err
	}
	measured.values, measured.bytes = leaves(tree), len(answer)
	measured.cost, measured.plans, err = m.measured(ctx)
	if os.Getenv("BENCH_PLANS") != "" {
		fmt.Fprintf(os.Stderr, "%s\n%d %d\n%s\n", document, measured.cost, measured.values, measured.plans)
	}
	return measured, err
}

// inOrder puts the plans of statements together, in an order of their own, since statements of one level of a question
// may run in any.
func inOrder(plans []string) string {
	slices.Sort(plans)
	return strings.Join(plans, "\n")
}

// leaves counts the values of an answer.
func leaves(tree any) (count int) {
	switch tree := tree.(type) {
	case map[string]any:
		for _, value := range tree {
			count += leaves(value)
		}
	case []any:
		for _, value := range tree {
			count += leaves(value)
		}
	default:
		return 1
	}
	return count
}
