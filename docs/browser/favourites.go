// Command browser packs the questions for Neo4j Browser into one archive, which makes all of them favourites when it is
// dropped on its window:
//
//	go run ./docs/browser
package main

import (
	"archive/zip"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

const (
	questions = "docs/browser/vragen/*.cypher"
	archive   = "docs/browser/vragen.zip"
	// folder is the one that Browser shows the favourites in.
	folder = "Ketenkaart/"
)

func main() {
	if err := pack(); err != nil {
		fmt.Fprintln(os.Stderr, "pack the favourites:", err)
		os.Exit(1)
	}
	fmt.Println(archive)
}

func pack() (err error) {
	paths, err := filepath.Glob(questions)
	if err != nil {
		return err
	}
	if len(paths) == 0 {
		return errors.New("there are no questions here: run it in the root of the repository")
	}
	file, err := os.Create(archive)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	packed := zip.NewWriter(file)
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		entry, err := packed.Create(folder + filepath.Base(path))
		if err != nil {
			return err
		}
		if _, err := entry.Write(text); err != nil {
			return err
		}
	}
	return packed.Close()
}
