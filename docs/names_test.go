package docs_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	code = regexp.MustCompile("`([^`\n]+)`")
	// filePath is what the pages write of a file or folder of the repository; a glob is one too.
	filePath = regexp.MustCompile(`^(?:[\w.-]+/)*(?:[\w.*-]+\.(?:go|sql|cypher|graphqls|graphql|grass|yml|md|csv)|[\w-]+/)$`)
	link     = regexp.MustCompile(`\]\(([^)]+)\)`)
	variable = regexp.MustCompile(`env:"(\w+)"`)
	setting  = regexp.MustCompile("(?m)^\\| `--([a-z-]+)` \\| `(\\w+)` \\|")
)

// TestFilesAndFunctions holds the files that the page names against the tree, and in a table with functions also those.
func TestFilesAndFunctions(t *testing.T) {
	const page = "docs/ARCHITECTURE.md"
	inTable := false
	for number, line := range strings.Split(read(t, page), "\n") {
		var files string
		inTable = strings.HasPrefix(line, "|") && (inTable || strings.HasSuffix(line, "| functions |"))
		for _, name := range code.FindAllStringSubmatch(line, -1) {
			switch {
			case filePath.MatchString(name[1]):
				files += contents(t, number+1, name[1])
			case inTable && files != "" && !regexp.MustCompile(`\b`+regexp.QuoteMeta(name[1])+`\b`).MatchString(files):
				t.Errorf("%s:%d: %s is not in the files of its row", page, number+1, name[1])
			}
		}
	}
}

// contents returns the text of a file; a folder and a pattern have none.
func contents(t *testing.T, line int, name string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 {
		t.Errorf("docs/ARCHITECTURE.md:%d: there is no %s", line, name)
	}
	if len(found) != 1 || strings.HasSuffix(name, "/") {
		return ""
	}
	return read(t, name)
}

// TestLinks follows the links of the pages to files and to headings.
func TestLinks(t *testing.T) {
	for _, page := range pages(t) {
		for _, found := range link.FindAllStringSubmatch(read(t, page), -1) {
			target, heading, _ := strings.Cut(found[1], "#")
			if strings.Contains(target, "://") {
				continue
			}
			path := page
			if target != "" {
				path = filepath.Join(filepath.Dir(page), target)
			}
			if there, err := filepath.Glob(filepath.Join(root, path)); err != nil || len(there) == 0 {
				t.Errorf("%s: there is no %s", page, found[1])
				continue
			}
			if heading != "" && !hasHeading(read(t, path), heading) {
				t.Errorf("%s: %s has no heading #%s", page, path, heading)
			}
		}
	}
}

func hasHeading(text, anchor string) bool {
	for line := range strings.Lines(text) {
		if title, ok := strings.CutPrefix(strings.TrimLeft(line, "#"), " "); ok && strings.HasPrefix(line, "#") {
			title = regexp.MustCompile(`[^\w -]`).ReplaceAllString(strings.ToLower(strings.TrimSpace(title)), "")
			if strings.ReplaceAll(title, " ", "-") == anchor {
				return true
			}
		}
	}
	return false
}

// TestSettings holds the tables of settings against the program's.
func TestSettings(t *testing.T) {
	told := map[string]bool{}
	for _, row := range setting.FindAllStringSubmatch(read(t, "README.md")+read(t, "docs/sign-in.md")+read(t, "docs/door.md")+read(t, "docs/operations.md")+read(t, "docs/events.md"), -1) {
		if want := "KETENKAART_" + strings.ReplaceAll(strings.ToUpper(row[1]), "-", "_"); want != row[2] {
			t.Errorf("the variable of --%s is %s, not %s", row[1], want, row[2])
		}
		told[row[2]] = true
	}
	for _, is := range variable.FindAllStringSubmatch(read(t, "server.go")+read(t, "signin.go")+read(t, "door.go")+read(t, "api/limits.go")+read(t, "observe.go")+read(t, "notify.go"), -1) {
		if !told[is[1]] {
			t.Errorf("no page tells of %s", is[1])
		}
		delete(told, is[1])
	}
	for name := range told {
		t.Errorf("a page tells of %s, which the program does not know", name)
	}
}
