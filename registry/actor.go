package registry

import "context"

// Actor is who acts: it goes with every call down to the Change that the call writes.
type Actor struct {
	// ID is stored on the Change and makes an idempotencyKey unique (R15).
	ID string
}

// LocalActor is the user of a server that listens on the loopback without sign-in.
func LocalActor() Actor { return Actor{ID: "local"} }

type actorKey struct{}

// WithActor returns a context in which the actor acts.
func WithActor(ctx context.Context, actor Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, actor)
}

// ActorFrom returns the actor of a context; false when nobody is signed in.
func ActorFrom(ctx context.Context) (Actor, bool) {
	actor, ok := ctx.Value(actorKey{}).(Actor)
	return actor, ok
}

// authorise is the one place that decides whether an actor may do an action; whoever is known may do all.
// UNAUTHENTICATED when nobody is signed in.
func authorise(ctx context.Context, action Action) (Actor, error) {
	actor, ok := ActorFrom(ctx)
	if !ok {
		return Actor{}, (&Error{Code: CodeUnauthenticated, Reason: ReasonSignIn, Message: "sign in to " + string(action)}).with("action", action)
	}
	return actor, nil
}

// MaySeeContacts says whether contact points and actors are shown (R18): to signed-in users only.
func MaySeeContacts(ctx context.Context) bool {
	_, ok := ActorFrom(ctx)
	return ok
}
