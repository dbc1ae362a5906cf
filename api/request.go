package api

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"
)

const (
	requestHeader = "X-Request-Id"
	maxRequestID  = 64
)

// request is what is known of a request, for its log line and for the errors that name it.
type request struct {
	id     string
	method string
	// stream says that the answer has no end of its own.
	stream bool
	// operation, errors and code are noted when GraphQL has answered.
	mutex     sync.Mutex
	operation string
	actor     string
	errors    int
	code      string
}

type requestKey struct{}

// requestFrom returns the request of a context; an empty one when there is none, so that it can be asked anywhere.
func requestFrom(ctx context.Context) *request {
	if found, ok := ctx.Value(requestKey{}).(*request); ok {
		return found
	}
	return &request{}
}

// identify gives each request an id: the client's own, when it is a plain word, so that logs can be laid side by side.
func identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get(requestHeader)
		if !isPlainWord(id) {
			id = rand.Text()
		}
		w.Header().Set(requestHeader, id)
		ctx := context.WithValue(r.Context(), requestKey{}, &request{id: id, method: r.Method, stream: isStream(r)})
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func isPlainWord(id string) bool {
	if id == "" || len(id) > maxRequestID {
		return false
	}
	return !strings.ContainsFunc(id, func(r rune) bool {
		plain := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.'
		return !plain
	})
}

// logRequests writes one line for each request, and counts it; health checks only when debugging, for they come all day.
func logRequests(log *slog.Logger, proxies Proxies, seen *seen) middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			began := time.Now()
			recorder := &recorder{ResponseWriter: w, status: http.StatusOK}
			// An export that is cut off leaves by a panic, and is a request as well.
			defer func() {
				level := slog.LevelInfo
				if route(r) == routeHealth {
					level = slog.LevelDebug
				}
				noted := requestFrom(r.Context())
				seen.request(r, recorder.status)
				log.LogAttrs(r.Context(), level, "request", append(noted.attributes(r, recorder), slog.String("client", nameOf(proxies.address(r), "")), tookFor(time.Since(began)))...)
			}()
			next.ServeHTTP(recorder, r)
		})
	}
}

// tookFor says how long something took, in milliseconds.
func tookFor(took time.Duration) slog.Attr {
	return slog.Float64("took_ms", float64(took.Microseconds())/1000)
}

// loggedActor names who acts. A name that is an address of e-mail is of a person, and is told by its hash.
func loggedActor(actor string) string {
	if !strings.Contains(actor, "@") {
		return actor
	}
	sum := sha256.Sum256([]byte(actor))
	return "sha256:" + hex.EncodeToString(sum[:8])
}

func (noted *request) attributes(r *http.Request, sent *recorder) []slog.Attr {
	attributes := []slog.Attr{
		slog.String("id", noted.id),
		slog.String("method", r.Method),
		slog.String("path", r.URL.Path),
		slog.Int("status", sent.status),
		slog.Int64("bytes", sent.bytes),
	}
	noted.mutex.Lock()
	defer noted.mutex.Unlock()
	if noted.actor != "" {
		attributes = append(attributes, slog.String("actor", loggedActor(noted.actor)))
	}
	if noted.operation != "" {
		attributes = append(attributes, slog.String("operation", noted.operation))
	}
	if noted.errors > 0 {
		attributes = append(attributes, slog.Int("errors", noted.errors), slog.String("code", noted.code))
	}
	return attributes
}

// answered notes what was asked, when GraphQL does not.
func (noted *request) answered(operation string) {
	noted.mutex.Lock()
	defer noted.mutex.Unlock()
	noted.operation = operation
}

// by notes who acts.
func (noted *request) by(actor string) {
	noted.mutex.Lock()
	defer noted.mutex.Unlock()
	noted.actor = actor
}

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
	wrote  bool
}

// WriteHeader remembers the first status, the one that was sent.
func (w *recorder) WriteHeader(status int) {
	if !w.wrote {
		w.status, w.wrote = status, true
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write counts the bytes.
func (w *recorder) Write(data []byte) (int, error) {
	w.wrote = true
	n, err := w.ResponseWriter.Write(data)
	w.bytes += int64(n)
	return n, err
}

// Flush sends what is there, for event streams.
func (w *recorder) Flush() {
	if flusher, ok := w.ResponseWriter.(http.Flusher); ok {
		flusher.Flush()
	}
}

// Unwrap lets http.ResponseController find what is below.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }
