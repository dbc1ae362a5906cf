package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"ketenkaart/api"
)

const (
	worstClients = 200
	worstTime    = 10 * time.Second
	// worstTarget is in the million bytes that people call MB.
	worstTarget = 512
	smallTarget = time.Second
	smallEvery  = 50 * time.Millisecond
	// refusedPause is how long a client waits that was sent away, a fifth of what it is asked to.
	refusedPause = time.Second
)

// worstOnSQLite measures a server as people start it, on a file of its own.
func worstOnSQLite(ctx context.Context) error {
	return inFolder(func(folder string) error {
		return withProgram(ctx, folder, "sqlite:"+filepath.Join(folder, "ketenkaart.db"), func(pid int, address string) error {
			for _, each := range worstRequests() {
				if err := underWorst(ctx, pid, address, each); err != nil {
					return fmt.Errorf("%s: %w", each.name, err)
				}
			}
			_, most, err := residentMemory(pid)
			fmt.Printf("  %.0f MB at most; target %d: %s\n\n", most, worstTarget, verdict(most < worstTarget))
			return err
		})
	})
}

// worstRequest is among the dearest of its kind that a server takes.
type worstRequest struct {
	name string
	body []byte
}

// worstRequests fill each lane of the queue, and what lies before it.
func worstRequests() []worstRequest {
	aliases := func(number int, format string) string {
		var text strings.Builder
		for n := range number {
			fmt.Fprintf(&text, " "+format, n)
		}
		return text.String()
	}
	pages := func(number, each int, of string) string {
		return "{" + aliases(number, "p%d: partners(first: 100) { nodes { ...all } }") + " } fragment all on Partner {" + aliases(each, "a%d: "+of) + " }"
	}
	variables := map[string]any{"x": slices.Repeat([]any{map[string]any{}}, 300_000)}
	var all []worstRequest
	for _, each := range []struct {
		name, query string
		variables   any
	}{
		{"fields, of the largest", pages(10, 240, "key"), nil},
		{"fields, of the middle", pages(4, 240, "key"), nil},
		{"fields, of the smallest", pages(1, 95, "key"), nil},
		{"objects, of the largest", pages(10, 120, "provenance { certainty }"), nil},
		{"facets and counts", "{" + aliases(60, "p%d: partners(first: 1, filter: {search: \"wa\"}) { totalCount facets { sectors { count } chains { count } } }") + " }", nil},
		{"the feed, field by field", "{ changes(first: 20) { nodes { items(first: 100) { nodes { fields { field before after } } } } } }", nil},
		{"the schema", "{" + aliases(12, "s%d: __schema { types { name description fields { name description args { name description } } } }") + " }", nil},
		{"the network on 40 dates", "{" + aliases(40, "n%[1]d: network(asOf: \"20%02[1]d-01-01\", maxNodes: 200, maxEdges: 200) { figures { diameter } nodes { position { x y } metrics { closeness } } }") + " }", nil},
		{"variables that nobody asked for", "{ registry { revision } }", variables},
	} {
		body, err := json.Marshal(map[string]any{"query": each.query, "variables": each.variables})
		if err == nil {
			all = append(all, worstRequest{each.name, body})
		}
	}
	return all
}

// underWorst has all clients send a request, and prints what memory and a small question make of that.
func underWorst(ctx context.Context, pid int, address string, request worstRequest) error {
	ctx, cancel := context.WithTimeout(ctx, worstTime)
	defer cancel()
	transport := &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: worstClients + 1}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport}
	said, failed := make([]map[string]int, worstClients), make([]error, worstClients+2)
	var group sync.WaitGroup
	for i := range worstClients {
		group.Go(func() { said[i], failed[i] = insist(ctx, client, address, request.body) })
	}
	var most float64
	group.Go(func() { most, failed[worstClients] = mostResidentUntil(ctx, pid) })
	took, err := askSmall(ctx, client, address)
	failed[worstClients+1] = err
	group.Wait()
	if err := errors.Join(failed...); err != nil {
		return err
	}
	slices.Sort(took)
	fmt.Printf("  %-34s %4.0f MB at most; a small question %v in the median, %v at p95, %v at most, of %d: %s; %v\n", request.name+":", most,
		rounded(took[len(took)/2]), rounded(took[len(took)*95/100]), rounded(took[len(took)-1]), len(took), verdict(most < worstTarget && took[len(took)-1] < smallTarget), total(said))
	return nil
}

// insist sends a request again and again, and counts the answers by what they are.
func insist(ctx context.Context, client *http.Client, address string, body []byte) (map[string]int, error) {
	said := map[string]int{}
	for ctx.Err() == nil {
		answer, err := ask(ctx, client, address, body)
		if err != nil {
			return said, unlessOver(ctx, err)
		}
		said[answer]++
		if answer != "answered" {
			select {
			case <-ctx.Done():
			case <-time.After(refusedPause):
			}
		}
	}
	return said, nil
}

// ask returns "answered", or the reason of a refusal.
func ask(ctx context.Context, client *http.Client, address string, body []byte) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+address+api.Path, strings.NewReader(string(body)))
	if err != nil {
		return "", err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := client.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	begin := make([]byte, 1024)
	n, err := io.ReadFull(response.Body, begin)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", err
	}
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return "", err
	}
	if _, after, found := strings.Cut(string(begin[:n]), `"reason":"`); found {
		reason, _, _ := strings.Cut(after, `"`)
		return reason, nil
	}
	return "answered", nil
}

func unlessOver(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// askSmall asks a small question now and then, and gives how long each took.
func askSmall(ctx context.Context, client *http.Client, address string) (took []time.Duration, err error) {
	body, err := requestBody(`{ partner(key: "vitens") { name collaborations { region { name } } } }`)
	if err != nil {
		return nil, err
	}
	tick := time.NewTicker(smallEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return took, nil
		case <-tick.C:
		}
		began := time.Now()
		answer, err := ask(ctx, client, address, body)
		if err != nil {
			if took = append(took, time.Since(began)); ctx.Err() != nil {
				return took, nil
			}
			return took, err
		}
		if answer != "answered" {
			return took, fmt.Errorf("the small question is refused: %s", answer)
		}
		took = append(took, time.Since(began))
	}
}

// mostResidentUntil looks at the memory of the server until the time is over.
func mostResidentUntil(ctx context.Context, pid int) (most float64, err error) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		now, _, err := residentMemory(pid)
		if err != nil {
			return most, err
		}
		most = max(most, now)
		select {
		case <-ctx.Done():
			return most, nil
		case <-tick.C:
		}
	}
}

func total(said []map[string]int) map[string]int {
	all := map[string]int{}
	for _, each := range said {
		for answer, number := range each {
			all[answer] += number
		}
	}
	return all
}
