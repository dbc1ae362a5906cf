// Package data holds the bundled register, the illustrated example and the guide as CSV files, built into the program so
// that a first start needs no other file. Package exchange reads them; README.md says where the facts come from.
package data

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed register/*.csv example/*.csv guide/*.csv map/*.csv
var files embed.FS

// Register returns the files of the bundled register: public facts, each with its source and certainty.
func Register() (fs.FS, error) {
	return folder("register")
}

// Example returns the files of the illustrated network, which go with those of the register. No row of it is a fact.
func Example() (fs.FS, error) {
	return folder("example")
}

// Guide returns the files of the bundled guide: what helps to make agreements and to look at them.
func Guide() (fs.FS, error) {
	return folder("guide")
}

func folder(name string) (fs.FS, error) {
	sub, err := fs.Sub(files, name)
	if err != nil {
		return nil, fmt.Errorf("open the bundled %s: %w", name, err)
	}
	return sub, nil
}

// Outlines opens the table of the outlines of the regions, for a map; README.md says whose they are.
func Outlines() (fs.File, error) {
	file, err := files.Open("map/outlines.csv")
	if err != nil {
		return nil, fmt.Errorf("open the outlines: %w", err)
	}
	return file, nil
}
