package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestExportToAFileAFolderAndStandardOutput(t *testing.T) {
	folder := t.TempDir()
	call(t, folder, nil, "--example", "load")
	code, stdout, stderr := call(t, folder, nil, "export", "regions.csv", "--as-of", "2026-01-01", "--separator", ";", "--bom")
	if code != 0 || !strings.HasPrefix(stdout, "\ufeffid;code;name;") || strings.Count(stdout, "\n") != 26 || stderr != "" {
		t.Errorf("ended with %d: %.200s %s", code, stdout, stderr)
	}
	for _, output := range []string{"regio's.csv", "."} {
		code, said, stderr := call(t, folder, nil, "export", "regions.csv", "--as-of", "2026-01-01", "--separator", ";", "--bom", "-o", output)
		if code != 0 || said != "" || !strings.HasSuffix(stderr, ": 25 rows\n") {
			t.Errorf("%s: ended with %d: %s%s", output, code, said, stderr)
		}
		path := output
		if output == "." {
			path = "ketenkaart-regions-2026-01-01.csv"
		}
		if written, err := os.ReadFile(filepath.Join(folder, path)); err != nil || string(written) != stdout {
			t.Errorf("%s: %v, %.200s", path, err, written)
		}
	}
	around := []string{"--filter", `{"around":{"id":"Region:VR08@2022-05-01"}}`}
	_, edges, _ := call(t, folder, nil, append([]string{"export", "network.json"}, around...)...)
	code, _, stderr = call(t, folder, nil, append([]string{"export", "network.png", "-o", "."}, around...)...)
	if want := fmt.Sprintf("ketenkaart-network-2022-05-01.png: %d edges\n", strings.Count(edges, `"source":`)); code != 0 || !strings.HasSuffix(stderr, want) {
		t.Errorf("a picture: ended with %d: %s, want %s", code, stderr, want)
	}
	code, stdout, _ = call(t, folder, nil, "export", "adoptions.jsonl", "--argument", "period=ALL", "--argument", `certainty=["VERIFIED"]`)
	if code != 0 || strings.Count(stdout, "\n") != 1 || !strings.Contains(stdout, "kustwacht-nederland") {
		t.Errorf("ended with %d: %s", code, stdout)
	}
}

func TestExportsThatAreRefused(t *testing.T) {
	folder := t.TempDir()
	call(t, folder, nil, "--empty", "load")
	code, _, stderr := call(t, folder, nil, "export", "partners.csv")
	if code != 1 || !strings.Contains(stderr, "is empty: ketenkaart load fills it") {
		t.Errorf("of an empty store: ended with %d: %s", code, stderr)
	}
	call(t, folder, nil, "load")
	for _, test := range []struct {
		arguments []string
		says      string
	}{
		{[]string{"partners.xlsx"}, "the exports are partners.csv"},
		{[]string{"partners.csv", "--filter", `{"coreTasks":["X"]}`}, "filter.coreTasks: X is"},
		{[]string{"partners.csv", "--filter", `{"areaUnknown":true,"national":true}`}, "filter.areaUnknown"},
		{[]string{"partners.csv", "--as-of", "gisteren"}, "asOf"},
		{[]string{"partners.csv", "--separator", "|"}, "separator"},
		{[]string{"partners.jsonl", "--bom"}, "bom: is no parameter of partners.jsonl"},
		{[]string{"partners.csv", "--argument", "period=ALL"}, "period: is no parameter"},
	} {
		code, stdout, stderr := call(t, folder, nil, append([]string{"export", "-o", "out"}, test.arguments...)...)
		if code != 1 || !strings.Contains(stderr, test.says) || strings.Count(stderr, "\n") != 1 || stdout != "" {
			t.Errorf("%v: ended with %d: %s%s", test.arguments, code, stdout, stderr)
		}
	}
	if _, err := os.Stat(filepath.Join(folder, "out")); err == nil {
		t.Error("a file is left of what was refused")
	}
}

// TestTheExampleIsExportedWithoutAStore, as the README does.
func TestTheExampleIsExportedWithoutAStore(t *testing.T) {
	code, _, stderr := call(t, t.TempDir(), nil, "--example", "export", "network.svg", "-o", "network.svg")
	if code != 0 || !strings.Contains(stderr, "network.svg: ") {
		t.Errorf("ended with %d: %s", code, stderr)
	}
}

// TestAFileIsWrittenWholeOrNotAtAll: what was there stays, and nothing is left beside it.
func TestAFileIsWrittenWholeOrNotAtAll(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "partners.csv")
	if err := os.WriteFile(path, []byte("of yesterday"), 0o600); err != nil {
		t.Fatal(err)
	}
	failure := errors.New("lost")
	err := writeWhole(path, func(to io.Writer) error {
		_, err := io.WriteString(to, strings.Repeat("half", 100_000))
		return errors.Join(err, failure)
	})
	left, _ := os.ReadDir(folder)
	if kept, _ := os.ReadFile(path); !errors.Is(err, failure) || string(kept) != "of yesterday" || len(left) != 1 {
		t.Errorf("got %v, %.20q and %d files", err, kept, len(left))
	}
}
