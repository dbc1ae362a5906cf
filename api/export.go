package api

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"golang.org/x/sync/semaphore"

	"ketenkaart/exchange"
	"ketenkaart/registry"
)

// ExportPath is where exports are, by their names.
const ExportPath = "/export/"

const (
	// exportTime bounds an export, which reads all there is, and is sent as fast as its client takes it.
	exportTime = 10 * time.Minute
	// exportsAtOnce is how many run at once: what else is asked has the rest of the machine.
	exportsAtOnce = 3
	// exportBuffer is how much is sent at once. What goes wrong before it was full is still told with a status.
	exportBuffer = 64 << 10
)

// isExport recognises a request for an export.
func isExport(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, ExportPath) }

// exportHandler answers below ExportPath.
func exportHandler(config Config, clients *clients, rates *rates) http.Handler {
	queue := &queue{patience: cmp.Or(config.QueueTime, queueTime), lanes: []lane{{
		upTo: leastCost, room: semaphore.NewWeighted(exportsAtOnce * leastCost), waiting: make(chan struct{}, queueLength),
	}}}
	return chain(exporting{NewExports(config), queue, clients, config.Proxies}, compress(), patiently(cmp.Or(config.WriteTime, writeTime)), act(config.SignIn), rates.admit, mayExport, only(http.MethodGet, http.MethodHead))
}

// mayExport refuses who may only look things up (R21).
func mayExport(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if actor, there := registry.ActorFrom(r.Context()); !there || !actor.Rights.MayExport() {
			refuseExport(w, there)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func refuseExport(w http.ResponseWriter, signedIn bool) {
	if !signedIn {
		refuseIdentity(w, &registry.Error{Code: registry.CodeUnauthenticated, Reason: registry.ReasonSignIn, Message: "sign in to export"})
		return
	}
	writeError(w, http.StatusForbidden, &registry.Error{Code: registry.CodeForbidden, Reason: registry.ReasonNotAllowed, Message: "exports are for analysts, editors and registrars"})
}

// exporting answers with exports.
type exporting struct {
	*Exports
	queue   *queue
	clients *clients
	proxies Proxies
}

func (e exporting) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	export, asked, err := e.asked(r)
	if err != nil {
		e.refuse(w, r, err)
		return
	}
	header := w.Header()
	header.Set("Content-Type", export.MediaType)
	header.Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", FileName(export, asked)))
	header.Set("Cache-Control", "no-store")
	if r.Method == http.MethodHead {
		return
	}
	of := runner{e.proxies.senderOf(r).client(r.Context()), exports}
	if err := e.clients.begin(of); err != nil {
		e.refuse(w, r, err)
		return
	}
	defer e.clients.end(of)
	admitted, err := e.queue.enter(r.Context(), leastCost)
	if err != nil {
		e.refuse(w, r, err)
		return
	}
	defer admitted.end()
	e.send(w, r, export, asked)
}

// FileName is what an export is called where it is kept: by what it is, and the day that it is of.
func FileName(export exchange.Export, asked exchange.Asked) string {
	return fmt.Sprintf("ketenkaart-%s-%s.%s", export.What, asked.AsOf, export.Format)
}

// asked reads the address.
func (e exporting) asked(r *http.Request) (export exchange.Export, asked exchange.Asked, err error) {
	if export, err = e.Find(strings.TrimPrefix(r.URL.Path, ExportPath)); err != nil {
		return export, asked, err
	}
	asked, err = e.read(r, export)
	return export, asked, err
}

// send writes the export. What goes wrong once a part was sent cannot be told any more, so the connection is cut, by which
// the client knows that it has not all.
func (e exporting) send(w http.ResponseWriter, r *http.Request, export exchange.Export, asked exchange.Asked) {
	sent := &sending{ctx: r.Context(), to: w}
	buffer := bufio.NewWriterSize(sent, exportBuffer)
	err := export.Write(r.Context(), buffer, asked)
	if err == nil {
		err = buffer.Flush()
	}
	switch {
	case err == nil:
	case sent.began:
		e.presented(r.Context(), err) // which logs it
		panic(http.ErrAbortHandler)
	default:
		e.refuse(w, r, err)
	}
}

// sending knows whether anything was sent, and sends no more when the time is over or the client left.
type sending struct {
	ctx   context.Context
	to    http.ResponseWriter
	began bool
}

func (s *sending) Write(data []byte) (int, error) {
	if s.ctx.Err() != nil {
		return 0, context.Cause(s.ctx)
	}
	s.began = true
	n, err := s.to.Write(data)
	if err != nil {
		err = &registry.Error{Code: registry.CodeUnavailable, Reason: reasonCancelled, Message: "the client takes no more", Cause: err}
	}
	return n, err
}

// patiently bounds how long a client may leave what is written to it, each time, and not how long all of it takes.
func patiently(patience time.Duration) middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			control := http.NewResponseController(w)
			_ = control.SetReadDeadline(time.Time{}) // a writer without deadlines needs none taken off
			next.ServeHTTP(&patient{ResponseWriter: w, control: control, patience: patience}, r)
			_ = control.SetWriteDeadline(time.Now().Add(patience)) // for the end of the answer
		})
	}
}

// patient is a writer that sets a deadline for each write.
type patient struct {
	http.ResponseWriter
	control  *http.ResponseController
	patience time.Duration
}

func (p *patient) Write(data []byte) (int, error) {
	_ = p.control.SetWriteDeadline(time.Now().Add(p.patience)) // as above
	return p.ResponseWriter.Write(data)
}

// Unwrap lets http.ResponseController find what is below.
func (p *patient) Unwrap() http.ResponseWriter { return p.ResponseWriter }
