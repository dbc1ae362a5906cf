// Gotest runs `go test` with its arguments, and says what that says. It adds how long each test took to the file that
// TEST_TIMES names, a line of seconds, package and name for each, for `go test` itself tells of packages only.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

// event is a line of `go test -json`.
type event struct {
	Action, Package, Test, Output string
	Elapsed                       float64
}

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Getenv("TEST_TIMES")); err != nil {
		fmt.Fprintln(os.Stderr, "gotest:", err)
		os.Exit(1)
	}
}

// run returns the error of `go test`.
func run(arguments []string, to io.Writer, file string) error {
	tests := exec.Command("go", append([]string{"test", "-json"}, arguments...)...)
	tests.Stderr = os.Stderr
	lines, err := tests.StdoutPipe()
	if err != nil {
		return err
	}
	if err := tests.Start(); err != nil {
		return err
	}
	times, err := tell(lines, to)
	if err != nil {
		return err
	}
	if err := keep(times, file); err != nil {
		return err
	}
	return tests.Wait()
}

// tell writes what tests that failed printed, and what packages did, when each ends; it returns a line for each test.
func tell(events io.Reader, to io.Writer) (times []string, err error) {
	reader, printed := bufio.NewReader(events), map[[2]string]string{}
	for {
		line, err := reader.ReadString('\n')
		if err == io.EOF {
			return times, nil
		}
		if err != nil {
			return nil, err
		}
		var e event
		if json.Unmarshal([]byte(line), &e) != nil {
			fmt.Fprint(to, line)
			continue
		}
		test, _, within := strings.Cut(e.Test, "/")
		of := [2]string{e.Package, test}
		switch {
		case e.Action == "build-output":
			fmt.Fprint(to, e.Output)
		case e.Action == "output" && e.Output != "PASS\n":
			printed[of] += e.Output
		case within || !e.ended():
		case test == "":
			fmt.Fprint(to, unfinished(printed, e.Package), printed[of])
		default:
			if e.Action == "fail" {
				fmt.Fprint(to, printed[of])
			}
			delete(printed, of)
			times = append(times, fmt.Sprintf("%7.1f s  %s %s", e.Elapsed, e.Package, test))
		}
	}
}

func (e event) ended() bool { return e.Action == "pass" || e.Action == "fail" || e.Action == "skip" }

// unfinished returns what the tests printed in which a package ended.
func unfinished(printed map[[2]string]string, of string) (all string) {
	for name, text := range printed {
		if name[0] == of && name[1] != "" {
			all += text
		}
	}
	return all
}

// keep adds lines to the file; "" is none.
func keep(lines []string, file string) error {
	if file == "" {
		return nil
	}
	to, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	for _, line := range lines {
		if _, err := fmt.Fprintln(to, line); err != nil {
			return err
		}
	}
	return to.Close()
}
