// Package authtest has an issuer of tokens for tests.
package authtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/coreos/go-oidc/v3/oidc/oidctest"

	"ketenkaart/auth"
)

// Issuer starts an issuer, and gives who believes it and what signs a token for a role, as a header has it.
func Issuer(t testing.TB) (signIn auth.SignIn, sign func(role string, lasts time.Duration) string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	server := &oidctest.Server{PublicKeys: []oidctest.PublicKey{{PublicKey: key.Public(), KeyID: "one", Algorithm: oidc.ES256}}, Algorithms: []string{oidc.ES256}}
	issuer := httptest.NewServer(server)
	t.Cleanup(issuer.Close)
	server.SetIssuer(issuer.URL)
	sign = func(role string, lasts time.Duration) string {
		claims, err := json.Marshal(map[string]any{
			"iss": issuer.URL, "aud": "ketenkaart", "sub": "u-" + role, "iat": time.Now().Unix(), "exp": time.Now().Add(lasts).Unix(),
			"realm_access": map[string]any{"roles": []string{role}},
		})
		if err != nil {
			t.Fatal(err)
		}
		return "Bearer " + oidctest.SignIDToken(key, "one", oidc.ES256, string(claims))
	}
	return auth.SignIn{Tokens: auth.NewTokens(issuer.URL, "ketenkaart", auth.DefaultClaims(), time.Now)}, sign
}
