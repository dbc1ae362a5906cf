package events

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"syscall"
)

// errPrivate is why a webhook is not sent to an address within: whoever writes its URL could otherwise reach what only we can.
var errPrivate = errors.New("the address is of this machine or of a network of our own: allowPrivate allows it")

// notPublic are networks that lead nowhere on the internet, or to addresses of IPv4 within those of IPv6, besides those that
// netip.Addr knows.
var notPublic = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("192.0.2.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("::/96"), netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("100::/64"), netip.MustParsePrefix("2001::/23"),
	netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("fec0::/10"),
}

// isPublic says whether an address is one of the internet.
func isPublic(address netip.Addr) bool {
	address = address.Unmap()
	return address.IsGlobalUnicast() && !address.IsPrivate() && !slices.ContainsFunc(notPublic, func(within netip.Prefix) bool { return within.Contains(address) })
}

// onlyPublic refuses a connection within: it is asked when the name was looked up, so that a name cannot lead there either.
func onlyPublic(_, address string, _ syscall.RawConn) error {
	host, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("read the address of the receiver: %w", err)
	}
	if !isPublic(host.Addr()) {
		return errPrivate
	}
	return nil
}

// dialer connects to where the webhook may be.
func (w Webhook) dialer() *net.Dialer {
	dialer := &net.Dialer{Timeout: connectTime}
	if !w.AllowPrivate {
		dialer.Control = onlyPublic
	}
	return dialer
}
