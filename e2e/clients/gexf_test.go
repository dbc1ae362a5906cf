package clients

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/e2e/world"
	"ketenkaart/exchange"
)

// TestGraphologyReadsTheNetwork: the reader of Gephi Lite finds an edge for each region and partner that ever collaborated, and all
// that it draws of each node.
func TestGraphologyReadsTheNetwork(t *testing.T) {
	node, there := node(t)
	if !there {
		return
	}
	register, err := exchange.BundledExample()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{}
	for _, c := range register.Collaborations {
		want = append(want, "Partner:"+c.PartnerKey+" Region:"+c.RegionCode)
	}
	slices.Sort(want)
	var got struct {
		Type            string
		Nodes, Complete int
		Collaborations  []string
	}
	if err := json.Unmarshal([]byte(run(t, ".", node, "gexf.js", keepExport(t, world.Embedded(t), "network.gexf"))), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(slices.Compact(want), got.Collaborations); diff != "" {
		t.Errorf("collaborations: -want +got:\n%s", diff)
	}
	if got.Type != "undirected" || got.Complete != got.Nodes || got.Nodes == 0 {
		t.Errorf("a %s graph, of which %d of %d nodes are complete", got.Type, got.Complete, got.Nodes)
	}
}

// keepExport returns where an export of that name is kept until the test ends.
func keepExport(t *testing.T, server world.Server, name string) string {
	t.Helper()
	response, err := http.Get(strings.TrimSuffix(server.URL, "/graphql") + "/export/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	path := filepath.Join(t.TempDir(), name)
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
