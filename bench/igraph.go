package main

import (
	"bufio"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

//go:embed igraph.py
var igraphScript string

// igraph is one, in a Python of its own, that measures the networks that it is given.
type igraph struct {
	asked   io.WriteCloser
	answers *bufio.Scanner
}

// withIgraph starts one for as long as do runs. Where none can be had it says so, and do gets nil.
func withIgraph(ctx context.Context, do func(*igraph) error) error {
	return inFolder(func(folder string) error {
		python := filepath.Join(folder, "venv", "bin", "python")
		for _, step := range [][]string{{"python3", "-m", "venv", filepath.Join(folder, "venv")}, {python, "-m", "pip", "install", "-q", "igraph==1.0.0"}} {
			if out, err := exec.CommandContext(ctx, step[0], step[1:]...).CombinedOutput(); err != nil {
				fmt.Printf("  without igraph, which cannot be had here: %s: %v %.200s\n", strings.Join(step, " "), err, out)
				return do(nil)
			}
		}
		command := exec.CommandContext(ctx, python, "-c", igraphScript)
		asked, err := command.StdinPipe()
		if err != nil {
			return err
		}
		answers, err := command.StdoutPipe()
		if err != nil {
			return err
		}
		if err := command.Start(); err != nil {
			return err
		}
		err = do(&igraph{asked: asked, answers: bufio.NewScanner(answers)})
		_ = asked.Close() // it ends then
		if problem := command.Wait(); err == nil {
			err = problem
		}
		return err
	})
}

// measure has it measure a network, and tells what time that took it, without reading what it was given.
func (p *igraph) measure(of plain) (time.Duration, error) {
	given := struct {
		Nodes   int        `json:"nodes"`
		Edges   [][2]int32 `json:"edges"`
		Weights []float64  `json:"weights"`
	}{Nodes: of.nodes}
	for _, edge := range of.edges {
		given.Edges, given.Weights = append(given.Edges, [2]int32{edge.A, edge.B}), append(given.Weights, edge.Weight)
	}
	if err := json.NewEncoder(p.asked).Encode(given); err != nil {
		return 0, fmt.Errorf("ask igraph: %w", err)
	}
	if !p.answers.Scan() {
		return 0, fmt.Errorf("igraph did not answer: %w", p.answers.Err())
	}
	seconds, err := strconv.ParseFloat(p.answers.Text(), 64)
	if err != nil {
		return 0, fmt.Errorf("igraph answered %q: %w", p.answers.Text(), err)
	}
	return time.Duration(seconds * float64(time.Second)), nil
}
