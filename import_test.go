package main

import (
	"archive/zip"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// someFiles are some of the files of the bundled register, with one text in each put in the place of another.
func someFiles(t *testing.T, folder string, changed map[string][2]string) string {
	t.Helper()
	into := filepath.Join(folder, "bijwerking")
	if err := os.MkdirAll(into, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, change := range changed {
		text, err := os.ReadFile(filepath.Join("data/register", name))
		if err != nil {
			t.Fatal(err)
		}
		if change[0] != "" && strings.Count(string(text), change[0]) != 1 {
			t.Fatalf("%s has not %q once", name, change[0])
		}
		if err := os.WriteFile(filepath.Join(into, name), []byte(strings.Replace(string(text), change[0], change[1], 1)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return into
}

// says calls the program, and looks how it ends and for words on its lines, in order.
func says(t *testing.T, folder string, code int, arguments []string, words ...string) string {
	t.Helper()
	got, stdout, stderr := call(t, folder, nil, arguments...)
	rest := strings.Join(strings.Fields(stdout), " ")
	for _, word := range words {
		_, after, found := strings.Cut(rest, word)
		if !found {
			t.Errorf("%v does not say %q in its place:\n%s", arguments, word, stdout)
			break
		}
		rest = after
	}
	if got != code || stderr != "" {
		t.Errorf("%v ended with %d: %s", arguments, got, stderr)
	}
	return stdout
}

func TestImportIsADryRunUntilItIsApplied(t *testing.T) {
	folder := t.TempDir()
	call(t, folder, nil, "load")
	says(t, folder, 0, []string{"import", "--bundled", "--apply"}, "0 new, 0 changed, 0 ended, 0 removed, ", " unchanged, 0 refused Nothing to change")
	someFiles(t, folder, map[string][2]string{
		"partners.csv":       {"waterschap-aa-en-maas,Waterschap Aa en Maas,", "waterschap-aa-en-maas,Waterschap Aa en Dommel,"},
		"municipalities.csv": {"GM0034,Almere,,VR25,", "GM9034,Nieuw-Almere,,VR25,,,,2027-01-01,,,,,\nGM0034,Almere,,VR25,"},
	})
	rows := []string{
		"new Municipality:GM9034 municipalities.csv:3:1",
		`changed Partner:waterschap-aa-en-maas partners.csv:2:1 name: "Waterschap Aa en Maas" → "Waterschap Aa en Dommel"`, "1 new, 1 changed, 0 ended,",
	}
	says(t, folder, 0, []string{"import", "bijwerking"}, append(rows, "this is a dry run")...)
	says(t, folder, 0, []string{"import", "bijwerking", "--apply", "--reason", "jaarlijks"}, append(rows, "Written as revision 2.")...)
	says(t, folder, 0, []string{"import", "bijwerking", "--apply"}, "0 new, 0 changed,", "Nothing to change")
	server := start(t, folder)
	var answer struct {
		Changes struct {
			Nodes []struct{ Action, Reason string }
		}
		Partner struct{ Name string }
	}
	server.ask(t, `{ changes(afterRevision: 1) { nodes { action reason } } partner(key: "waterschap-aa-en-maas") { name } }`, &answer)
	if len(answer.Changes.Nodes) != 1 || answer.Changes.Nodes[0].Action != "importRegister" || answer.Changes.Nodes[0].Reason != "jaarlijks" || answer.Partner.Name != "Waterschap Aa en Dommel" {
		t.Errorf("got %+v", answer)
	}
}

// All that is refused is told, whether by a file or by a rule, and nothing is written.
func TestImportThatIsRefused(t *testing.T) {
	folder := t.TempDir()
	call(t, folder, nil, "load")
	someFiles(t, folder, map[string][2]string{
		"partners.csv":       {",water,BNK03;BNK05,,false,,,https://identifier.overheid.nl/tooi/id/waterschap/ws0654,", ",water,BNK98;BNK99,,false,,,https://identifier.overheid.nl/tooi/id/waterschap/ws0654,"},
		"collaborations.csv": {"VR10,reddingsbrigade-nederland,ADHOC,true,", "VR10,reddingsbrigade-nederland,ADHOC,false,"},
	})
	wrong := []string{
		"refused Partner:waterschap-aa-en-maas partners.csv:2:67 Chain:BNK98", "partners.csv:2:67 Chain:BNK99 is not in the register",
		"refused collaboration of VR10 and reddingsbrigade-nederland collaborations.csv:2:32", "ADHOC does not suit",
		"0 new, 0 changed, 0 ended, ", "unchanged, 2 refused Nothing was written, since not all of it can be",
	}
	for _, arguments := range [][]string{{"import", "bijwerking"}, {"import", "bijwerking", "--apply"}} {
		says(t, folder, 1, arguments, wrong...)
	}
	var report struct {
		Refused int
		Rows    []struct {
			Outcome, Name string
			Problems      []struct {
				File         string
				Line, Column int
				Code, Reason string
			}
		}
	}
	said := says(t, folder, 1, []string{"import", "bijwerking", "--json"})
	if err := json.Unmarshal([]byte(said), &report); err != nil {
		t.Fatal(err)
	}
	if report.Refused != 2 || len(report.Rows) != 2 || report.Rows[0].Problems[1].Reason != "NOT_FOUND" || report.Rows[1].Problems[0].Reason != "PROFILE_NOT_SUITABLE" || report.Rows[1].Problems[0].Line != 2 {
		t.Errorf("got %+v", report)
	}
	someFiles(t, folder, map[string][2]string{"partners.csv": {"waterschap-aa-en-maas,Waterschap Aa en Maas,", "\x1b[2J,,"}})
	says(t, folder, 1, []string{"import", "bijwerking"}, `refused partners.csv:2:1 key: "\x1b[2J" is not`, "refused partners.csv:2:6 name: is empty", "0 unchanged, 2 refused")
	says(t, folder, 1, []string{"import", "bijwerking", "--json"}, `"file": "partners.csv", "line": 2, "column": 1`, `"reason": "DATASET_REJECTED"`)
}

func TestImportCalledInAWrongWay(t *testing.T) {
	folder := t.TempDir()
	for _, test := range []struct {
		arguments []string
		code      int
		said      string
	}{
		{[]string{"import"}, 2, "name the FOLDER"},
		{[]string{"import", ".", "--bundled"}, 2, "name the FOLDER"},
		{[]string{"import", "nergens"}, 1, "nergens: no such file"},
		{[]string{"import", "geen.zip"}, 1, "neither a folder nor a zip"},
	} {
		if err := os.WriteFile(filepath.Join(folder, "geen.zip"), []byte("geen zip"), 0o600); err != nil {
			t.Fatal(err)
		}
		code, _, stderr := call(t, folder, nil, test.arguments...)
		if code != test.code || !strings.Contains(stderr, test.said) {
			t.Errorf("%v: ended with %d: %s", test.arguments, code, stderr)
		}
	}
}

// The first register can come by an import as well, and from a zip.
func TestImportIntoAnEmptyStoreFromAZip(t *testing.T) {
	folder := t.TempDir()
	zipped(t, filepath.Join(folder, "register.zip"), os.DirFS("data/register"))
	says(t, folder, 0, []string{"--empty", "import", "register.zip", "--apply"}, "new Ministry:", "new Partner:", "0 changed, 0 ended, 0 removed, 0 unchanged, 0 refused Written as revision 1.")
	code, stdout, _ := call(t, folder, nil, "load")
	if code != 0 || !strings.Contains(stdout, "164 partners") {
		t.Errorf("ended with %d: %s", code, stdout)
	}
}

func zipped(t *testing.T, path string, folder fs.FS) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	archive := zip.NewWriter(file)
	if err := errors.Join(archive.AddFS(folder), archive.Close(), file.Close()); err != nil {
		t.Fatal(err)
	}
}
