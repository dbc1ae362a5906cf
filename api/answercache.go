package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/klauspost/compress/gzip"
	"github.com/vektah/gqlparser/v2/ast"

	"ketenkaart/registry"
)

const (
	// largestKept bounds one answer that is kept.
	largestKept = 1 << 20
	// keptAnswers bounds how many are kept, whatever their size, and how many questions are remembered that were asked once.
	keptAnswers = 16 << 10
)

// cacheKey is all that an answer to a query depends on but the revision: the request as it was sent, the day, and what who
// asks may see.
type cacheKey [sha256.Size]byte

// answerCache keeps the bytes of answers with the revision of the register that they are of. Each is given again only after
// the store said that this is still the revision, so that no answer is older than the request, whichever replica answers.
type answerCache struct {
	// revision is that of the register, after it was asked.
	revision func(context.Context) (int, error)
	today    func() registry.Date
	most     int

	mutex sync.Mutex
	// kept are the answers, those used longest ago first to go; asked are the questions that came once.
	kept  *simplelru.LRU[cacheKey, *keptAnswer]
	asked *simplelru.LRU[cacheKey, struct{}]
	bytes int
	// making are the answers that somebody works out.
	making map[cacheKey]*making

	hits, misses atomic.Int64
}

// making is an answer that somebody works out, for those who wait for it.
type making struct {
	done chan struct{}
	// kept says, once it is done, whether it was kept.
	kept bool
}

// keptAnswer is an answer with its revision.
type keptAnswer struct {
	revision  int
	operation operationName
	// fields are those that were asked for.
	fields []string
	body   []byte
	// packed is the body by gzip, made when somebody takes it so.
	packed func() []byte
}

func newAnswerCache(revision func(context.Context) (int, error), today func() registry.Date, most int) *answerCache {
	c := &answerCache{revision: revision, today: today, most: most, making: map[cacheKey]*making{}}
	// The sizes are constants, of which neither is none.
	c.kept, _ = simplelru.NewLRU(keptAnswers, func(_ cacheKey, old *keptAnswer) { c.bytes -= old.size() })
	c.asked, _ = simplelru.NewLRU[cacheKey, struct{}](keptAnswers, nil)
	return c
}

// size is what an answer takes, with what is packed of it.
func (a *keptAnswer) size() int { return 2*len(a.body) + len(a.operation.name) + sha256.Size }

// key gathers what the answer depends on. Every part says how long it is, so that no two requests look the same.
func (c *answerCache) key(ctx context.Context, raw []byte) cacheKey {
	hash := sha256.New()
	add := func(part string) {
		var length [8]byte
		binary.LittleEndian.PutUint64(length[:], uint64(len(part)))
		hash.Write(length[:])
		hash.Write([]byte(part))
	}
	add(string(c.today()))
	if actor, known := registry.ActorFrom(ctx); known {
		for _, list := range [][]string{wordsOf(actor.Rights.Roles), actor.Rights.Regions, actor.Rights.Partners} {
			list = slices.Sorted(slices.Values(list))
			add(strconv.Itoa(len(list)))
			for _, each := range list {
				add(each)
			}
		}
	}
	hash.Write(raw)
	return cacheKey(hash.Sum(nil))
}

func wordsOf[T ~string](values []T) []string {
	words := make([]string, len(values))
	for i, value := range values {
		words[i] = string(value)
	}
	return words
}

// find returns the answer that is kept, when the register is still as it was. Whoever is told to make it calls the function
// with the answer, or with nil; others wait for that.
func (c *answerCache) find(ctx context.Context, key cacheKey) (found *keptAnswer, revision int, make func(*keptAnswer), err error) {
	for {
		if !c.known(key) {
			return nil, 0, nil, nil
		}
		if revision, err = c.revision(ctx); err != nil {
			return nil, 0, nil, err
		}
		found, wait, mine := c.look(key, revision)
		switch {
		case found != nil:
			c.hits.Add(1)
			return found, revision, nil, nil
		case mine:
			c.misses.Add(1)
			return nil, revision, func(answer *keptAnswer) { c.keep(key, answer) }, nil
		}
		select {
		case <-wait.done:
			if !wait.kept {
				return nil, 0, nil, nil // it is none to keep, so nobody need wait for the next
			}
		case <-ctx.Done():
			return nil, 0, nil, context.Cause(ctx)
		}
	}
}

