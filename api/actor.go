package api

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/coder/websocket"

	"ketenkaart/auth"
	"ketenkaart/registry"
)

const (
	// statusUnauthorized closes a WebSocket of somebody who is not known, or not any more.
	statusUnauthorized = 4401
	// statusForbidden closes one that was opened with a token that is refused.
	statusForbidden = 4403
)

// errSignedOut is the cause of the end of a stream whose client is not signed in any more.
var errSignedOut = errors.New("you are not signed in any more: sign in again")

type identityKey struct{}

// identified is what was found of who sends a request; err is why nobody was, where that may still come.
type identified struct {
	auth.Identity
	err error
}

// act has every request act as who sends it. A WebSocket may say who it is in its first message, for browsers can give it no header.
func act(signIn auth.SignIn) middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			identity, err := signIn.Identify(r)
			if err != nil && !(isSocket(r) && registry.ReasonOf(err) == registry.ReasonSignIn) {
				refuseIdentity(w, err)
				return
			}
			ctx := context.WithValue(r.Context(), identityKey{}, identified{identity, err})
			next.ServeHTTP(w, r.WithContext(actAs(ctx, identity)))
		})
	}
}

func actAs(ctx context.Context, identity auth.Identity) context.Context {
	if identity.Actor == nil {
		return ctx
	}
	requestFrom(ctx).by(identity.Actor.ID)
	return registry.WithActor(ctx, *identity.Actor)
}

// refuseIdentity answers that nobody is known, in the way of RFC 6750.
func refuseIdentity(w http.ResponseWriter, err error) {
	known, isKnown := errors.AsType[*registry.Error](err)
	if !isKnown {
		known = internal(err)
	}
	status := http.StatusServiceUnavailable
	if known.Code == registry.CodeUnauthenticated {
		status = http.StatusUnauthorized
		challenge := "Bearer"
		if known.Reason == auth.ReasonTokenRefused {
			challenge = `Bearer error="invalid_token"`
		}
		w.Header().Set("WWW-Authenticate", challenge)
	} else {
		w.Header().Set("Retry-After", strconv.Itoa(retryAfter))
	}
	writeError(w, status, known)
}

// greet reads who opens a WebSocket from its first message: {"Authorization": "Bearer …"}, as its request would have said.
func greet(signIn auth.SignIn) transport.WebsocketInitFunc {
	return func(ctx context.Context, payload transport.InitPayload) (context.Context, *transport.InitPayload, error) {
		found, _ := ctx.Value(identityKey{}).(identified)
		given := payload.Authorization()
		if given == "" {
			if found.err != nil {
				return transport.WithWebsocketCloseCode(ctx, statusUnauthorized), nil, found.err
			}
			return ctx, nil, nil
		}
		token, isToken := auth.Bearer(given)
		if !isToken {
			return transport.WithWebsocketCloseCode(ctx, statusForbidden), nil, badRequest(reasonMalformed, "authorise by a Bearer token")
		}
		identity, err := signIn.ByToken(ctx, token)
		if err != nil {
			return transport.WithWebsocketCloseCode(ctx, statusForbidden), nil, err
		}
		endAt(ctx, identity.Until)
		return actAs(ctx, identity), nil, nil
	}
}

type cancelKey struct{}

// endAt ends a stream at a moment; the zero time is none.
func endAt(ctx context.Context, at time.Time) {
	cancel, there := ctx.Value(cancelKey{}).(context.CancelCauseFunc)
	if !there || at.IsZero() {
		return
	}
	timer := time.AfterFunc(time.Until(at), func() { cancel(errSignedOut) })
	context.AfterFunc(ctx, func() { timer.Stop() })
}

// endWhen ends a stream when its session was ended, for which it looks so often; nil is a session that cannot be.
func endWhen(ctx context.Context, ended func(context.Context) bool, every time.Duration) {
	cancel, there := ctx.Value(cancelKey{}).(context.CancelCauseFunc)
	if !there || ended == nil {
		return
	}
	go func() {
		looks := time.NewTicker(every)
		defer looks.Stop()
		for !ended(ctx) {
			select {
			case <-looks.C:
			case <-ctx.Done():
				return
			}
		}
		cancel(errSignedOut)
	}()
}

// closing says with what status and word a WebSocket is closed because of what ended it; 0 when that is no cause of ours.
func closing(ctx context.Context) (status int, reason string) {
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, errStopping):
		return int(websocket.StatusGoingAway), errStopping.Error()
	case errors.Is(cause, errSignedOut):
		return statusUnauthorized, errSignedOut.Error()
	}
	return 0, ""
}
