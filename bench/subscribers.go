package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"

	"ketenkaart/api"
)

const (
	subscribers     = 200
	mutationsEvery  = time.Second / 50
	subscribersTime = 20 * time.Second
	// lagTarget holds for the slowest event of all.
	lagTarget = time.Second
	// flat is how much more memory, in MB, counts as none: less than what one collection leaves to the next.
	flat = 16
)

// subscribersOnSQLite measures a server as people start it, on a file of its own.
func subscribersOnSQLite(ctx context.Context) error {
	return inFolder(func(folder string) error {
		return withProgram(ctx, folder, "sqlite:"+filepath.Join(folder, "ketenkaart.db"), func(pid int, address string) error {
			return followed(ctx, pid, address)
		})
	})
}

// arrivals are the moments at which a subscriber heard of revisions.
type arrivals map[int]time.Time

// followed has all subscribers follow the changes that it makes, and prints how late they hear of them. The lag counts
// from before a mutation is sent, so it has the mutation itself in it.
func followed(ctx context.Context, pid int, address string) error {
	idle, _, err := residentMemory(pid)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, subscribersTime+time.Minute)
	defer cancel()
	number := int(subscribersTime / mutationsEvery)
	heard, failed := make([]arrivals, subscribers), make([]error, subscribers)
	var group sync.WaitGroup
	defer group.Wait()
	for i := range subscribers {
		socket, err := subscribe(ctx, address)
		if err != nil {
			return err
		}
		group.Go(func() { heard[i], failed[i] = hear(ctx, socket, number) })
	}
	connected, _, err := residentMemory(pid)
	if err != nil {
		return err
	}
	before, err := processorTimeOf(pid)
	if err != nil {
		return err
	}
	sent, halfway, err := mutate(ctx, pid, address, number)
	if err != nil {
		cancel()
		return err
	}
	group.Wait()
	now, most, err := residentMemory(pid)
	if err != nil {
		return err
	}
	after, err := processorTimeOf(pid)
	if err != nil {
		return err
	}
	lags, err := lagsOf(sent, heard, failed)
	if err != nil {
		return err
	}
	last := lags[len(lags)-1]
	fmt.Printf("  %d subscribers, %d changes in %v: lag %v in the median, %v at p99, %v at most; target %v: %s\n",
		subscribers, number, subscribersTime, rounded(lags[len(lags)/2]), rounded(lags[len(lags)*99/100]), rounded(last), lagTarget, verdict(last < lagTarget))
	fmt.Printf("  %v of the server's processor time for each event\n", ((after - before) / time.Duration(len(lags))).Round(time.Microsecond))
	fmt.Printf("  %.0f MB after start, %.0f MB with all subscribers, %.0f MB halfway, %.0f MB at the end, %.0f MB at most; target no growth from halfway: %s\n\n",
		idle, connected, halfway, now, most, verdict(now-halfway < flat))
	return nil
}

// processorTimeOf returns what Linux says that a process has used, in hundredths of a second.
func processorTimeOf(pid int) (time.Duration, error) {
	line, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, fmt.Errorf("processor time is measured on Linux only: %w", err)
	}
	// The name of the program, in brackets, may hold anything; user and system time are 12 and 13 fields after it.
	fields := strings.Fields(string(line[bytes.LastIndexByte(line, ')')+1:]))
	var total time.Duration
	for _, field := range fields[11:13] {
		ticks, err := strconv.Atoi(field)
		if err != nil {
			return 0, err
		}
		total += time.Duration(ticks) * time.Second / 100
	}
	return total, nil
}

func rounded(d time.Duration) time.Duration { return d.Round(100 * time.Microsecond) }

func lagsOf(sent map[int]time.Time, heard []arrivals, failed []error) ([]time.Duration, error) {
	var lags []time.Duration
	for i, arrivals := range heard {
		if failed[i] != nil {
			return nil, fmt.Errorf("subscriber %d, after %d changes: %w", i, len(arrivals), failed[i])
		}
		for revision, at := range arrivals {
			lags = append(lags, at.Sub(sent[revision]))
		}
	}
	slices.Sort(lags)
	return lags, nil
}

// message is one of graphql-transport-ws.
type message struct {
	ID      string          `json:"id,omitempty"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

const changesFrom1 = `{"query":"subscription { changes(afterRevision: 1) { revision at action actor items(first: 5) { nodes { kind subjectId fields { field after } } } } }"}`

// subscribe opens a connection and follows the changes after the import.
func subscribe(ctx context.Context, address string) (*websocket.Conn, error) {
	socket, _, err := websocket.Dial(ctx, "ws://"+address+api.Path, &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
	if err != nil {
		return nil, err
	}
	if err := wsjson.Write(ctx, socket, message{Type: "connection_init"}); err != nil {
		return nil, err
	}
	var acknowledged message
	if err := wsjson.Read(ctx, socket, &acknowledged); err != nil || acknowledged.Type != "connection_ack" {
		return nil, fmt.Errorf("the server says %s: %w", acknowledged.Type, err)
	}
	return socket, wsjson.Write(ctx, socket, message{ID: "1", Type: "subscribe", Payload: json.RawMessage(changesFrom1)})
}

// hear reads so many changes, each the one after the one before.
func hear(ctx context.Context, socket *websocket.Conn, number int) (arrivals, error) {
	defer func() { _ = socket.CloseNow() }()
	heard := arrivals{}
	for len(heard) < number {
		var got message
		if err := wsjson.Read(ctx, socket, &got); err != nil {
			return heard, err
		}
		at := time.Now()
		if got.Type == "ping" {
			if err := wsjson.Write(ctx, socket, message{Type: "pong"}); err != nil {
				return heard, err
			}
			continue
		}
		var told struct {
			Data struct{ Changes struct{ Revision int } }
		}
		if err := json.Unmarshal(got.Payload, &told); err != nil || told.Data.Changes.Revision != len(heard)+2 {
			return heard, fmt.Errorf("got %s %s: %w", got.Type, got.Payload, err)
		}
		heard[told.Data.Changes.Revision] = at
	}
	return heard, nil
}

// mutate makes so many changes, evenly, and gives the moment before each by its revision, and the memory halfway.
func mutate(ctx context.Context, pid int, address string, number int) (sent map[int]time.Time, halfway float64, err error) {
	sent = map[int]time.Time{}
	tick := time.NewTicker(mutationsEvery)
	defer tick.Stop()
	for n := range number {
		body := fmt.Sprintf(`{"query":"mutation { createSector(input: {code: \"s-%d\", name: \"Sector\"}) { change { revision } } }"}`, n)
		began := time.Now()
		answer, err := askOnce(ctx, address, post(address, api.Path, []byte(body)))
		if err != nil {
			return nil, 0, err
		}
		var told struct {
			Data struct {
				CreateSector struct{ Change struct{ Revision int } }
			}
		}
		if err := json.Unmarshal(answer, &told); err != nil || told.Data.CreateSector.Change.Revision == 0 {
			return nil, 0, fmt.Errorf("the mutation is answered by %s: %w", answer, err)
		}
		sent[told.Data.CreateSector.Change.Revision] = began
		if n == number/2 {
			if halfway, _, err = residentMemory(pid); err != nil {
				return nil, 0, err
			}
		}
		<-tick.C
	}
	return sent, halfway, nil
}
