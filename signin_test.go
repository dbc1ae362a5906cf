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
		"browsers without address": {signInFlags{OIDCIssuer: site{text: "https://x.nl"}, OIDCClient: "kaart"}, "127.0.0.1:0", "needs --oidc-issuer, --public-url and --session-key", false},
		"a key without browsers":   {signInFlags{SessionKey: "x"}, "127.0.0.1:0", "are for --oidc-client", false},
		"nothing to close":         {signInFlags{Closed: []string{"partners"}}, "127.0.0.1:0", "--closed=partners", false},
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
		"behind a proxy that signs in": {signInFlags{SignInProxy: make([]network, 1)}, "127.0.0.1:8080", true},
		"this machine":                 {signInFlags{}, "127.0.0.1:8080", false},
		"reading for all":              {signInFlags{AnonymousRead: true}, "0.0.0.0:8080", false},
		"an issuer here":               {signInFlags{OIDCIssuer: site{text: "http://127.0.0.1:8443/realms/ketenkaart"}}, "0.0.0.0:8080", false},
		"a proxy":                      {signInFlags{SignInProxy: make([]network, 2)}, "0.0.0.0:8080", false},
	} {
		t.Run(name, func(t *testing.T) {
			if err := c.flags.check(c.listen, c.behind); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestValuesThatAreNone: what a flag cannot mean is refused when it is read, by the name of the flag.
func TestValuesThatAreNone(t *testing.T) {
	for given, says := range map[string]string{
		"--oidc-issuer=http://inloggen.example.nl": "https://HOST", "--oidc-issuer=keycloak": "https://HOST", "--public-url=http://kaart.example.nl": "https://HOST",
		"--sign-in-proxy=proxy": "proxy: write an address", "--trusted-proxy=10.0.0.4,10.0.0.0/99": "10.0.0.0/99: write an address",
		"--role-name=baas=x": "ROLE=WORD", "--role-name=reader=": "ROLE=WORD",
	} {
		flag, _, _ := strings.Cut(given, "=")
		if code, _, said := call(t, t.TempDir(), nil, given, "version"); code != exitUsage || !strings.Contains(said, flag) || !strings.Contains(said, says) {
			t.Errorf("%s: %d %s", given, code, said)
		}
	}
	if code, _, said := call(t, t.TempDir(), nil, "--sign-in-proxy=10.0.0.4,fd00::/8", "--oidc-issuer=http://127.0.0.1:8443/realms/x", "--role-name=reader=lezer", "version"); code != 0 {
		t.Errorf("what is right: %d %s", code, said)
	}
}
