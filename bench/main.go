// Command bench measures what docs/performance.md tells of, each figure against a limit of the same run.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"time"
)

func main() {
	if err := work(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func work(args []string) error {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	part := flags.String("part", "all", "what to measure: mission, door, write, agreements, cost, memory, worst, questions, subscribers, network, picture, copy, export, peers or all")
	store := flags.String("store", "all", "on which store: sqlite, neo4j or all")
	var r rounds
	flags.DurationVar(&r.long, "round", 2*time.Second, "how long each side is asked in a round")
	flags.IntVar(&r.count, "rounds", 9, "how many rounds")
	of := sizes{small: 1_000}
	flags.IntVar(&of.large, "partners", 100_000, "how many partners the large register holds, each with ten collaborations")
	var agreements int
	flags.IntVar(&agreements, "agreements", 100_000, "how many agreements agendas and coverage are of")
	var source string
	flags.StringVar(&source, "source", "", "a file of SQLite with the register that is copied; made when it is not there, and kept")
	largest := flags.Bool("largest", false, "whether peers are compared in a register of so many -partners too")
	if err := flags.Parse(args); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	debug.SetGCPercent(gcPercent)
	given, there := databaseFromEnvironment()
	if !there && *store != "sqlite" {
		return fmt.Errorf("NEO4J_URI is not set: run `make bench`, or ask for -store sqlite")
	}
	wants := func(p, s string) bool { return (*part == "all" || *part == p) && (*store == "all" || *store == s) }
	for _, each := range []struct {
		part, store, title string
		measure            func() error
	}{
		{"mission", "sqlite", "The mission's question over HTTP, on SQLite", func() error { return onSQLite(ctx, r) }},
		{"mission", "neo4j", "The mission's question over HTTP, on Neo4j", func() error { return onNeo4j(ctx, r, given) }},
		{"door", "sqlite", "What stands before an answer, on SQLite", func() error { return doorOnSQLite(ctx, r) }},
		{"write", "sqlite", "Mutations, one after another and at once, on SQLite", func() error { return writeOnSQLite(ctx, r) }},
		{"write", "neo4j", "Mutations, one after another and at once, on Neo4j", func() error { return writeOnNeo4j(ctx, r, given) }},
		{"agreements", "sqlite", "Agendas and coverage over HTTP, on SQLite", func() error { return agreementsOnSQLite(ctx, agreements) }},
		{"agreements", "neo4j", "Agendas and coverage over HTTP, on Neo4j", func() error { return agreementsOnNeo4j(ctx, agreements, given) }},
		{"cost", "sqlite", "The cost of a page in a small and in a large register, on SQLite", func() error { return costOnSQLite(ctx, of) }},
		{"cost", "neo4j", "The cost of a page in a small and in a large register, on Neo4j", func() error { return costOnNeo4j(ctx, of, given) }},
		{"memory", "sqlite", "The memory of the server on SQLite", func() error { return memoryOnSQLite(ctx, of.large) }},
		{"memory", "neo4j", "The memory of the server on Neo4j", func() error { return memoryOnNeo4j(ctx, given) }},
		{"worst", "sqlite", "The worst documents that pass, from 200 clients at once, on SQLite", func() error { return worstOnSQLite(ctx) }},
		{"questions", "sqlite", "Questions about the network over HTTP, on SQLite", func() error { return questionsOnSQLite(ctx, of.large) }},
		{"questions", "neo4j", "Questions about the network over HTTP, on Neo4j", func() error { return questionsOnNeo4j(ctx, of.large, given) }},
		{"subscribers", "sqlite", "Subscribers over WebSocket while the register changes, on SQLite", func() error { return subscribersOnSQLite(ctx) }},
		{"copy", "sqlite", "A copy of a large register, on SQLite", func() error { return copyOnSQLite(ctx, copied{of.large, source}) }},
		{"copy", "neo4j", "A copy of a large register to Neo4j and back", func() error { return copyOnNeo4j(ctx, copied{of.large, source}, given) }},
		{"export", "sqlite", "Exports of a large register, on SQLite", func() error { return exportOnSQLite(ctx, of.large) }},
		{"peers", "neo4j", "The same questions to the program, to a generated API and to the bare driver", func() error { return peersOnNeo4j(ctx, r, given, of.compared(*largest)) }},
		{"network", "sqlite", "The measures of networks, without a store", func() error { return measureNetworks(ctx) }},
		{"picture", "sqlite", "Pictures of the bundled network, on SQLite", func() error { return drawPictures(ctx) }},
	} {
		if !wants(each.part, each.store) {
			continue
		}
		fmt.Println(each.title)
		if err := each.measure(); err != nil {
			return fmt.Errorf("%s: %w", each.title, err)
		}
	}
	return nil
}
