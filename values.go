package main

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"

	"ketenkaart/api"
	"ketenkaart/auth"
)

// network is an address that a flag gives, or a network of them.
type network struct{ netip.Prefix }

// UnmarshalText reads it; kong calls it.
func (n *network) UnmarshalText(text []byte) (err error) {
	if address, single := netip.ParseAddr(string(text)); single == nil {
		n.Prefix = netip.PrefixFrom(address, address.BitLen())
		return nil
	}
	if n.Prefix, err = netip.ParsePrefix(string(text)); err != nil {
		return fmt.Errorf("%s: write an address such as 10.0.0.4, or a network such as 10.0.0.0/24", text)
	}
	return nil
}

func prefixes(of []network) []netip.Prefix {
	read := make([]netip.Prefix, len(of))
	for i, each := range of {
		read[i] = each.Prefix
	}
	return read
}

// site is where a flag says that a server is; the zero value is nowhere.
type site struct {
	// text is as it was given.
	text string
	url  *url.URL
}

// UnmarshalText reads it; kong calls it.
func (s *site) UnmarshalText(text []byte) error {
	address, err := url.Parse(string(text))
	if err != nil || address.Host == "" || address.Scheme != "https" && !(address.Scheme == "http" && api.IsLoopback(hostAndPort(address))) {
		return fmt.Errorf("%s: write it as https://HOST; http:// is for this machine alone", text)
	}
	*s = site{string(text), address}
	return nil
}

func hostAndPort(address *url.URL) string {
	if address.Port() == "" {
		return address.Host + ":80"
	}
	return address.Host
}

// roleName is an issuer's word for a role.
type roleName struct{ role, word string }

// UnmarshalText reads ROLE=WORD; kong calls it.
func (r *roleName) UnmarshalText(text []byte) error {
	r.role, r.word, _ = strings.Cut(string(text), "=")
	if r.in(&auth.RoleNames{}) == nil || r.word == "" {
		return fmt.Errorf("%s: write it as ROLE=WORD, with reader, analyst, editor or registrar as the role", text)
	}
	return nil
}

// in is where names have the role; nil when there is no such role.
func (r *roleName) in(names *auth.RoleNames) *string {
	return map[string]*string{"reader": &names.Reader, "analyst": &names.Analyst, "editor": &names.Editor, "registrar": &names.Registrar}[r.role]
}
