package auth

import (
	"net/http"
	"net/netip"
	"slices"

	"ketenkaart/registry"
)

// Proxy takes the word of a proxy that signs in, from named addresses only.
type Proxy struct {
	// From are the addresses of the proxy.
	From []netip.Prefix
	// User, Roles, Regions and Partners are the headers that say who it is, and what they may.
	User, Roles, Regions, Partners string
	RoleNames                      RoleNames
}

// identify says who a proxy says it is; false when it says nobody, or is none that is trusted.
func (p *Proxy) identify(r *http.Request) (Identity, bool) {
	user := r.Header.Get(p.User)
	if user == "" || len(user) > maxActor || user == registry.LocalActor().ID || !p.trusts(r.RemoteAddr) {
		return Identity{}, false
	}
	rights, err := p.RoleNames.rights(p.words(r, p.Roles), p.words(r, p.Regions), p.words(r, p.Partners))
	if err != nil {
		return Identity{}, false
	}
	return Identity{Actor: &registry.Actor{ID: user, Rights: rights}}, true
}

func (p *Proxy) words(r *http.Request, header string) []string {
	found := []string{}
	for _, value := range r.Header.Values(header) {
		found = append(found, words(value)...)
	}
	return found
}

func (p *Proxy) trusts(remote string) bool {
	address, err := netip.ParseAddrPort(remote)
	return err == nil && slices.ContainsFunc(p.From, func(prefix netip.Prefix) bool { return prefix.Contains(address.Addr().Unmap()) })
}
