package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"ketenkaart/api"
	"ketenkaart/exchange"
	"ketenkaart/registry"
	"ketenkaart/server"
)

// exportCommand writes an export to a file or to standard output.
type exportCommand struct {
	What      string            `arg:"" name:"what.format" help:"What, and in which format: partners.csv, network.graphml. One that is not there names those that are."`
	Filter    string            `placeholder:"JSON" help:"Which of them: the filter of the same query of the API, such as {\"coreTasks\":[\"BEHEERDER\"]}."`
	AsOf      string            `placeholder:"DATE" help:"The day that is meant; today when absent."`
	Argument  map[string]string `placeholder:"NAME=VALUE" help:"Another argument of the same query, such as period=ALL of adoptions; lists are JSON. May be repeated."`
	Separator string            `placeholder:"SIGN" help:"What stands between the cells of CSV: a comma, ; or tab. A comma when absent; Dutch Excel wants ;."`
	Bom       bool              `help:"Put a byte order mark before CSV, by which Excel knows UTF-8."`
	Layout    string            `placeholder:"LAYOUT" help:"Where the nodes of a network lie: GEOGRAPHIC (on the map, when absent), STRESS, BIPARTITE or CIRCLE."`
	Width     string            `placeholder:"PIXELS" help:"How wide a picture is: 400 to 3200. 1600 when absent."`
	Output    string            `short:"o" placeholder:"FILE" help:"Where to; standard output when absent. A folder gets a file with a name of its own."`
}

// Run writes the export, and leaves no file when it fails.
func (c exportCommand) Run(ctx context.Context, p *program) error {
	return p.withRegister(ctx, func(_ store, reg *registry.Registry) error {
		state, err := p.wholeState(ctx, reg)
		if err != nil {
			return err
		}
		if state.Revision == 0 {
			return fmt.Errorf("the store %s is empty: ketenkaart load fills it", redacted(p.Store))
		}
		ctx = registry.WithActor(ctx, registry.LocalActor())
		exports := server.Exports(reg, version(), newLog(p.Log, os.Stderr))
		export, err := exports.Find(c.What)
		if err != nil {
			return err
		}
		asked, err := exports.Read(ctx, export, c.parameters())
		if err != nil {
			return told(err)
		}
		return c.write(ctx, export, asked)
	})
}

// parameters are those of the address that asks for the same.
func (c exportCommand) parameters() url.Values {
	parameters := url.Values{}
	for name, given := range c.Argument {
		parameters.Set(name, given)
	}
	for name, given := range map[string]string{"filter": c.Filter, "asOf": c.AsOf, "separator": c.Separator, "layout": c.Layout, "width": c.Width} {
		if given != "" {
			parameters.Set(name, given)
		}
	}
	if c.Bom {
		parameters.Set("bom", "true")
	}
	return parameters
}

// told joins what GraphQL says of several things into one error, without its places in a document that nobody wrote.
func told(err error) error {
	list, ok := errors.AsType[gqlerror.List](err)
	if !ok {
		return err
	}
	messages := make([]string, len(list))
	for i, each := range list {
		messages[i] = each.Message
	}
	return errors.New(strings.Join(messages, "; "))
}

// write writes to where was asked, with a bar where somebody sees it.
func (c exportCommand) write(ctx context.Context, export exchange.Export, asked exchange.Asked) error {
	total := 0
	if export.Count != nil {
		total, _ = export.Count(ctx, asked) // what cannot be counted has no total
	}
	bar := newProgress(os.Stderr, export.Name(), total)
	asked.Written = bar.add
	defer bar.end()
	if c.Output == "" {
		buffer := bufio.NewWriterSize(os.Stdout, 1<<16)
		return told(errors.Join(export.Write(ctx, buffer, asked), buffer.Flush()))
	}
	path := c.Output
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, api.FileName(export, asked))
	}
	if err := writeWhole(path, func(to io.Writer) error { return export.Write(ctx, to, asked) }); err != nil {
		return told(err)
	}
	bar.end()
	fmt.Fprintf(os.Stderr, "%s: %d %s\n", path, bar.done, cmp.Or(export.Rows, "rows"))
	return nil
}

// writeWhole writes a file that is there when all of it is, and leaves what was there otherwise.
func writeWhole(path string, write func(io.Writer) error) (err error) {
	file, err := os.Create(filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".part"))
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(file.Name()) // the error before says why it is not wanted
		}
	}()
	buffer := bufio.NewWriterSize(file, 1<<16)
	err = errors.Join(write(buffer), buffer.Flush(), file.Close())
	if err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}
