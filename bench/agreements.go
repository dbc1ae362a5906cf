package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"ketenkaart/api"
	"ketenkaart/registry"
)

const (
	// agreedPartners is how many partners the agreements are of.
	agreedPartners = 10_000
	// answerTarget is what the slowest of a hundred answers may take.
	answerTarget = 50 * time.Millisecond
	// answers is how many of each kind are timed.
	answers = 500
)

// screen is what a page of a frontend asks, each time of another region, sector or day.
type screen struct {
	name   string
	target time.Duration
	// document writes the question for the n-th time.
	document func(n int) string
}

func agreedScreens() []screen {
	return []screen{
		{"agenda of a region", answerTarget, func(n int) string {
			return fmt.Sprintf(`{ agenda(organisation: "VR%02d", until: "%s", first: 25) { nodes { kind on agreement { title } commitment { text } } pageInfo { hasNextPage endCursor } } }`, n%25+1, dayOf(n))
		}},
		{"coverage of a sector", answerTarget, func(n int) string {
			return fmt.Sprintf(`{ coverage(sectorCode: "sector-%02d") { inForce onRecord noneKnown regions { region { code name } state since agreementCount } } }`, n%10)
		}},
		{"coverage of a sector at an earlier day", answerTarget, func(n int) string {
			return fmt.Sprintf(`{ coverage(sectorCode: "sector-%02d", asOf: "%s") { inForce onRecord noneKnown regions { region { code name } state since agreementCount } } }`, n%10, dayOf(n))
		}},
		{"coverage with the titles of agreements", 0, func(n int) string {
			return fmt.Sprintf(`{ coverage(sectorCode: "sector-%02d") { regions { region { code name } state since agreementCount agreements { title } } } }`, n%10)
		}},
	}
}

// dayOf is one of the 24 months that the generated days of an agenda lie in.
func dayOf(n int) string { return fmt.Sprintf("%d-%02d-28", 2024+n%2, n/2%12+1) }

// agreementsOnSQLite asks for agendas and coverage in a large register.
func agreementsOnSQLite(ctx context.Context, agreements int) error {
	store, _, done, err := openSQLite(ctx)
	if err != nil {
		return err
	}
	defer done()
	return askScreens(ctx, store, agreements)
}

func agreementsOnNeo4j(ctx context.Context, agreements int, given database) (err error) {
	store, done, err := openNeo4j(ctx, given)
	if err != nil {
		return err
	}
	defer ending(done, &err)
	return askScreens(ctx, store, agreements)
}

func askScreens(ctx context.Context, store registry.Store, agreements int) error {
	began := time.Now()
	if err := fill(ctx, store, agreedPartners); err != nil {
		return fmt.Errorf("fill: %w", err)
	}
	if err := fillAgreed(ctx, store, agreedPartners, agreements); err != nil {
		return fmt.Errorf("fill with agreements: %w", err)
	}
	fmt.Fprintf(os.Stderr, "  (%d partners, %d agreements: %v)\n", agreedPartners, agreements, time.Since(began).Round(time.Second))
	address, stop, err := serveStore(ctx, store)
	if err != nil {
		return err
	}
	defer stop()
	for _, screen := range agreedScreens() {
		if err := screen.time(ctx, address); err != nil {
			return fmt.Errorf("%s: %w", screen.name, err)
		}
	}
	fmt.Println()
	return nil
}

// time asks on one connection, first to warm up, and prints how long the answers took, and the processor's time besides,
// which other work on the machine makes no longer.
func (s screen) time(ctx context.Context, address string) error {
	c, err := dial(ctx, address, nil, nil)
	if err != nil {
		return err
	}
	took := make([]time.Duration, 0, answers)
	var used time.Duration
	for n := -answers / 5; n < answers && err == nil; n++ {
		if n == 0 {
			used = processorTime()
		}
		var long time.Duration
		long, err = c.timed(address, s.document(n+answers))
		if n >= 0 {
			took = append(took, long)
		}
	}
	used = (processorTime() - used) / answers
	if err := errClosing(err, c.connection); err != nil {
		return err
	}
	slices.Sort(took)
	p99, goal := took[len(took)*99/100], ""
	if s.target > 0 {
		goal = fmt.Sprintf(", target of p99 %v: %s", s.target, verdict(p99 <= s.target))
	}
	fmt.Printf("  %-40s p50 %v, p99 %v, most %v, %v of processor time each, %d bytes%s\n",
		s.name, short(median(took)), short(p99), short(took[len(took)-1]), short(used), len(c.body), goal)
	return nil
}

func short(long time.Duration) time.Duration { return long.Round(100 * time.Microsecond) }

// timed asks one document, and refuses an answer that is an error.
func (c *client) timed(address, document string) (time.Duration, error) {
	body, err := requestBody(document)
	if err != nil {
		return 0, err
	}
	c.request = post(address, api.Path, body)
	began := time.Now()
	if err := c.exchange(); err != nil {
		return 0, err
	}
	long := time.Since(began)
	if bytes.Contains(c.body, []byte(`"errors"`)) {
		return 0, fmt.Errorf("the answer is an error: %.500s", c.body)
	}
	return long, nil
}
