package resolvers

import (
	"context"

	"ketenkaart/registry"
)

// entityResolver finds what a gateway of Apollo Federation names by its key: all of one document are loaded together.
type entityResolver struct{}

func (entityResolver) FindRegionByCode(ctx context.Context, code string) (registry.Region, error) {
	return loadEntity[registry.Region](ctx, registry.KindRegion, code)
}

func (entityResolver) FindChainByCode(ctx context.Context, code string) (registry.Chain, error) {
	return loadEntity[registry.Chain](ctx, registry.KindChain, code)
}

func (entityResolver) FindSectorByCode(ctx context.Context, code string) (registry.Sector, error) {
	return loadEntity[registry.Sector](ctx, registry.KindSector, code)
}

func (entityResolver) FindPartnerByKey(ctx context.Context, key string) (registry.Partner, error) {
	return loadEntity[registry.Partner](ctx, registry.KindPartner, key)
}

// checkEntities refuses what names no entity, which generated code would take for a failure of the server. BAD_USER_INPUT with INVALID,
// or with MALFORMED_ID and the place of the first.
func checkEntities(representations []any) error {
	if err := registry.CheckCount("representations", len(representations), registry.MaxPageSize); err != nil {
		return err
	}
	keys := map[registry.Kind]string{registry.KindRegion: "code", registry.KindChain: "code", registry.KindSector: "code", registry.KindPartner: "key"}
	for i, given := range representations {
		representation, _ := given.(map[string]any)
		kind, _ := representation["__typename"].(string)
		key, _ := representation[keys[registry.Kind(kind)]].(string)
		if _, _, err := registry.ParseID("representations", registry.MakeID(registry.Kind(kind), key)); err != nil || keys[registry.Kind(kind)] == "" {
			return registry.Invalid(registry.ReasonMalformedID, "representations", "item %d names no Region, Chain or Sector by its code, and no Partner by its key", i)
		}
	}
	return nil
}

// loadEntity returns a thing by its key; NOT_FOUND.
func loadEntity[T registry.Node](ctx context.Context, kind registry.Kind, key string) (found T, err error) {
	id := registry.MakeID(kind, key)
	node, err := load(ctx).nodes.Load(ctx, id)
	if err != nil {
		return found, err
	}
	found, there := node.(T)
	if !there {
		return found, registry.NotFound(id).At("representations")
	}
	return found, nil
}
