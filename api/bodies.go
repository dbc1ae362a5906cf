package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"golang.org/x/sync/semaphore"
)

const (
	// largeBody is from where on a request counts as large. What is smaller is read before another has its turn.
	largeBody = 64 << 10
	// bodiesRoom is how many bytes of large requests are held at once: what Go makes of JSON takes up to forty times as many.
	bodiesRoom = 4 << 20
)

// bodies bounds what large requests take before anybody knows what they cost.
type bodies struct {
	room     *semaphore.Weighted
	patience time.Duration
}

func newBodies(patience time.Duration) bodies {
	return bodies{room: semaphore.NewWeighted(bodiesRoom), patience: patience}
}

// admit lets a large request wait until there is room for it, and refuses it when that takes too long.
func (b bodies) admit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		size := r.ContentLength
		if size >= 0 && size <= largeBody || size > mostOf(r) {
			next.ServeHTTP(w, r)
			return
		}
		if size < 0 {
			size = mostOf(r) // it does not say
		}
		ctx, cancel := context.WithTimeout(r.Context(), b.patience)
		defer cancel()
		if b.room.Acquire(ctx, size) != nil {
			w.Header().Set("Retry-After", strconv.Itoa(retryAfter))
			writeError(w, http.StatusServiceUnavailable, overloaded())
			return
		}
		defer b.room.Release(size)
		next.ServeHTTP(w, r)
	})
}

// mostOf is how long the body of a request may be. One of a stream is held for as long as that lasts.
func mostOf(r *http.Request) int64 {
	if isStream(r) {
		return largeBody
	}
	return maxBody
}
