package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"ketenkaart/api"
)

const (
	// memoryTarget is in the million bytes that people call MB.
	memoryTarget = 100
	memoryLoad   = 20 * time.Second
)

// memoryOnSQLite measures a server as people start it, on a file of its own, and one with a large register.
func memoryOnSQLite(ctx context.Context, partners int) error {
	err := inFolder(func(folder string) error {
		return memoryOf(ctx, folder, "sqlite:"+filepath.Join(folder, "ketenkaart.db"))
	})
	if err != nil {
		return err
	}
	store, path, done, err := openSQLite(ctx)
	if err != nil {
		return err
	}
	defer done()
	if err := fill(ctx, store, partners); err != nil {
		return fmt.Errorf("fill: %w", err)
	}
	return withProgram(ctx, filepath.Dir(path), "sqlite:"+path, func(pid int, address string) error {
		return wandered(ctx, pid, address, partners)
	})
}

// wandered asks the server for partners all over a large register, and prints its memory.
func wandered(ctx context.Context, pid int, address string, partners int) error {
	idle, _, err := residentMemory(pid)
	if err != nil {
		return err
	}
	began, asking := time.Now(), errgroup.Group{}
	for i := range connections {
		asking.Go(func() error { return wander(ctx, address, partners, i, began.Add(memoryLoad)) })
	}
	if err := asking.Wait(); err != nil {
		return err
	}
	now, most, err := residentMemory(pid)
	if err != nil {
		return err
	}
	fmt.Printf("  %d partners: %.0f MB after start, %.0f MB after %v of %d connections all over it, %.0f MB at most; target %d: %s\n\n",
		partners, idle, now, memoryLoad, connections, most, memoryTarget, verdict(most <= memoryTarget))
	return nil
}

// wander asks for one partner after another with what is around it, and for the page behind it, until the time is over.
func wander(ctx context.Context, address string, partners, from int, until time.Time) error {
	c, err := dial(ctx, address, nil, nil)
	if err != nil {
		return err
	}
	for n := from; err == nil && time.Now().Before(until); n += 7919 {
		_, err = c.timed(address, fmt.Sprintf(`{ partner(key: "p-%07d") { name collaborations { since region { name } } sectors { name } chains { name } }
			search(text: "%07d") { ... on Partner { name } } }`, n%partners, (n+1)%partners))
	}
	return errClosing(err, c.connection)
}

// memoryOnNeo4j does so on Neo4j; what the Neo4j itself takes is not counted.
func memoryOnNeo4j(ctx context.Context, given database) (err error) {
	_, done, err := openNeo4j(ctx, given)
	if err != nil {
		return err
	}
	defer ending(done, &err)
	return inFolder(func(folder string) error { return memoryOf(ctx, folder, given.URI) })
}

func inFolder(do func(folder string) error) error {
	folder, err := os.MkdirTemp("", "ketenkaart-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	return do(folder)
}

// memoryOf has the program answer the mission's question for a while and asks the system what it holds in memory.
func memoryOf(ctx context.Context, folder, store string) error {
	return withProgram(ctx, folder, store, func(pid int, address string) error { return loaded(ctx, pid, address) })
}

// withProgram builds the program, starts it on a store and stops it when all is done.
func withProgram(ctx context.Context, folder, store string, do func(pid int, address string) error, flags ...string) error {
	program := filepath.Join(folder, "ketenkaart")
	if _, err := os.Stat(program); errors.Is(err, fs.ErrNotExist) {
		if out, err := exec.CommandContext(ctx, "go", "build", "-o", program, ".").CombinedOutput(); err != nil {
			return fmt.Errorf("build the server (bench runs in the root of the repository): %w\n%s", err, out)
		}
	}
	server := exec.CommandContext(ctx, program, append([]string{"--example", "--store", store, "--listen", "127.0.0.1:0"}, flags...)...)
	return withServer(server, announced, do)
}

// withServer starts a server, finds in what it prints where it listens, and stops it when all is done.
func withServer(server *exec.Cmd, announced *regexp.Regexp, do func(pid int, address string) error) error {
	printed, err := server.StdoutPipe()
	if err != nil {
		return err
	}
	var log bytes.Buffer
	server.Stderr = &log
	if err := server.Start(); err != nil {
		return err
	}
	address, err := addressOf(printed, announced)
	if err == nil {
		err = do(server.Process.Pid, address)
	}
	_ = server.Process.Signal(syscall.SIGTERM) // Wait tells whether it came
	if problem := server.Wait(); err == nil {
		err = problem
	}
	if err != nil {
		return fmt.Errorf("%w\n%.2000s", err, log.String())
	}
	return nil
}

var announced = regexp.MustCompile(`http://([^/]+)` + api.Path)

// addressOf reads where the server says that it listens.
func addressOf(printed io.Reader, announced *regexp.Regexp) (string, error) {
	lines := bufio.NewScanner(printed)
	for lines.Scan() {
		if found := announced.FindStringSubmatch(lines.Text()); found != nil {
			return found[1], nil
		}
	}
	return "", errors.New("the server did not say where it listens")
}

// loaded asks the server, and prints its memory.
func loaded(ctx context.Context, pid int, address string) error {
	idle, _, err := residentMemory(pid)
	if err != nil {
		return err
	}
	body, err := requestBody(mission)
	if err != nil {
		return err
	}
	request := post(address, api.Path, body)
	answer, err := askOnce(ctx, address, request)
	if err != nil {
		return err
	}
	askers, hangUp, err := clients(ctx, address, request, answer)
	if err != nil {
		return err
	}
	defer hangUp()
	if _, err := load(ctx, askers, memoryLoad); err != nil {
		return err
	}
	now, most, err := residentMemory(pid)
	if err != nil {
		return err
	}
	fmt.Printf("  %.0f MB after start, %.0f MB after %v of %d connections, %.0f MB at most; target %d: %s\n\n",
		idle, now, memoryLoad, connections, most, memoryTarget, verdict(most <= memoryTarget))
	return nil
}

var (
	nowResident  = regexp.MustCompile(`VmRSS:\s+(\d+) kB`)
	mostResident = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)
)

// residentMemory gives, in MB, what Linux says that a process holds, and held at most.
func residentMemory(pid int) (now, most float64, err error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, 0, fmt.Errorf("memory is measured on Linux only: %w", err)
	}
	return megabytes(nowResident, status), megabytes(mostResident, status), nil
}

func megabytes(line *regexp.Regexp, status []byte) float64 {
	found := line.FindSubmatch(status)
	if found == nil {
		return 0
	}
	kibibytes, err := strconv.Atoi(string(found[1]))
	if err != nil {
		return 0
	}
	return float64(kibibytes) * 1024 / 1e6
}
