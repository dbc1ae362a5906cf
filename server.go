// Ketenkaart is the register of who works with whom in Dutch netcentric crisis management, as a GraphQL API.
//
// This file is the program: it reads the configuration, chooses the store, puts the parts together and runs them.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // dates are days in Europe/Amsterdam, on machines without time zones too

	"github.com/alecthomas/kong"

	"ketenkaart/api"
	"ketenkaart/registry"
	"ketenkaart/server"
	"ketenkaart/web"
)

//go:generate go run ./scripts/generate

const (
	// memoryLimit is far above what the usual questions take, less than 100 MB, and leaves room for the heaviest under 512 MB.
	memoryLimit = 256 << 20
	// gcPercent costs some 10 MB, and saves some of the time of the usual questions.
	gcPercent = 250
	closeTime = 5 * time.Second

	exitFailed = 1
	exitUsage  = 2
)

const description = `The register of who works with whom in Dutch netcentric crisis management: a GraphQL API with GraphiQL.

Examples:
  ketenkaart --example                                   on SQLite in this folder, with the bundled register and example
  ketenkaart --store sqlite:/var/lib/kaart.db            on a file elsewhere
  ketenkaart --store bolt://127.0.0.1:7687               on Neo4j (also neo4j://, and +s for TLS)
  ketenkaart --store bolt://127.0.0.1:7687 load          fill an empty Neo4j, say what it holds, and end
  ketenkaart --listen 127.0.0.1:0                        on any free port
  ketenkaart export partners.csv -o partners.csv         what the register holds, for other programs
  ketenkaart import FOLDER                               what files would change in the register; --apply changes it
  ketenkaart revert 12                                   what taking change 12 back would do; --apply does it
  ketenkaart backup kaart-2026-11-28.db                  the whole register in one file, also while it is served
  ketenkaart restore kaart-2026-11-28.db                 a store that is not there yet, of such a file
  ketenkaart webhooks                                    how far the receivers of changes are
  ketenkaart doctor                                      whether the whole stored register is as the rules say
  ketenkaart copy --from sqlite:kaart.db --to bolt://127.0.0.1:7687   a whole register, history too, into an empty store

Neo4j's user and password come from NEO4J_USERNAME and NEO4J_PASSWORD, or from the file of --credentials.

Ends with 0 when all went well, 1 when something failed or was refused, 2 when it was called in a wrong way.`

