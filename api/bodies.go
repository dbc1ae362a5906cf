package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"golang.org/x/sync/semaphore"

	"ketenkaart/registry"
)

const (
	// largeBody is from where on a request counts as large. What is smaller is read before another has its turn.
	largeBody = 64 << 10
	// bodiesRoom is how many bytes of large requests are held at once: what Go makes of JSON takes up to forty times as many.
	bodiesRoom = 4 << 20
	// bodyTime is how long a request may be read while it has room. It is less than queueTime, so that who waits behind
	// one that does not come is not sent away for it.
	bodyTime = 5 * time.Second
)

// bodies bounds what large requests take before anybody knows what they cost.
type bodies struct {
	room     *semaphore.Weighted
	patience time.Duration
	// most is how long one may be.
	most int64
}

func newBodies(patience time.Duration, most int64) bodies {
	return bodies{room: semaphore.NewWeighted(max(bodiesRoom, most)), patience: patience, most: most}
}

// admit lets a large request wait until there is room for it, and refuses it when that takes too long.
func (b bodies) admit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		size := r.ContentLength
		if r.Method != http.MethodPost || size >= 0 && size <= largeBody || size > mostOf(r, b.most) {
			next.ServeHTTP(w, r)
			return
		}
		if size < 0 {
			size = mostOf(r, b.most) // it does not say
		}
		ctx, cancel := context.WithTimeout(r.Context(), b.patience)
		defer cancel()
		// Who finds room has no need to wait, not even when the patience is over before anybody looked.
		if !b.room.TryAcquire(size) && b.room.Acquire(ctx, size) != nil {
			w.Header().Set("Retry-After", strconv.Itoa(retryAfter))
			writeError(w, http.StatusServiceUnavailable, overloaded())
			return
		}
		held := &heldBody{ReadCloser: r.Body, control: http.NewResponseController(w), room: b.room, held: size}
		defer func() { b.room.Release(held.held) }()
		_ = held.control.SetReadDeadline(time.Now().Add(bodyTime)) // a writer without deadlines has no client that is slow
		r.Body = held
		next.ServeHTTP(w, r)
	})
}

// heldBody is the body of a request that has room. Once it was read it has as much as it needs: none when it is not
// large, and its length otherwise, for what Go made of it is held until the answer was written.
type heldBody struct {
	io.ReadCloser
	control    *http.ResponseController
	room       *semaphore.Weighted
	read, held int64
}

// Read gives back what is not needed at the end of the body. One that broke off keeps its deadline, for the server reads
// on before it answers.
func (h *heldBody) Read(data []byte) (int, error) {
	n, err := h.ReadCloser.Read(data)
	h.read += int64(n)
	if err == io.EOF {
		_ = h.control.SetReadDeadline(time.Time{}) // as above
		needed := min(h.read, h.held)
		if h.read <= largeBody {
			needed = 0
		}
		h.room.Release(h.held - needed)
		h.held = needed
	}
	return n, err
}

// mostOf is how long the body of a request may be. One of a stream is held for as long as that lasts, so it is never large.
func mostOf(r *http.Request, most int64) int64 {
	if isStream(r) {
		return min(largeBody, most)
	}
	return most
}

// read reads the body of a request within its limit, and leaves it to be read again.
func (b bodies) read(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			if status, err := readBody(w, r, b.most); err != nil {
				writeError(w, status, err)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

func readBody(w http.ResponseWriter, r *http.Request, limit int64) (int, *registry.Error) {
	most := mostOf(r, limit)
	if r.ContentLength > most {
		return bodyTooLarge(limit)
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return bodyTooLarge(limit)
	}
	if err != nil {
		return http.StatusBadRequest, badRequest(reasonMalformed, "the request broke off")
	}
	if err := checkRequestText(body); err != nil {
		return http.StatusBadRequest, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return 0, nil
}

func bodyTooLarge(most int64) (int, *registry.Error) {
	message := fmt.Sprintf("a request has at most %d bytes, and %d when it begins a stream", most, min(largeBody, most))
	return http.StatusRequestEntityTooLarge, badRequest(reasonTooLarge, message)
}
