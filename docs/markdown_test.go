package docs_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// root is the repository, seen from this package.
const root = ".."

// block is a fenced block of a page.
type block struct {
	page string
	// line is the number of the line that opens the block, the first being 1.
	line     int
	language string
	text     string
}

func (b block) String() string { return fmt.Sprintf("%s:%d", b.page, b.line) }

// pages are the README and whatever is in this folder.
func pages(t *testing.T) []string {
	t.Helper()
	all := []string{"README.md"}
	for _, pattern := range []string{"*.md", "*/*.md"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range found {
			all = append(all, filepath.Join("docs", path))
		}
	}
	return all
}

func read(t *testing.T, page string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, page))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// blocks returns the fenced blocks of a page in their order.
func blocks(t *testing.T, page string) (found []block) {
	t.Helper()
	var open *block
	number := 0
	for line := range strings.Lines(read(t, page)) {
		number++
		fence, fenced := strings.CutPrefix(strings.TrimSpace(line), "```")
		switch {
		case fenced && open == nil:
			open = &block{page: page, line: number, language: fence}
		case fenced:
			found = append(found, *open)
			open = nil
		case open != nil:
			open.text += line
		}
	}
	if open != nil {
		t.Errorf("%s is not closed", open)
	}
	return found
}

// blocksOf returns the blocks of a language on all pages.
func blocksOf(t *testing.T, language string) (found []block) {
	t.Helper()
	for _, page := range pages(t) {
		for _, b := range blocks(t, page) {
			if b.language == language {
				found = append(found, b)
			}
		}
	}
	return found
}

// rewrite puts new text into a block.
func rewrite(t *testing.T, b block, text string) {
	t.Helper()
	lines := strings.SplitAfter(read(t, b.page), "\n")
	before, after := lines[:b.line], lines[b.line+strings.Count(b.text, "\n"):]
	changed := strings.Join(before, "") + strings.TrimSuffix(text, "\n") + "\n" + strings.Join(after, "")
	if err := os.WriteFile(filepath.Join(root, b.page), []byte(changed), 0o644); err != nil {
		t.Fatal(err)
	}
}