// program is the command line; every flag has an environment variable.
type program struct {
	Store       string   `default:"sqlite:ketenkaart.db" env:"KETENKAART_STORE" placeholder:"ADDRESS" help:"Where the register is kept: sqlite:PATH, or neo4j://, neo4j+s://, bolt:// or bolt+s://HOST:PORT (${default})."`
	Credentials string   `env:"KETENKAART_CREDENTIALS" placeholder:"FILE" type:"existingfile" help:"A file with the lines NEO4J_USERNAME=... and NEO4J_PASSWORD=..., which go before the environment's."`
	Example     bool     `env:"KETENKAART_EXAMPLE" help:"Fill an empty store with the bundled register and the illustrated example. Not together with --empty or --register."`
	Empty       bool     `env:"KETENKAART_EMPTY" help:"Leave an empty store empty, instead of filling it with the bundled register."`
	Register    string   `env:"KETENKAART_REGISTER" placeholder:"FOLDER" type:"existingdir" help:"Fill an empty store with the register in this folder, CSV files as in data/register, instead of the bundled one. Not together with --example or --empty."`
	Guide       string   `env:"KETENKAART_GUIDE" placeholder:"FOLDER" type:"existingdir" help:"Take the subjects, steps, questions and frameworks for agreements from this folder, CSV files as in data/guide, instead of the bundled ones."`
	Listen      string   `default:"127.0.0.1:8080" env:"KETENKAART_LISTEN" placeholder:"HOST:PORT" help:"Where to listen; port 0 is any free one (${default})."`
	CORSOrigin  []string `name:"cors-origin" env:"KETENKAART_CORS_ORIGIN" placeholder:"ORIGIN" help:"A web origin whose pages may use the API, such as https://kaart.example.nl; may be repeated, or separated by commas. Without any, only the server's own pages."`
	Host        []string `env:"KETENKAART_HOST" placeholder:"NAME" help:"A name by which clients reach the server, such as kaart.example.nl; may be repeated, or separated by commas. Without any, a server that listens on more than this machine answers to every name."`
	AnswerCache int      `default:"32" env:"KETENKAART_ANSWER_CACHE" placeholder:"MB" help:"How many megabytes of answers are kept for as long as the register does not change; 0 keeps none (${default})."`
	Log         string   `default:"text" enum:"text,json" env:"KETENKAART_LOG" placeholder:"text|json" help:"The form of the log on standard error: text or json (${default})."`

	SignIn  signInFlags  `embed:"" group:"Sign-in"`
	Door    doorFlags    `embed:"" group:"The door"`
	Observe observeFlags `embed:"" group:"Seeing how it does"`
	Notify  notifyFlags  `embed:"" group:"Telling other systems"`

	Serve   serveCommand    `cmd:"" default:"withargs" help:"Serve the API (what happens without a command)."`
	Load    loadCommand     `cmd:"" help:"Open the store, fill it when it is empty, say what it holds, and end."`
	Export  exportCommand   `cmd:"" help:"Write what the register holds in a format of other programs, such as partners.csv or network.graphml."`
	Import  importCommand   `cmd:"" help:"Say what a register from files changes in the one that there is, and with --apply change it."`
	Revert  revertCommand   `cmd:"" help:"Say what it would take to take a change back as a whole, and with --apply do it."`
	Backup  backupCommand   `cmd:"" help:"Write the whole register into one file, also while it is served."`
	Restore restoreCommand  `cmd:"" help:"Make a store that is not there, or an empty Neo4j, of a backup that is whole."`
	Doctor  doctorCommand   `cmd:"" help:"Hold the whole stored register against the rules, and name whatever is not as they say."`
	Hooks   webhooksCommand `cmd:"" name:"webhooks" help:"Say how far each webhook is and what failed, and have it sent again or skipped."`
	SignOut signOutCommand  `cmd:"" name:"sign-out" help:"End the sessions of browsers of somebody, on all servers."`
	Copy    copyCommand     `cmd:"" help:"Copy a whole register, with its history, from one store into another that is empty."`
	Health  healthCommand   `cmd:"" help:"Ask the server that listens on --listen whether it is ready."`
	Version versionCommand  `cmd:"" help:"Say which version this is."`
}

type (
	serveCommand   struct{}
	loadCommand    struct{}
	healthCommand  struct{}
	versionCommand struct{}
)

func main() {
	var p program
	parser := kong.Must(&p, kong.Vars(api.UsualLimits()), kong.Name("ketenkaart"), kong.Description(description), kong.ConfigureHelp(kong.HelpOptions{NoExpandSubcommands: true, WrapUpperBound: 120}))
	command, err := parser.Parse(os.Args[1:])
	if err != nil {
		fmt.Fprintf(os.Stderr, "ketenkaart: %s\nketenkaart --help tells how to call it.\n", err)
		os.Exit(exitUsage)
	}
	if err := p.run(command); errors.Is(err, errRefused) {
		os.Exit(exitFailed)
	} else if err != nil {
		fmt.Fprintf(os.Stderr, "ketenkaart: %s\n", strings.TrimSpace(err.Error()))
		os.Exit(exitFailed)
	}
}

// run has the chosen command done until it ends, or until the process is told to stop.
func (p *program) run(command *kong.Context) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// Whoever insists, with a second signal, is not kept waiting.
	defer context.AfterFunc(ctx, stop)()
	command.BindTo(ctx, (*context.Context)(nil))
	return command.Run(p)
}

// Run serves until it is told to stop.
func (serveCommand) Run(ctx context.Context, p *program) error {
	tuneMemory()
	watching, err := p.Observe.begin(ctx)
	if err != nil {
		return err
	}
	defer watching.end()
	return p.withWatchedStore(ctx, watching.calls, func(store store, reg *registry.Registry) error {
		listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", p.Listen)
		if err != nil {
			return fmt.Errorf("%w; --listen 127.0.0.1:0 takes any free port", err)
		}
		defer listener.Close()
		state, err := p.fill(ctx, store, reg)
		if err != nil {
			return err
		}
		log := newLog(p.Log, os.Stderr)
		handler, err := p.handler(store, reg, log, watching)
		if err != nil {
			return err
		}
		sender, err := p.sender(store, reg, log, watching)
		if err != nil {
			return err
		}
		p.announce(os.Stdout, listener.Addr().String(), watching.address(), state)
		bounded, certificate, err := p.Door.listen(listener)
		if err != nil {
			return err
		}
		if bounded, err = api.CountConnections(bounded, watching.metrics); err != nil {
			return err
		}
		return watching.whileServing(ctx, log, func(ctx context.Context) error {
			return whileSending(ctx, sender, func(ctx context.Context) error { return api.Serve(ctx, bounded, certificate, handler, log) })
		})
	})
}

