package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/api"
	"ketenkaart/registry"
	"ketenkaart/store/sqlite"
)

// peersOnNeo4j has the program on both stores, the API that @neo4j/graphql generates on the same Neo4j, and the bare driver answer
// the same questions: of the bundled register, which is that of no partners, and of generated ones.
func peersOnNeo4j(ctx context.Context, r rounds, given database, registers []int) error {
	for _, partners := range registers {
		if err := peersOf(ctx, r, given, partners); err != nil {
			return fmt.Errorf("a register of %s: %w", sizeOf(partners), err)
		}
	}
	return nil
}

// compared are the registers in which peers are compared.
func (s sizes) compared(largest bool) []int {
	if largest {
		return []int{0, comparedPartners, s.large}
	}
	return []int{0, comparedPartners}
}

// comparedPartners is how many the larger register has that is always compared.
const comparedPartners = 10_000

func sizeOf(partners int) string {
	if partners == 0 {
		return "the bundled partners"
	}
	return fmt.Sprintf("%d partners with %d collaborations each", partners, each)
}

func peersOf(ctx context.Context, r rounds, given database, partners int) (err error) {
	store, empty, err := openNeo4j(ctx, given)
	if err != nil {
		return err
	}
	defer ending(empty, &err)
	if err := fillFor(ctx, store, partners); err != nil {
		return fmt.Errorf("fill the Neo4j: %w", err)
	}
	driver, err := connect(given)
	if err != nil {
		return err
	}
	defer func() { _ = driver.Close(ctx) }()
	reg, err := registryOn(store)
	if err != nil {
		return err
	}
	return inFolder(func(folder string) error {
		file := filepath.Join(folder, "ketenkaart.db")
		if err := fillFile(ctx, file, partners); err != nil {
			return fmt.Errorf("fill the file: %w", err)
		}
		return withServers(ctx, folder, "sqlite:"+file, given, func(servers []graphServer) error {
			fmt.Printf("  a register of %s\n", sizeOf(partners))
			return serversInTurns{r, driver, reg, servers}.ask(ctx, partners)
		})
	})
}

// fillFor puts a register in an empty store.
func fillFor(ctx context.Context, store registry.Store, partners int) error {
	if partners > 0 {
		return fill(ctx, store, partners)
	}
	_, err := importBundled(ctx, store)
	return err
}

func fillFile(ctx context.Context, path string, partners int) error {
	store, err := sqlite.Open(ctx, path)
	if err != nil {
		return err
	}
	err = fillFor(ctx, store, partners)
	if problem := store.Close(ctx); err == nil {
		err = problem
	}
	return err
}

// graphServer is a process that answers GraphQL; the peer has documents of its own.
type graphServer struct {
	name string
	process
}

// withServers starts the program on both stores, working out each answer, and the peer.
func withServers(ctx context.Context, folder, file string, given database, do func([]graphServer) error) error {
	cold := []string{"--answer-cache", "0"}
	return withProgram(ctx, folder, given.URI, func(pid int, address string) error {
		onNeo4j := graphServer{neo4jName, process{pid, address, api.Path}}
		return withProgram(ctx, folder, file, func(pid int, address string) error {
			onSQLite := graphServer{sqliteName, process{pid, address, api.Path}}
			return withPeer(ctx, given, func(peer process) error {
				return do([]graphServer{onNeo4j, onSQLite, {peerName, peer}})
			})
		}, cold...)
	}, cold...)
}

// serversInTurns asks servers and the driver in turns.
type serversInTurns struct {
	rounds
	driver   neo4j.DriverWithContext
	registry *registry.Registry
	servers  []graphServer
}

func (t serversInTurns) ask(ctx context.Context, partners int) error {
	for _, question := range questionsTo(questionedIn(partners), string(t.registry.Today())) {
		if err := t.question(ctx, question, heldQuestions(partners)); err != nil {
			return fmt.Errorf("%s: %w", question.name, err)
		}
	}
	for _, writers := range []int{1, connections} {
		if err := t.mutation(ctx, writers); err != nil {
			return fmt.Errorf("mutations of %d writers: %w", writers, err)
		}
	}
	for _, server := range t.servers {
		_, most, err := residentMemory(server.pid)
		if err != nil {
			return err
		}
		fmt.Printf("  %s: %.0f MB at most\n", server.name, most)
	}
	return nil
}

// question compares the answers of all, and then has them answer in turns.
func (t serversInTurns) question(ctx context.Context, q comparedQuestion, ratios []held) error {
	raw := driverSide{t.driver, q.cypher, q.variables}
	want, err := raw.leaves(ctx)
	if err != nil {
		return fmt.Errorf("%s: %w", driverName, err)
	}
	var contenders []contender
	for _, server := range t.servers {
		contender, values, hangUp, err := server.asked(ctx, q)
		if err != nil {
			return fmt.Errorf("%s: %w", server.name, err)
		}
		defer hangUp()
		if err := sameFacts(want, values); err != nil {
			return fmt.Errorf("%s and %s: %w", driverName, server.name, err)
		}
		contenders = append(contenders, contender)
	}
	limits, stop, err := t.limits(ctx, q)
	if err != nil {
		return err
	}
	defer stop()
	fmt.Printf("  %s: %d values\n", q.name, len(want))
	contenders = append(contenders, contender{side{driverName, raw.askers()}, nil})
	return race(ctx, t.rounds, databaseTime{t.driver}, append(contenders, limits...), ratios)
}

// limits answer in this process: the generated code with nothing behind it, and the bytes of the answer alone.
func (t serversInTurns) limits(ctx context.Context, q comparedQuestion) (contenders []contender, stop func(), err error) {
	var stops []func()
	stop = func() {
		for _, stop := range slices.Backward(stops) {
			stop()
		}
	}
	body, err := graphQL(q.ours, q.variables)
	if err != nil {
		return nil, stop, err
	}
	schema, answer, err := cannedSchema(ctx, t.registry, body)
	if err != nil {
		return nil, stop, err
	}
	constant := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer)
	})
	for _, each := range []struct {
		name string
		h    http.Handler
	}{{cannedName, bare(schema)}, {constantName, constant}} {
		address, done, err := serve(ctx, each.h)
		if err != nil {
			return nil, stop, err
		}
		stops = append(stops, done)
		askers, hangUp, err := clients(ctx, address, post(address, api.Path, body), answer)
		if err != nil {
			return nil, stop, err
		}
		stops = append(stops, hangUp)
		contenders = append(contenders, contender{side{each.name, askers}, nil})
	}
	return contenders, stop, nil
}

// asked gives who asks the server the question again and again, and the values of its answer.
func (s graphServer) asked(ctx context.Context, q comparedQuestion) (contender, []string, func(), error) {
	document := q.ours
	if s.name == peerName {
		document = q.peer
	}
	body, err := graphQL(document, q.variables)
	if err != nil {
		return contender{}, nil, nil, err
	}
	request := post(s.address, s.path, body)
	answer, err := askOnce(ctx, s.address, request)
	if err != nil {
		return contender{}, nil, nil, err
	}
	values, err := leavesOf(answer)
	if err != nil {
		return contender{}, nil, nil, err
	}
	askers, hangUp, err := clients(ctx, s.address, request, answer)
	return contender{side{s.name, askers}, s.processorTime}, values, hangUp, err
}

// graphQL is a request with those of the variables that the document declares.
func graphQL(document string, variables map[string]any) ([]byte, error) {
	declared := map[string]any{}
	for name, value := range variables {
		if strings.Contains(document, "$"+name+":") {
			declared[name] = value
		}
	}
	return json.Marshal(map[string]any{"query": document, "variables": declared})
}
