package main

import (
	"archive/zip"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"ketenkaart/exchange"
	"ketenkaart/registry"
)

// errRefused ends the program with 1 when all that there is to say of it has been said.
var errRefused = errors.New("refused")

// importCommand reads a register into the one that there is.
type importCommand struct {
	From    string   `arg:"" optional:"" name:"folder" placeholder:"FOLDER" type:"path" help:"A folder of CSV files as in data/register, or a zip of them. Of a file that is not there, nothing changes."`
	Bundled bool     `help:"Import the register that comes with this version of the program."`
	Apply   bool     `help:"Write it. Without this it is a dry run, which says what would be done."`
	Reason  string   `placeholder:"TEXT" help:"Why, for whoever reads the change later."`
	End     []string `name:"end-missing" placeholder:"LIST" help:"Also end what has no row any more, of this list, such as partners; may be repeated, or separated by commas. Needs --reason."`
	On      string   `placeholder:"DAY" help:"The first day on which that does not hold any more (today)."`
	JSON    bool     `name:"json" help:"Say it as JSON."`
}

// Validate refuses a call that names no register, or two; kong calls it.
func (c importCommand) Validate() error {
	if (c.From == "") != c.Bundled {
		return errors.New("name the FOLDER to import, or say --bundled")
	}
	if len(c.End) > 0 && c.Reason == "" {
		return errors.New("--end-missing: say with --reason why it ends")
	}
	if len(c.End) == 0 && c.On != "" {
		return errors.New("--on is the day of --end-missing, which is not there")
	}
	if c.On != "" {
		if _, err := registry.ParseDate(c.On); err != nil {
			return fmt.Errorf("--on: %w", err)
		}
	}
	return nil
}

// Run says what an import does, and does it when that is asked and nothing is refused.
func (c importCommand) Run(ctx context.Context, p *program) error {
	in, err := c.input()
	if faults, ok := errors.AsType[*exchange.RowErrors](err); ok {
		return errors.Join(tell(os.Stdout, exchange.ReportOf(faults), c.JSON), errRefused)
	}
	if err != nil {
		return err
	}
	return p.withRegister(ctx, func(_ store, reg *registry.Registry) error {
		ctx := registry.WithActor(ctx, registry.LocalActor())
		if len(c.End) > 0 {
			in.Missing = &registry.Ending{Lists: c.End, On: cmp.Or(registry.Date(c.On), reg.Today()), Reason: c.Reason}
		}
		plan, err := reg.PlanImport(ctx, in)
		if err != nil {
			return err
		}
		if c.Apply && plan.Counts[registry.OutcomeRefused] == 0 {
			bar := newProgress(os.Stderr, "import", plan.Counts[registry.OutcomeNew])
			in.Written = bar.add
			// Others may change the register between the two: what is told is what was done.
			plan, err = reg.Import(ctx, in)
			bar.end()
			if err != nil {
				return err
			}
		}
		return tellPlan(os.Stdout, plan, c.JSON)
	})
}

// input reads what is to be imported.
func (c importCommand) input() (in registry.ImportInput, err error) {
	if c.Reason != "" {
		in.Reason = &c.Reason
	}
	if c.Bundled {
		in.Data, err = exchange.BundledRegister()
		return in, err
	}
	folder, done, err := openFolder(c.From)
	if err != nil {
		return in, err
	}
	defer done()
	in.Data, err = exchange.ReadUpdate(folder)
	return in, wrap("read "+c.From, err)
}

// openFolder opens a folder, or a zip as one; done closes it.
func openFolder(path string) (folder fs.FS, done func(), err error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	if info.IsDir() {
		return os.DirFS(path), func() {}, nil
	}
	archive, err := zip.OpenReader(path)
	if err != nil {
		return nil, nil, fmt.Errorf("%s is neither a folder nor a zip: %w", path, err)
	}
	return archive, func() { _ = archive.Close() }, nil // it was only read
}

// tellPlan says what is done, or would be; it fails when something is refused.
func tellPlan(to io.Writer, plan registry.Plan, asJSON bool) error {
	report, err := exchange.ReportOfPlan(plan)
	if err != nil {
		return err
	}
	if err := tell(to, report, asJSON); err != nil || report.Refused == 0 {
		return err
	}
	return errRefused
}

// tell says what is done, for people or for programs.
func tell(to io.Writer, report exchange.Report, asJSON bool) error {
	if asJSON {
		return report.WriteJSON(to)
	}
	if err := report.WriteTable(to); err != nil {
		return err
	}
	_, err := fmt.Fprintln(to, verdict(report))
	return err
}

// verdict says in one line what came of it.
func verdict(report exchange.Report) string {
	switch {
	case report.Refused > 0:
		return "Nothing was written, since not all of it can be: mend what is refused, and try again."
	case report.Revision != nil && *report.FirstRevision < *report.Revision:
		return fmt.Sprintf("Written as revisions %d to %d.", *report.FirstRevision, *report.Revision)
	case report.Revision != nil:
		return fmt.Sprintf("Written as revision %d.", *report.Revision)
	case len(report.Rows) == 0:
		return "Nothing to change: the register has all of this already."
	}
	return "Nothing was written, for this is a dry run: --apply writes it."
}
