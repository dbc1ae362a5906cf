package registry

import "context"

// Viewer is who asks, and what they may (R21).
type Viewer struct {
	Actor       string
	Roles       []Role
	RegionCodes []string
	PartnerKeys []string
}

// ViewerFrom returns who asks; nil when nobody is signed in.
func ViewerFrom(ctx context.Context) *Viewer {
	actor, ok := ActorFrom(ctx)
	if !ok {
		return nil
	}
	rights := actor.Rights
	return &Viewer{
		Actor: actor.ID, Roles: append([]Role{}, rights.Roles...),
		RegionCodes: append([]string{}, rights.Regions...), PartnerKeys: append([]string{}, rights.Partners...),
	}
}
