package main

import (
	"os"
	"strings"
	"testing"
)

// TestVersionOfAnImage tells the commit that the image was built from, which its build is told.
func TestVersionOfAnImage(t *testing.T) {
	before := commit
	t.Cleanup(func() { commit = before })
	commit = "0123456789abcdef"
	if said := version(); said != "commit 0123456789abcdef" {
		t.Errorf("the version is %q", said)
	}
	for file, part := range map[string]string{"Dockerfile": "-X main.commit=$COMMIT", "docker-compose.yml": `COMMIT: "${COMMIT:-}"`} {
		if text, err := os.ReadFile(file); err != nil || !strings.Contains(string(text), part) {
			t.Errorf("%s has no %s: %v", file, part, err)
		}
	}
}
