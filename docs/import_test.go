package docs_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestImportPage runs the commands of the page about imports in their order, on a store with the bundled register, and compares
// what they say with what the page shows.
func TestImportPage(t *testing.T) {
	program, folder := build(t), t.TempDir()
	repository, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	say := func(line string) string {
		call := exec.Command("sh", "-c", strings.NewReplacer("go run .", program, "docs/import", filepath.Join(repository, "docs/import"), "data/register", filepath.Join(repository, "data/register")).Replace(line))
		call.Dir = folder
		said, err := call.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", line, err, said)
		}
		return string(said)
	}
	say("go run . load")
	all := blocks(t, "docs/import.md")
	for i, b := range all {
		if b.language != "sh" {
			continue
		}
		said := say(b.text)
		shown := following(all, i, "text")
		switch {
		case shown == nil:
		case *update:
			t.Cleanup(func() { rewrite(t, *shown, said) })
		case cmp.Diff(shown.text, said) != "":
			t.Errorf("%s is not what it says (-page +program); go test ./docs -update writes it anew:\n%s", shown, cmp.Diff(shown.text, said))
		}
	}
}