// known says whether the question was asked before. The first time it costs nothing but that it is remembered.
func (c *answerCache) known(key cacheKey) bool {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.asked.Contains(key) || c.kept.Contains(key) {
		return true
	}
	c.asked.Add(key, struct{}{})
	c.misses.Add(1)
	return false
}

func (c *answerCache) look(key cacheKey, revision int) (found *keptAnswer, wait *making, mine bool) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if kept, there := c.kept.Get(key); there && kept.revision == revision {
		return kept, nil, false
	}
	if wait, there := c.making[key]; there {
		return nil, wait, false
	}
	c.making[key] = &making{done: make(chan struct{})}
	return nil, nil, true
}

// keep takes an answer in, nil when there is none to keep, and wakes those who wait for it.
func (c *answerCache) keep(key cacheKey, answer *keptAnswer) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	made := c.making[key]
	made.kept = answer != nil && len(answer.body) <= largestKept
	close(made.done)
	delete(c.making, key)
	if !made.kept {
		return
	}
	answer.packed = sync.OnceValue(func() []byte { return pack(answer.body) })
	c.kept.Remove(key)
	c.kept.Add(key, answer)
	for c.bytes += answer.size(); c.bytes > c.most; {
		c.kept.RemoveOldest()
	}
}

func pack(body []byte) []byte {
	var packed bytes.Buffer
	writer, err := gzip.NewWriterLevel(&packed, gzipLevel)
	if err == nil {
		_, err = writer.Write(body)
	}
	if err == nil {
		err = writer.Close()
	}
	if err != nil {
		return nil // it writes into memory, and is sent as it is
	}
	return packed.Bytes()
}

// serve writes a kept answer, or that the client has it already.
func (a *keptAnswer) serve(w http.ResponseWriter, r *http.Request, key cacheKey, mediaType string) {
	header := w.Header()
	header.Set(revisionHeader, strconv.Itoa(a.revision))
	if r.Method != http.MethodPost {
		tag := tagOf(key, a.revision, mediaType)
		header.Set("ETag", tag)
		header.Set("Cache-Control", "private, no-cache")
		header.Set("Vary", "Accept, Accept-Encoding, Authorization, Cookie")
		if holdsTag(r.Header.Get("If-None-Match"), tag) {
			header.Del("Content-Type")
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	body := a.body
	if len(body) >= gzipFrom && takesGzip(r) {
		if packed := a.packed(); packed != nil {
			body = packed
			header.Set("Content-Encoding", "gzip")
			header.Set("Vary", "Accept, Accept-Encoding, Authorization, Cookie")
		}
	}
	header.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // a client that left needs no answer
}

// tagOf is weak, for the same answer may be packed or not.
func tagOf(key cacheKey, revision int, mediaType string) string {
	sum := sha256.Sum256(fmt.Appendf(key[:], "%d %s", revision, mediaType))
	return `W/"` + base64.RawURLEncoding.EncodeToString(sum[:18]) + `"`
}

// holdsTag says whether a client names the tag as one that it has.
func holdsTag(given, tag string) bool {
	return slices.ContainsFunc(strings.Split(given, ","), func(each string) bool {
		each = strings.TrimSpace(each)
		return each == tag || "W/"+each == tag
	})
}

func takesGzip(r *http.Request) bool {
	for _, given := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		name, quality, _ := strings.Cut(strings.TrimSpace(given), ";")
		if strings.EqualFold(name, "gzip") {
			liked, err := strconv.ParseFloat(strings.TrimPrefix(strings.ReplaceAll(quality, " ", ""), "q="), 64)
			return quality == "" || err == nil && liked > 0
		}
	}
	return false
}

// keepable says whether the answer to an operation is the same for whoever has the same rights, as long as the register is
// as it is: a query that succeeded, and does not ask who asks.
func keepable(op *graphql.OperationContext, answer *graphql.Response) bool {
	if op.Operation.Operation != ast.Query || len(answer.Errors) > 0 {
		return false
	}
	return !asksFor(op.Operation.SelectionSet, "viewer")
}

// asksFor says whether a selection has one of the fields, itself or in its fragments.
func asksFor(selection ast.SelectionSet, fields ...string) bool {
	return slices.ContainsFunc(selection, func(each ast.Selection) bool {
		switch each := each.(type) {
		case *ast.Field:
			return slices.Contains(fields, each.Name)
		case *ast.InlineFragment:
			return asksFor(each.SelectionSet, fields...)
		case *ast.FragmentSpread:
			return asksFor(each.Definition.SelectionSet, fields...)
		}
		return false
	})
}
