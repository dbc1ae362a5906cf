package docs_test

import (
	"archive/zip"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/e2e/world"
)

// settings is the question that sets the parameters of all others.
const settings = "00-instellen"

// TestBrowserQuestions asks each question for Neo4j Browser, on a day, and compares with what GraphQL answers, or with what
// docs/testdata/browser/count.py counted.
func TestBrowserQuestions(t *testing.T) {
	for _, server := range world.Servers(t) {
		if server.Name != "neo4j" {
			continue
		}
		addUnknowns(t, server)
		params := parameters(t)
		for name, question := range browserQuestions(t) {
			if name != settings {
				t.Run(name, func(t *testing.T) { checkQuestion(t, server, name, question, params) })
			}
		}
	}
}

func checkQuestion(t *testing.T, server world.Server, name, question string, params map[string]any) {
	want, got := counted(t, name), cypherRows(t, question, params)
	if want == nil {
		document := read(t, "docs/testdata/browser/"+name+".graphql")
		want = graphqlRows(t, server, document, asVariables(document, params))
	}
	if len(want) == 0 {
		t.Error("nothing is expected")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-expected +Cypher):\n%s", diff)
	}
}

// addUnknowns gives the example what some questions ask for and it does not have: an agenda, and a partner that works
// nobody knows where.
func addUnknowns(t *testing.T, server world.Server) {
	t.Helper()
	region, _ := parse(t, server.Ask(t, `{ region(code: "VR08") { collaborations(first: 1) { nodes { id } } } }`, nil)).(object)
	id := regexp.MustCompile(`Collaboration:[0-9a-f-]+`).FindString(write(region, ""))
	for document, variables := range map[string]map[string]any{
		`mutation { registerPartner(input: {name: "Ergens B.V.", coreTasks: [BEHEERDER, DIENSTVERLENER]}) { partner { id } } }`: nil,
		`mutation ($id: ID!) {
			recordEvaluation(input: {
				collaborationIds: [$id], on: "2025-11-01", nextOn: "2026-11-01", participants: [{function: "Accounthouder", organisation: "VR08"}]
			}) { evaluation { id } }
		}`: {"id": id},
	} {
		if answer := server.Ask(t, document, variables); strings.Contains(answer, `"errors"`) {
			t.Fatal(answer)
		}
	}
}

// parameters are those that the settings give, on the day of count.py.
func parameters(t *testing.T) map[string]any {
	t.Helper()
	// Browser takes all columns of the first row for an object in a list, and the first column alone for names in one.
	found := regexp.MustCompile(`(?m)^:param \[\{(.*)\}\] => \{ (RETURN .*) \}$`).FindStringSubmatch(browserQuestions(t)[settings])
	if found == nil {
		t.Fatalf("%s sets no parameters", settings)
	}
	params := cypher(t, found[2], nil).Records[0].AsMap()
	if names := strings.Split(found[1], ", "); !slices.Equal(slices.Sorted(slices.Values(names)), slices.Sorted(maps.Keys(params))) {
		t.Errorf("%s names %v and gives %v", settings, names, params)
	}
	params["datum"] = neo4j.DateOf(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	return params
}

// asVariables are the parameters that the document declares.
func asVariables(document string, params map[string]any) map[string]any {
	variables := map[string]any{}
	for name, value := range params {
		if !strings.Contains(document, "$"+name+":") {
			continue
		}
		if day, ok := value.(neo4j.Date); ok {
			value = cell(day)
		}
		variables[name] = value
	}
	return variables
}

// counted are the rows that count.py wrote; nil when GraphQL knows the answer.
func counted(t *testing.T, name string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "docs/testdata/browser", name+".txt"))
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	slices.Sort(rows)
	return rows
}

// browserQuestions are the texts by the names of their files.
func browserQuestions(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, "docs/browser/vragen/*"))
	if err != nil || len(files) < 20 {
		t.Fatalf("%d questions: %v", len(files), err)
	}
	all := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all[strings.TrimSuffix(filepath.Base(file), ".cypher")] = string(text)
	}
	return all
}

// TestBrowserQuestionsSayWhatTheyNeed: Browser takes the first line as the title, the second tells of the parameters, and
// these are set by the settings.
func TestBrowserQuestionsSayWhatTheyNeed(t *testing.T) {
	questions := browserQuestions(t)
	title := regexp.MustCompile(`^// \d\d \S.*\n// \S`)
	parameter := regexp.MustCompile(`\$\w+`)
	for name, text := range questions {
		if !title.MatchString(text) || text[3:5] != name[:2] {
			t.Errorf("%s begins with no title and explanation", name)
		}
		if name == settings {
			continue
		}
		comment, cypher := "", ""
		for line := range strings.Lines(text) {
			if strings.HasPrefix(line, "//") {
				comment += line
			} else {
				cypher += line
			}
		}
		for _, needed := range parameter.FindAllString(cypher, -1) {
			if !strings.Contains(comment, needed) {
				t.Errorf("%s does not say that it needs %s", name, needed)
			}
			if !regexp.MustCompile(`\b` + needed[1:] + `\b`).MatchString(questions[settings]) {
				t.Errorf("%s needs %s, which the settings do not set", name, needed)
			}
		}
	}
}

// TestBrowserFavourites: the archive that makes all questions favourites at once has them as they are.
func TestBrowserFavourites(t *testing.T) {
	questions := browserQuestions(t)
	packing := exec.CommandContext(t.Context(), "go", "run", "./docs/browser")
	packing.Dir = root
	printed, err := packing.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, printed)
	}
	path := filepath.Join(root, strings.TrimSpace(string(printed)))
	archive, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = archive.Close() }()
	packed := map[string]string{}
	for _, file := range archive.File {
		reader, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(reader)
		if err != nil {
			t.Fatal(err)
		}
		packed[strings.TrimSuffix(strings.TrimPrefix(file.Name, "Ketenkaart/"), ".cypher")] = string(text)
	}
	if diff := cmp.Diff(questions, packed); diff != "" {
		t.Errorf("(-files +archive):\n%s", diff)
	}
}
