package docs_test

import (
	"regexp"
	"strings"
)

var declared = regexp.MustCompile(`\$(\w+):`)

// variables returns the values that a document declares, out of what earlier answers of its page told.
func variables(document block, told map[string]any) map[string]any {
	given := map[string]any{}
	operation, _, _ := strings.Cut(document.text, "{")
	for _, match := range declared.FindAllStringSubmatch(operation, -1) {
		given[match[1]] = told[match[1]]
	}
	return given
}

// remember keeps of an answer what a frontend would: the ids of agreements, of what hangs on them and of collaborations,
// and their versions. The first of a list is the one that is kept.
func remember(answer any, told map[string]any) {
	switch answer := answer.(type) {
	case []any:
		for i := len(answer) - 1; i >= 0; i-- {
			remember(answer[i], told)
		}
	case object:
		for _, f := range answer {
			remember(f.Value, told)
		}
		id, _ := answer.get("id").(string)
		kind, _, _ := strings.Cut(id, ":")
		switch {
		case kind == "Agreement":
			keep(told, "agreement", id)
			keep(told, "version", answer.get("version"))
			keep(told, "textVersion", answer.get("textVersion"))
		case kind == "Commitment" || kind == "Collaboration" || kind == "Finding":
			keep(told, strings.ToLower(kind), id)
			keep(told, strings.ToLower(kind)+"Version", answer.get("version"))
		}
	}
}

func keep(told map[string]any, name string, value any) {
	if value != nil {
		told[name] = value
	}
}
