package auth_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"ketenkaart/auth"
	"ketenkaart/registry"
)

// FuzzToken has nothing but what the issuer signed be anybody: the rest is refused for the same reason.
func FuzzToken(f *testing.F) {
	issuer := newIssuer(f)
	good := issuer.sign(nil)
	for _, seed := range []string{
		good, good[:len(good)-2], "", "..", "a.b.c", "eyJhbGciOiJub25lIn0." + good, issuer.sign(map[string]any{"aud": "another"}), issuer.sign(map[string]any{"realm_access": 1}),
		"eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.",
	} {
		f.Add(seed)
	}
	signIn := auth.SignIn{Tokens: issuer.tokens()}
	f.Fuzz(func(t *testing.T, raw string) {
		r := httptest.NewRequest(http.MethodPost, "/graphql", http.NoBody)
		r.Header["Authorization"] = []string{"Bearer " + raw}
		identity, err := signIn.Identify(r)
		if err == nil && (identity.Actor == nil || identity.Actor.ID != "u-1") {
			t.Errorf("%q is of %+v", raw, identity.Actor)
		}
		if err != nil && registry.ReasonOf(err) != auth.ReasonTokenRefused {
			t.Errorf("%q: %v", raw, err)
		}
	})
}
