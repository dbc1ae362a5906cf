package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// process is a server in a process of its own.
type process struct {
	pid           int
	address, path string
}

// clockTick is what Linux counts the processor time of a process in.
const clockTick = 10 * time.Millisecond

// processorTime is what the process used so far, by Linux.
func (p process) processorTime(context.Context) (time.Duration, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.pid))
	if err != nil {
		return 0, fmt.Errorf("processor time is measured on Linux only: %w", err)
	}
	// The name, which stands in brackets, may hold anything.
	_, after, _ := bytes.Cut(stat, []byte(") "))
	fields := bytes.Fields(after)
	ticks := 0
	for _, field := range fields[11:13] {
		each, err := strconv.Atoi(string(field))
		if err != nil {
			return 0, err
		}
		ticks += each
	}
	return time.Duration(ticks) * clockTick, nil
}

var peerAnnounced = regexp.MustCompile(`http://([^/]+)/`)

// withPeer starts the API that @neo4j/graphql generates; scripts/with-peers fetches what it needs.
func withPeer(ctx context.Context, given database, do func(process) error) error {
	node := os.Getenv("KETENKAART_NODE")
	if node == "" {
		return fmt.Errorf("KETENKAART_NODE is not set: run `make bench-peers`")
	}
	server := exec.CommandContext(ctx, node, "bench/peers/server.js")
	server.Env = append(os.Environ(), "NODE_ENV=production", "NEO4J_URI="+given.URI, "NEO4J_USERNAME="+given.Username, "NEO4J_PASSWORD="+given.Password)
	return withServer(server, peerAnnounced, func(pid int, address string) error { return do(process{pid, address, "/"}) })
}

// databaseTime asks a Neo4j how much processor time it used so far.
type databaseTime struct{ driver neo4j.DriverWithContext }

const databaseTimeCypher = `CALL dbms.queryJmx('java.lang:type=OperatingSystem') YIELD attributes RETURN attributes.ProcessCpuTime.value AS used`

func (d databaseTime) used(ctx context.Context) (time.Duration, error) {
	records, err := driverSide{driver: d.driver, cypher: databaseTimeCypher}.read(ctx)
	if err != nil || len(records) != 1 {
		return 0, fmt.Errorf("ask the Neo4j for its processor time: %w", err)
	}
	used, _ := records[0].Values[0].(int64)
	return time.Duration(used), nil
}
