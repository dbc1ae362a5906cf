package docs_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// described are the labels and types of a page's headings, each with what its section names; "" is what stands before them.
func described(t *testing.T, page string) map[string][]string {
	t.Helper()
	sections := map[string][]string{}
	of := []string{""}
	for line := range strings.Lines(read(t, page)) {
		found := code.FindAllStringSubmatch(line, -1)
		names := make([]string, 0, len(found))
		for _, name := range found {
			names = append(names, name[1])
		}
		switch {
		case strings.HasPrefix(line, "### "):
			of = names
		case strings.HasPrefix(line, "## "):
			of = []string{""}
		}
		for _, heading := range of {
			sections[heading] = append(sections[heading], names...)
		}
	}
	return sections
}

// checkModel looks whether docs/browser/README.md describes every label, type and property that the graph has, save for what
// begins with `_`.
func checkModel(t *testing.T) {
	t.Helper()
	sections := described(t, "docs/browser/README.md")
	for _, question := range []string{
		"CALL db.schema.nodeTypeProperties() YIELD nodeLabels, propertyName RETURN nodeLabels, propertyName",
		"CALL db.schema.relTypeProperties() YIELD relType, propertyName RETURN [replace(replace(relType, ':`', ''), '`', '')], propertyName",
	} {
		records := cypher(t, question, nil).Records
		if len(records) == 0 {
			t.Errorf("no rows of %s", question)
		}
		for _, record := range records {
			labels, _ := record.Values[0].([]any)
			property, _ := record.Values[1].(string)
			checkDescribed(t, sections, labels, property)
		}
	}
}

func checkDescribed(t *testing.T, sections map[string][]string, labels []any, property string) {
	t.Helper()
	known, all := slices.Clone(sections[""]), []string{}
	for _, label := range labels {
		name, _ := label.(string)
		if strings.HasPrefix(name, "_") {
			return
		}
		all = append(all, name)
		known = append(known, sections[name]...)
	}
	for _, name := range all {
		if !slices.Contains(known, name) {
			t.Errorf("docs/browser/README.md does not describe %s", name)
		}
	}
	if property != "" && !strings.HasPrefix(property, "_") && !slices.Contains(known, property) {
		t.Errorf("docs/browser/README.md does not describe %s of %v", property, all)
	}
}

// TestModelIsOfTheProgram: what the page describes as a label or a type is one that the program writes.
func TestModelIsOfTheProgram(t *testing.T) {
	sheet := read(t, "docs/browser/ketenkaart.grass")
	for name := range described(t, "docs/browser/README.md") {
		if name != "" && !regexp.MustCompile(`(?m)^(node|relationship)\.`+name+` \{`).MatchString(sheet) {
			t.Errorf("%s is described, and the style sheet does not know it", name)
		}
	}
}
