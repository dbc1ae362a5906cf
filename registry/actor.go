package registry

import "context"

// Actor is who acts: it goes with every call down to the Change that the call writes.
type Actor struct {
	// ID is stored on the Change and makes an idempotencyKey unique (R15).
	ID string
	// Rights are what the actor may do and see (R21).
	Rights Rights
}

// LocalActor is who uses this machine, and may do all: the programs, and a server that listens on the loopback without sign-in.
func LocalActor() Actor { return Actor{ID: "local", Rights: Rights{Roles: []Role{RoleRegistrar}}} }

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

// authorise returns who acts, when one of the actor's roles may take the action at all; what it touches is held against the
// rights by checkRights. UNAUTHENTICATED when nobody is signed in; FORBIDDEN with NOT_ALLOWED.
func authorise(ctx context.Context, action Action) (Actor, error) {
	actor, ok := ActorFrom(ctx)
	if !ok {
		return Actor{}, (&Error{Code: CodeUnauthenticated, Reason: ReasonSignIn, Message: "sign in to " + string(action)}).with("action", action)
	}
	return actor, actor.mayAsA(action)
}

// MaySeeContacts says whether contact points and actors are shown (R18): to signed-in users only, who have a role.
func MaySeeContacts(ctx context.Context) bool {
	actor, ok := ActorFrom(ctx)
	return ok && len(actor.Rights.Roles) > 0
}
