package api

import (
	"net/http"

	"ketenkaart/registry"
)

// act has every request act as the local user. This is the one place where signing in will decide who acts.
func act(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(registry.WithActor(r.Context(), registry.LocalActor())))
	})
}
