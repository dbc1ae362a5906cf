package main

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ketenkaart/registry"
	"ketenkaart/store/sqlite"
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
	if err := os.WriteFile(filepath.Join(folder, "los.csv"), []byte("code,name\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		arguments []string
		code      int
		said      string
	}{
		{[]string{"import", "los.csv"}, 1, "los.csv is neither a folder nor a zip"},
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

// written writes a folder of one file, of so many bytes when that is not 0.
func written(t *testing.T, folder, name, text string, size int64) {
	t.Helper()
	into := filepath.Join(folder, "map")
	if err := errors.Join(os.RemoveAll(into), os.Mkdir(into, 0o700)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(into, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if size > 0 {
		if err := os.Truncate(path, size); err != nil {
			t.Fatal(err)
		}
	}
}

// What is no register, or spoiled, is told by file, line and column, and nothing of it is written.
func TestImportOfFilesThatAreWrong(t *testing.T) {
	folder := t.TempDir()
	call(t, folder, nil, "load")
	for name, test := range map[string]struct {
		file, text string
		size       int64
		want       string
	}{
		"an unknown table":       {"sector.csv", "code,name\nzorg,Zorg\n", 0, "sector.csv:1:1 is no file of a register"},
		"no text at all":         {"sectors.csv", "", 0, "sectors.csv:1:1 the file has no header row"},
		"no header":              {"sectors.csv", "zorg,Zorg\n", 0, `sectors.csv:1:6 there is no column "Zorg"; the columns are code,name`},
		"Latin 1":                {"sectors.csv", "code,name\nzorg,Zorg\ncafe,Caf\xe9\n", 0, "sectors.csv:3:6 is not UTF-8"},
		"UTF-16":                 {"sectors.csv", "\xff\xfec\x00o\x00", 0, "sectors.csv:1:1 is not UTF-8 but UTF-16"},
		"a column too many":      {"sectors.csv", "code,name\nzorg,Zorg,te veel\n", 0, "sectors.csv:2:1 the row has 3 cells, and the header 2"},
		"truncated in a row":     {"sectors.csv", "code,name\nzorg,Zorg\nspoor", 0, "sectors.csv:3:1 the row has 1 cells, and the header 2"},
		"truncated in a quote":   {"sectors.csv", "code,name\nzorg,\"Zor", 0, `sectors.csv:2:10 extraneous or missing " in quoted-field`},
		"a formula":              {"sectors.csv", "code,name\nzorg,=A1\n", 0, `sectors.csv:2:6 "=A1" is a formula or its failure`},
		"a line of 100 MB":       {"sectors.csv", "code,name\nzorg,", 100 << 20, "sectors.csv:1:1 is larger than 64 MB"},
		"one right and one bad":  {"sectors.csv", "code,name\nzorg,Zorg\nDRINK,Water\n", 0, `sectors.csv:3:1 code: "DRINK" is not`},
		"what is there, changed": {"sectors.csv", "code,name\ndrinkwater,\n", 0, "sectors.csv:2:12 name: is empty"},
	} {
		written(t, folder, test.file, test.text, test.size)
		said := says(t, folder, 1, []string{"import", "map", "--apply"}, "refused "+test.want, "Nothing was written")
		if t.Failed() {
			t.Fatalf("%s: %s", name, said)
		}
	}
	says(t, folder, 0, []string{"import", "--bundled"}, "0 new, 0 changed,", "Nothing to change")
}

// As a spreadsheet in Dutch saves it: with a mark, semicolons and Windows' ends of lines.
func TestImportOfWhatASpreadsheetSaved(t *testing.T) {
	folder := t.TempDir()
	call(t, folder, nil, "load")
	written(t, folder, "sectors.csv", "\ufeffcode;name\r\nzorg;\"Zorg; welzijn\"\r\n", 0)
	says(t, folder, 0, []string{"import", "map", "--apply"}, "new Sector:zorg sectors.csv:2:1", "Written as revision 2.")
	says(t, folder, 0, []string{"import", "map"}, "0 new, 0 changed,", "1 unchanged")
}

// What has no row ends on the day, of the lists that are named and no other; a second time there is nothing to end.
func TestImportEndsWhatIsMissing(t *testing.T) {
	folder := t.TempDir()
	call(t, folder, nil, "load")
	text, err := os.ReadFile("data/register/ministries.csv")
	if err != nil {
		t.Fatal(err)
	}
	kept := []string{}
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "mnre1010,") {
			kept = append(kept, line)
		}
	}
	written(t, folder, "ministries.csv", strings.Join(kept, ""), 0)
	says(t, folder, 0, []string{"import", "map"}, "0 new, 0 changed, 0 ended,")
	ending := []string{"import", "map", "--end-missing", "ministries", "--on", "2027-01-01", "--reason", "opgeheven"}
	row := `ended Ministry:mnre1010 until: – → "2027-01-01" 0 new, 0 changed, 1 ended, 0 removed,`
	says(t, folder, 0, ending, row, "this is a dry run")
	says(t, folder, 0, append(ending, "--apply"), row, "Written as revision 2.")
	says(t, folder, 0, append(ending, "--apply"), "0 new, 0 changed, 0 ended,", "Nothing to change")
	for _, wrong := range []struct {
		code      int
		arguments []string
		said      string
	}{
		{2, []string{"--end-missing", "ministries"}, "say with --reason why it ends"},
		{2, []string{"--on", "2027-01-01"}, "--on is the day of --end-missing"},
		{2, []string{"--end-missing", "ministries", "--reason", "x", "--on", "morgen"}, `"morgen" is not a day`},
		{1, []string{"--end-missing", "regions", "--reason", "x"}, `"regions" is none of [ministries municipalities`},
		{1, []string{"--end-missing", "ministries,partners", "--reason", "x"}, "there is no row of partners: all of them would end"},
	} {
		code, stdout, stderr := call(t, folder, nil, append([]string{"import", "map", "--apply"}, wrong.arguments...)...)
		if code != wrong.code || stdout != "" || !strings.Contains(stderr, wrong.said) {
			t.Errorf("%v: ended with %d: %s%s", wrong.arguments, code, stdout, stderr)
		}
	}
}

// TestPartOfAnImportIsNotServed, and whoever would serve it hears how to go on; other files are not put beside it.
func TestPartOfAnImportIsNotServed(t *testing.T) {
	folder := t.TempDir()
	call(t, folder, nil, "load")
	store, err := sqlite.Open(t.Context(), filepath.Join(folder, "ketenkaart.db"))
	if err != nil {
		t.Fatal(err)
	}
	err = store.Update(t.Context(), func(ctx context.Context, w registry.Writer) error {
		return w.Put(ctx, registry.Batch{Mark: &registry.Incomplete{By: registry.FilledByImport, Of: "60000 rows", Next: "batch 2"}})
	})
	if err := errors.Join(err, store.Close(t.Context())); err != nil {
		t.Fatal(err)
	}
	for _, arguments := range [][]string{{"load"}, {"--listen", "127.0.0.1:0"}, {"export", "partners.csv"}, {"revert", "1"}} {
		code, _, said := call(t, folder, nil, arguments...)
		for _, want := range []string{"sqlite:ketenkaart.db holds part of a register, for the import into it was cut off (of 60000 rows)", "ketenkaart --store sqlite:ketenkaart.db import FOLDER --apply of the same files goes on"} {
			if code != exitFailed || !strings.Contains(said, want) {
				t.Errorf("%v: %d, %s", arguments, code, said)
			}
		}
	}
	code, stdout, said := call(t, folder, nil, "import", "--bundled", "--apply")
	if code != exitFailed || stdout != "" || !strings.Contains(said, "holds part of another register (60000 rows), of which an import or a copy was cut off") {
		t.Errorf("other files: %d, %s%s", code, stdout, said)
	}
}

// More than a transaction takes goes into an empty register alone, in batches.
func TestImportOfMoreThanATransactionTakes(t *testing.T) {
	folder := t.TempDir()
	var rows strings.Builder
	rows.WriteString("key,name,short_name,aliases,core_tasks,sectors,chains,part_of,national,capacities,in_care_of,tooi,kvk,oin,website,since,until,source,certainty,note,classification_source,classification_certainty,classification_note\n")
	for i := range 50_100 {
		fmt.Fprintf(&rows, "partner-%d,Partner %d,,,,,,,false,,,,,,,,,,,,,,\n", i, i)
	}
	written(t, folder, "partners.csv", rows.String(), 0)
	says(t, folder, 0, []string{"--empty", "import", "map", "--apply", "--reason", "eerste"}, "new Partner:partner-0 ", "50100 new, 0 changed,", "Written as revisions 1 to 2.")
	says(t, folder, 0, []string{"load"}, "50100 partners")
	code, stdout, stderr := call(t, folder, nil, "import", "map")
	if code != 1 || stdout != "" || !strings.Contains(stderr, "at most 50000 rows at once, not 50100") {
		t.Errorf("into a register that is in use: %d: %s%s", code, stdout, stderr)
	}
}
