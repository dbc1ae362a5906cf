package api

import (
	"net"
	"net/http"
	"strings"

	"github.com/rs/cors"
)

// secureHeaders keeps browsers from making more of a response than it is. A page sets a policy of its own.
func secureHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("X-Frame-Options", "DENY")
		header.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

// shareWith lets pages of the origins use the API (CORS); without any, only its own.
func shareWith(origins []string) middleware {
	if len(origins) == 0 {
		return func(next http.Handler) http.Handler { return next }
	}
	return cors.New(cors.Options{
		AllowedOrigins: origins,
		AllowedMethods: []string{http.MethodGet, http.MethodPost},
		AllowedHeaders: []string{"Accept", "Authorization", "Content-Type", "If-None-Match", requestHeader, costHeader, leastHeader, lastHeader, clientHeader, "apollographql-client-version"},
		ExposedHeaders: []string{revisionHeader, "ETag", "Retry-After", requestHeader},
		MaxAge:         600,
	}).Handler
}

// IsLoopback says whether only this machine can reach an address to listen on.
func IsLoopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	return err == nil && isLoopbackName(host)
}

// isLoopbackHost says whether a Host header names this machine.
func isLoopbackHost(host string) bool { return isLoopbackName(hostName(host)) }

// hostName takes the port off a Host header.
func hostName(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.Trim(host, "[]")
}

func isLoopbackName(name string) bool {
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	if name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return true
	}
	ip := net.ParseIP(name)
	return ip != nil && ip.IsLoopback()
}