// tuneMemory trades memory that the process may have anyway for less work of the garbage collector, unless the
// environment says otherwise.
func tuneMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
}

// Run fills an empty store.
func (loadCommand) Run(ctx context.Context, p *program) error {
	return p.withStore(ctx, func(store store, reg *registry.Registry) error {
		state, err := p.fill(ctx, store, reg)
		if err == nil {
			describe(os.Stdout, p.Store, state)
		}
		return err
	})
}

// Run asks a running server.
func (healthCommand) Run(ctx context.Context, p *program) error {
	return api.CheckReady(ctx, p.Door.scheme(), p.Listen, p.Door.BasePath)
}

// Run names the version.
func (versionCommand) Run() error {
	fmt.Println("ketenkaart", version())
	return nil
}

// handler puts the server's parts together.
func (p *program) handler(store store, reg *registry.Registry, log *slog.Logger, watching *watching) (http.Handler, error) {
	pages, err := web.Handler(web.Settings{Endpoint: p.Door.BasePath + api.Path, Sessions: p.SignIn.OIDCClient != ""}, web.GraphiQL())
	if err != nil {
		return nil, err
	}
	signIn, err := p.SignIn.signIn(store)
	if err != nil {
		return nil, err
	}
	config := api.Config{
		SignIn:   signIn,
		ReadOnly: p.SignIn.ReadOnly,
		Ping:     store.Ping,
		Pages:    pages,
		Log:      log,
		Origins:  p.CORSOrigin,
		Local:    api.IsLoopback(p.Listen),
		Hosts:    p.Host,

		AnswerCache:    p.AnswerCache << 20,
		Metrics:        watching.metrics,
		Traces:         watching.traces,
		SlowOperations: p.Observe.SlowOperations,

		EventSource: p.Notify.EventSource,
		PublicURL:   p.SignIn.PublicURL.text,
	}
	if err := p.Door.apply(&config); err != nil {
		return nil, err
	}
	return server.New(reg, version(), config)
}

func newLog(form string, to io.Writer) *slog.Logger {
	if form == "json" {
		return slog.New(slog.NewJSONHandler(to, nil))
	}
	return slog.New(slog.NewTextHandler(to, nil))
}

// announce says where everything is, in both languages where it matters.
func (p *program) announce(to io.Writer, address, metrics string, state registry.State) {
	host, port, err := net.SplitHostPort(address)
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsUnspecified() {
		address = net.JoinHostPort("127.0.0.1", port)
	}
	fmt.Fprintf(to, "Ketenkaart %s\n", version())
	base := p.Door.scheme() + "://" + address + p.Door.BasePath
	fmt.Fprintf(to, "  GraphQL:   %s%s\n", base, api.Path)
	if !p.Door.Production {
		fmt.Fprintf(to, "  Page:      %s/\n", base)
		if web.GraphiQL() != nil {
			fmt.Fprintf(to, "  GraphiQL:  %s/graphiql\n", base)
		}
	}
	if metrics != "" {
		fmt.Fprintf(to, "  Metrics:   %s\n", metrics)
	}
	describe(to, p.Store, state)
	p.SignIn.announce(to, p.Listen, p.behindProxy())
}

// describe says what the store holds.
func describe(to io.Writer, address string, state registry.State) {
	fmt.Fprintf(to, "  Store:     %s, with %d partners and %d collaborations\n", redacted(address), state.Partners, state.Collaborations)
	if state.Illustrations {
		fmt.Fprintln(to, "  Let op: dit register bevat illustraties. Die laten zien wat erin kan staan, en zijn geen feiten.")
		fmt.Fprintln(to, "  Mind: this register holds illustrations. They show what it can hold, and are not facts.")
	}
}

// commit is what the build was told that it is built from; a build that sees the repository knows it by itself.
var commit string

// version is that of the module, when it was built from a tagged or committed state, and else the commit that the build was told.
func version() string {
	build, ok := debug.ReadBuildInfo()
	switch {
	case ok && build.Main.Version != "" && build.Main.Version != "(devel)":
		return build.Main.Version
	case commit != "":
		return "commit " + commit
	}
	return "dev"
}
