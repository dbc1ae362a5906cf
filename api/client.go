package api

import (
	"context"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"ketenkaart/registry"
)

// Proxies are the addresses of those that stand before the server, whose X-Forwarded-For is believed.
type Proxies []netip.Prefix

// sender is where a request, and all that comes over a WebSocket, comes from.
type sender struct {
	address string
	// local says that it is this machine.
	local bool
}

func (p Proxies) senderOf(r *http.Request) sender {
	address := p.address(r)
	return sender{nameOf(address, r.RemoteAddr), address.IsLoopback()}
}

// client names who asks: who is signed in, which over a WebSocket its first message may say, else the address.
func (s sender) client(ctx context.Context) string {
	if actor, known := registry.ActorFrom(ctx); known && actor.ID != registry.LocalActor().ID {
		return "actor " + actor.ID
	}
	return s.address
}

// address is that of the client: the last one of X-Forwarded-For that is no proxy's, when a proxy sent the request.
func (p Proxies) address(r *http.Request) netip.Addr {
	remote, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	address := remote.Addr().Unmap()
	passed := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, given := range slices.Backward(passed) {
		if !p.trust(address) {
			return address
		}
		before, err := netip.ParseAddr(strings.TrimSpace(given))
		if err != nil {
			return address
		}
		address = before.Unmap()
	}
	return address
}

func (p Proxies) trust(address netip.Addr) bool {
	return slices.ContainsFunc(p, func(prefix netip.Prefix) bool { return prefix.Contains(address) })
}

// nameOf names an address; of IPv6 its network, for one client has all addresses of it.
func nameOf(ip netip.Addr, otherwise string) string {
	if !ip.IsValid() {
		return otherwise
	}
	if ip.Is6() {
		if network, err := ip.Prefix(64); err == nil {
			return network.String()
		}
	}
	return ip.String()
}
