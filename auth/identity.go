// Package auth says who sends a request and what they may (R21): by a bearer token of OpenID Connect, by the cookie of a
// session that a browser signed in for, or by the headers of a proxy that signs in. It knows HTTP, and no GraphQL.
package auth

import (
	"context"
	"net/http"
	"strings"
	"time"

	"ketenkaart/registry"
)

// The reasons for which somebody is not known, by the code that carries them.
const (
	// UNAUTHENTICATED
	ReasonTokenRefused registry.Reason = "TOKEN_REFUSED"
	// UNAVAILABLE
	ReasonIssuerAway registry.Reason = "ISSUER_AWAY"
)

// Identity is who sends a request; the zero value is nobody.
type Identity struct {
	// Actor is who acts; nil when nobody is signed in.
	Actor *registry.Actor
	// Until is when that ends, and with it what goes on; zero when it does not.
	Until time.Time
	// Ended says whether it was ended before; nil when it cannot be.
	Ended func(context.Context) bool
}

// local is whoever uses the machine.
func local() Identity {
	actor := registry.LocalActor()
	return Identity{Actor: &actor}
}

// SignIn knows the ways in which somebody may be known. Nil ones are not there; without any, whoever reaches the server is
// the local user.
type SignIn struct {
	Tokens   *Tokens
	Sessions *Sessions
	Proxy    *Proxy
	// Anonymous has who is not signed in read what everybody may see, instead of nothing.
	Anonymous bool
}

// Identify says who sends a request. UNAUTHENTICATED with TOKEN_REFUSED, or with SIGN_IN_REQUIRED when nobody is signed in
// and reading takes that; UNAVAILABLE with ISSUER_AWAY, or with the store's reason when that does not say which sessions were ended.
func (s SignIn) Identify(r *http.Request) (Identity, error) {
	if s.Tokens == nil && s.Proxy == nil && !s.Anonymous {
		return local(), nil
	}
	if raw, given := Bearer(r.Header.Get("Authorization")); given {
		return s.ByToken(r.Context(), raw)
	}
	if s.Sessions != nil {
		if identity, there, err := s.Sessions.identify(r); there || err != nil {
			return identity, err
		}
	}
	if s.Proxy != nil {
		if identity, there := s.Proxy.identify(r); there {
			return identity, nil
		}
	}
	if s.Anonymous {
		return Identity{}, nil
	}
	return Identity{}, &registry.Error{Code: registry.CodeUnauthenticated, Reason: registry.ReasonSignIn, Message: "sign in first"}
}

// ByToken says who a bearer token is of; errors as Identify.
func (s SignIn) ByToken(ctx context.Context, raw string) (Identity, error) {
	if s.Tokens == nil {
		return Identity{}, refused("this server takes no tokens", nil)
	}
	return s.Tokens.verify(ctx, raw)
}

// Bearer takes the token out of what an Authorization header says; false when that is another way to sign in, or none.
func Bearer(header string) (token string, given bool) {
	scheme, token, _ := strings.Cut(header, " ")
	return strings.TrimSpace(token), strings.EqualFold(scheme, "Bearer")
}

// refused says that a token is none to go by; why is for the log, for it could help whoever forges.
func refused(message string, why error) *registry.Error {
	return &registry.Error{Code: registry.CodeUnauthenticated, Reason: ReasonTokenRefused, Message: message, Cause: why}
}
