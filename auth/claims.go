package auth

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"ketenkaart/registry"
)

// maxActor bounds the name that stands in the changes.
const maxActor = 200

// Claims say where a token has what somebody may. Each is a name, or names with dots between for what lies inside others,
// such as realm_access.roles of Keycloak.
type Claims struct {
	// Actor is a stable name for who acts, which the changes keep.
	Actor string
	// Roles has words of RoleNames; Regions codes of regions, and Partners keys of partners.
	Roles, Regions, Partners string
	// RoleNames says which words mean which role: reader, analyst, editor, registrar.
	RoleNames RoleNames
}

// RoleNames are the words of the issuer for what somebody is.
type RoleNames struct{ Reader, Analyst, Editor, Registrar string }

// DefaultClaims are those of the realm of Keycloak that is in deploy/keycloak.
func DefaultClaims() Claims {
	return Claims{
		Actor: "sub", Roles: "realm_access.roles", Regions: "regions", Partners: "partners",
		RoleNames: RoleNames{Reader: "reader", Analyst: "analyst", Editor: "editor", Registrar: "registrar"},
	}
}

// actor reads who a token is of.
func (c Claims) actor(given map[string]any) (registry.Actor, error) {
	name, _ := at(given, c.Actor).(string)
	if name == "" || len(name) > maxActor || name == registry.LocalActor().ID {
		return registry.Actor{}, fmt.Errorf("the claim %s is no name of 1 to %d characters, or that of this machine", c.Actor, maxActor)
	}
	roles, regions, partners := words(at(given, c.Roles)), words(at(given, c.Regions)), words(at(given, c.Partners))
	rights, err := c.RoleNames.rights(roles, regions, partners)
	return registry.Actor{ID: name, Rights: rights}, err
}

// rights are what roles come to. An editor without regions and partners is a reader, and codes of neither are of nothing.
func (n RoleNames) rights(words, regions, partners []string) (rights registry.Rights, err error) {
	rights.Regions, rights.Partners = known(registry.KindRegion, regions), known(registry.KindPartner, partners)
	if len(rights.Regions) > registry.MaxEditedRegions || len(rights.Partners) > registry.MaxEditedPartners {
		return registry.Rights{}, fmt.Errorf("editors are of at most %d regions and %d partners", registry.MaxEditedRegions, registry.MaxEditedPartners)
	}
	for _, each := range []struct {
		word string
		role registry.Role
		held bool
	}{
		{n.Reader, registry.RoleReader, true},
		{n.Analyst, registry.RoleAnalyst, true},
		{n.Editor, registry.RoleReader, true},
		{n.Editor, registry.RoleRegionEditor, len(rights.Regions) > 0},
		{n.Editor, registry.RolePartnerEditor, len(rights.Partners) > 0},
		{n.Registrar, registry.RoleRegistrar, true},
	} {
		if each.held && each.word != "" && slices.Contains(words, each.word) && !slices.Contains(rights.Roles, each.role) {
			rights.Roles = append(rights.Roles, each.role)
		}
	}
	return rights, nil
}

// known are the keys that can be of the kind, each once.
func known(kind registry.Kind, keys []string) []string {
	found := []string{}
	for _, key := range keys {
		if _, _, err := registry.ParseID("", registry.MakeID(kind, key)); err == nil && !slices.Contains(found, key) {
			found = append(found, key)
		}
	}
	return found
}

// at finds a claim, or nil.
func at(given map[string]any, path string) any {
	if value, there := given[path]; there {
		return value // a name may have dots of its own, as those that are addresses
	}
	name, rest, deeper := strings.Cut(path, ".")
	inside, isObject := given[name].(map[string]any)
	if !deeper || !isObject {
		return nil
	}
	return at(inside, rest)
}

// words reads a claim that is a list of words, or one text with spaces or commas between.
func words(value any) []string {
	switch value := value.(type) {
	case string:
		return strings.FieldsFunc(value, func(r rune) bool { return r == ' ' || r == ',' })
	case []any:
		found := []string{}
		for _, each := range value {
			if word, ok := each.(string); ok {
				found = append(found, word)
			}
		}
		return found
	default:
		return nil
	}
}

// decode reads the claims of a token that was verified.
func decode(raw json.RawMessage) (given map[string]any, err error) {
	return given, json.Unmarshal(raw, &given)
}
