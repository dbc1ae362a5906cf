package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"ketenkaart/store/neo4j/neo4jtest"
)

// startedTwice is a kind of store on which two programs start, with what they are asked in each round. A start on Neo4j
// takes many times as long.
type startedTwice struct {
	// empty makes an empty store, and gives the settings of a program on it.
	empty func(t *testing.T) (environment []string)
	asked [][2]string
}

// TestAMistypedStoreIsNotMade by what is done with a register that is there.
func TestAMistypedStoreIsNotMade(t *testing.T) {
	folder := t.TempDir()
	for _, arguments := range [][]string{{"import", "--bundled"}, {"import", "--bundled", "--apply"}, {"export", "partners.csv"}, {"revert", "1"}} {
		code, stdout, stderr := call(t, folder, nil, append([]string{"--store", "sqlite:ketenkart.db"}, arguments...)...)
		if code != exitFailed || stdout != "" || !strings.Contains(stderr, "open the store sqlite:ketenkart.db: there is no such file; ketenkaart load makes it") {
			t.Errorf("%v: ended with %d: %s%s", arguments, code, stdout, stderr)
		}
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("it left %v, %v", left, err)
	}
}

func storesStartedTwice(t *testing.T) map[string]startedTwice {
	t.Helper()
	stores := map[string]startedTwice{"sqlite": {
		func(t *testing.T) []string { return []string{"KETENKAART_STORE=sqlite:" + t.TempDir() + "/kaart.db"} },
		[][2]string{{"--example", "--example"}, {"--example", "--log=text"}, {"--log=text", "--example"}, {"--log=text", "--log=text"}},
	}}
	if _, there := neo4jtest.Config(t); there {
		stores["neo4j"] = startedTwice{
			func(t *testing.T) []string {
				config, _ := neo4jtest.Bare(t)
				return []string{"KETENKAART_STORE=" + config.URI, "NEO4J_USERNAME=" + config.Username, "NEO4J_PASSWORD=" + config.Password}
			},
			[][2]string{{"--example", "--log=text"}},
		}
	}
	return stores
}

// filling is a program that fills a store, and what it says.
type filling struct {
	*exec.Cmd
	asked       string
	said, wrong bytes.Buffer
}

// TestTwoProgramsFillOneStore: both come up on a store in which nothing is, or one says why it does not; and who asked for
// the example has it, or hears so.
func TestTwoProgramsFillOneStore(t *testing.T) {
	for name, store := range storesStartedTwice(t) {
		for _, asked := range store.asked {
			t.Run(fmt.Sprint(name, asked), func(t *testing.T) {
				environment := store.empty(t)
				programs := []*filling{fill(t, environment, asked[0]), fill(t, environment, asked[1])}
				alike := asked[0] == asked[1]
				for _, program := range programs {
					checkFilled(t, program, program.Wait(), alike)
				}
				if failed := programs[0].ProcessState.ExitCode() + programs[1].ProcessState.ExitCode(); failed > 1 {
					t.Error("neither came up")
				}
				code, said, wrong := call(t, t.TempDir(), environment, "load")
				if code != 0 || !strings.Contains(said, "with 164 partners") || wrong != "" {
					t.Errorf("afterwards: ended with %d: %s%s", code, said, wrong)
				}
			})
		}
	}
}

// fill begins to fill a store.
func fill(t *testing.T, environment []string, asked string) *filling {
	t.Helper()
	program := &filling{Cmd: command(t, t.TempDir(), asked, "load"), asked: asked}
	program.Env = append(program.Env, environment...)
	program.Stdout, program.Stderr = &program.said, &program.wrong
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	return program
}

// checkFilled holds against one another what a program was asked, how it ended, and what it said.
func checkFilled(t *testing.T, program *filling, err error, alike bool) {
	t.Helper()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		t.Fatal(err)
	}
	example := strings.Contains(program.said.String(), "illustraties")
	switch code := program.ProcessState.ExitCode(); {
	case code == 0 && (program.asked != "--example" || example || strings.Contains(program.wrong.String(), "left as it is")):
	case code == 1 && !alike && program.asked == "--example" && strings.Contains(program.wrong.String(), "another server filled it"):
	default:
		t.Errorf("%s ended with %d: %s%s", program.asked, code, &program.said, &program.wrong)
	}
}
