// Package named reads the files of a store, in which each statement, and each fragment of one, has a name.
package named

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"ketenkaart/registry"
)

// Statements are statements and fragments by their name.
type Statements map[string]string

// Read takes all files of a folder in which a comment, begun by "--" or "//", names each statement. It also returns the
// names of each file in their order, by the name of the file.
func Read(files fs.FS, folder, comment string) (Statements, map[string][]string, error) {
	entries, err := fs.ReadDir(files, folder)
	if err != nil {
		return nil, nil, fmt.Errorf("list the statements: %w", err)
	}
	all, names := Statements{}, map[string][]string{}
	for _, entry := range entries {
		if entry.IsDir() {
			continue
		}
		text, err := fs.ReadFile(files, path.Join(folder, entry.Name()))
		if err != nil {
			return nil, nil, fmt.Errorf("read the statements: %w", err)
		}
		if names[entry.Name()], err = all.add(string(text), comment); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", entry.Name(), err)
		}
	}
	return all, names, nil
}

// add takes one file: each statement runs from its name to the next, without the lines that are comments, and without
// empty ones.
func (n Statements) add(file, comment string) (names []string, err error) {
	name := ""
	for line := range strings.Lines(file) {
		if marked, ok := strings.CutPrefix(line, comment+" name: "); ok {
			name = strings.TrimSpace(marked)
			if _, twice := n[name]; twice {
				return nil, fmt.Errorf("two statements are named %s", name)
			}
			n[name], names = "", append(names, name)
			continue
		}
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, comment) {
			continue
		}
		if name == "" {
			return nil, fmt.Errorf("%q comes before the first name", line)
		}
		n[name] += strings.TrimRight(line, " \n") + "\n"
	}
	return names, nil
}

// Check refuses statements that lack one of the names.
func (n Statements) Check(names []string) error {
	for _, name := range names {
		if n[name] == "" {
			return fmt.Errorf("no statement is named %s", name)
		}
	}
	return nil
}

// Text returns the statement or fragment of a name; for a name that nothing has, a text that every engine refuses.
func (n Statements) Text(name string) string {
	if text, ok := n[name]; ok {
		return text
	}
	return "no statement is named " + name
}

// OfPeriods returns the name of the fragment that takes the periods that are meant, of those that the prefix begins; ""
// takes all.
func OfPeriods(prefix string, period registry.PeriodFilter) string {
	switch period.OrCurrent() {
	case registry.AllPeriods:
		return ""
	case registry.PastPeriods:
		return prefix + "Past"
	case registry.PlannedPeriods:
		return prefix + "Planned"
	default:
		return prefix + "Current"
	}
}
