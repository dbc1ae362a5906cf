package network_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"ketenkaart/network"
)

// stored is a network with what networkx measured of it.
type stored struct {
	Nodes    int
	Edges    [][3]float64
	Measures network.Measures
}

func readStored(t *testing.T, path string) (*network.Graph, stored) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var s stored
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatalf("read %s: %v", path, err)
	}
	edges := make([]network.Edge, len(s.Edges))
	for i, edge := range s.Edges {
		edges[i] = network.Edge{A: int32(edge[0]), B: int32(edge[1]), Weight: edge[2]}
	}
	return network.New(s.Nodes, edges), s
}

// TestMeasuresAreThoseOfNetworkx compares with the results that testdata/networkx.py stored.
func TestMeasuresAreThoseOfNetworkx(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.json")
	if err != nil || len(paths) != 4 {
		t.Fatalf("stored networks: %v, %v", paths, err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".json"), func(t *testing.T) {
			g, s := readStored(t, path)
			found, err := g.Measure(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if found.Figures.Modularity < s.Measures.Figures.Modularity-1e-9 {
				t.Errorf("modularity is %v, less than the %v of networkx", found.Figures.Modularity, s.Measures.Figures.Modularity)
			}
			s.Measures.Figures.Modularity, s.Measures.Community = found.Figures.Modularity, found.Community
			sameFields(t, reflect.ValueOf(*found), reflect.ValueOf(s.Measures))
		})
	}
}

// sameFields compares all fields, numbers to 1e-9.
func sameFields(t *testing.T, found, want reflect.Value) {
	t.Helper()
	for i := range found.NumField() {
		name := found.Type().Field(i).Name
		switch of := found.Field(i); of.Kind() {
		case reflect.Struct:
			sameFields(t, of, want.Field(i))
		case reflect.Slice:
			if of.Len() != want.Field(i).Len() {
				t.Fatalf("%s has %d values, not %d", name, of.Len(), want.Field(i).Len())
			}
			for at := range of.Len() {
				same(t, name, at, of.Index(at), want.Field(i).Index(at))
			}
		default:
			same(t, name, -1, of, want.Field(i))
		}
	}
}

func same(t *testing.T, name string, at int, found, want reflect.Value) {
	t.Helper()
	if found.Kind() == reflect.Float64 && math.Abs(found.Float()-want.Float()) <= 1e-9 {
		return
	}
	if !reflect.DeepEqual(found.Interface(), want.Interface()) {
		t.Errorf("%s of %d is %v, not %v", name, at, found, want)
	}
}

func TestMeasuresStopWithTheirContext(t *testing.T) {
	g, _ := readStored(t, "testdata/register.json")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if found, err := g.Measure(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("measures are %v, and the error %v", found, err)
	}
}
