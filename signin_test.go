package main

import (
	"strings"
	"testing"
)

func TestSignInSettingsThatCannotWork(t *testing.T) {
	for name, c := range map[string]struct {
		flags  signInFlags
		listen string
		says   string
		behind bool
	}{
		"behind a proxy, alone":    {signInFlags{}, "127.0.0.1:8080", "nobody signs in", true},
		"open to others":           {signInFlags{}, "0.0.0.0:8080", "nobody signs in", false},
		"open and signed in":       {signInFlags{NoSignIn: true, AnonymousRead: true}, "0.0.0.0:8080", "--no-sign-in contradicts", false},
		"browsers without address": {signInFlags{OIDCIssuer: "https://x.nl", OIDCClient: "kaart"}, "127.0.0.1:0", "needs --oidc-issuer, --public-url and --session-key", false},
		"a key without browsers":   {signInFlags{SessionKey: "x"}, "127.0.0.1:0", "are for --oidc-client", false},
		"an issuer without TLS":    {signInFlags{OIDCIssuer: "http://inloggen.example.nl"}, "127.0.0.1:0", "https://HOST", false},
		"an issuer that is none":   {signInFlags{OIDCIssuer: "keycloak"}, "127.0.0.1:0", "https://HOST", false},
		"a proxy by name":          {signInFlags{SignInProxy: []string{"proxy"}}, "127.0.0.1:0", "--sign-in-proxy=proxy", false},
		"nothing to close":         {signInFlags{Closed: []string{"partners"}}, "127.0.0.1:0", "--closed=partners", false},
		"a role that is none":      {signInFlags{RoleNames: []string{"baas=x"}}, "127.0.0.1:0", "ROLE=WORD", false},
		"a role without a word":    {signInFlags{RoleNames: []string{"reader="}}, "127.0.0.1:0", "ROLE=WORD", false},
	} {
		t.Run(name, func(t *testing.T) {
			if err := c.flags.check(c.listen, c.behind); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want %q", err, c.says)
			}
		})
	}
	for name, c := range map[string]struct {
		flags  signInFlags
		listen string
		behind bool
	}{
		"behind a proxy that signs in": {signInFlags{SignInProxy: []string{"127.0.0.1"}}, "127.0.0.1:8080", true},
		"this machine":                 {signInFlags{}, "127.0.0.1:8080", false},
		"reading for all":              {signInFlags{AnonymousRead: true}, "0.0.0.0:8080", false},
		"an issuer here":               {signInFlags{OIDCIssuer: "http://127.0.0.1:8443/realms/ketenkaart"}, "0.0.0.0:8080", false},
		"a proxy":                      {signInFlags{SignInProxy: []string{"10.0.0.4", "fd00::/8"}}, "0.0.0.0:8080", false},
	} {
		t.Run(name, func(t *testing.T) {
			if err := c.flags.check(c.listen, c.behind); err != nil {
				t.Error(err)
			}
		})
	}
}
