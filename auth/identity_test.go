package auth_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/coreos/go-oidc/v3/oidc/oidctest"
	"github.com/go-jose/go-jose/v4"
	"github.com/google/go-cmp/cmp"

	"ketenkaart/auth"
	"ketenkaart/registry"
)

// issuer is one that signs whatever a test wants.
type issuer struct {
	t       testing.TB
	address string
	key     *ecdsa.PrivateKey
	server  *oidctest.Server
	asked   atomic.Int64
	away    atomic.Bool
	now     atomic.Int64
}

func newIssuer(t testing.TB) *issuer {
	t.Helper()
	i := &issuer{t: t, key: newKey(t)}
	i.now.Store(time.Now().Unix())
	i.server = &oidctest.Server{PublicKeys: []oidctest.PublicKey{{PublicKey: i.key.Public(), KeyID: "one", Algorithm: oidc.ES256}}, Algorithms: []string{oidc.ES256}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i.asked.Add(1)
		if i.away.Load() {
			http.Error(w, "closed", http.StatusBadGateway)
			return
		}
		i.server.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	i.address = server.URL
	i.server.SetIssuer(server.URL)
	return i
}

func newKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func (i *issuer) clock() time.Time { return time.Unix(i.now.Load(), 0) }

func (i *issuer) pass(seconds int64) { i.now.Add(seconds) }

func (i *issuer) tokens() *auth.Tokens {
	return auth.NewTokens(i.address, "ketenkaart", auth.DefaultClaims(), i.clock)
}

// claims are those of an editor, with changes.
func (i *issuer) claims(changed map[string]any) map[string]any {
	claims := map[string]any{
		"iss": i.address, "aud": "ketenkaart", "sub": "u-1", "typ": "Bearer",
		"iat": i.clock().Unix(), "exp": i.clock().Add(5 * time.Minute).Unix(),
		"realm_access": map[string]any{"roles": []string{"editor", "offline_access"}}, "regions": []string{"VR08", "VR99"}, "partners": "stedin vitens",
	}
	maps.Copy(claims, changed)
	return claims
}

func (i *issuer) sign(changed map[string]any) string {
	i.t.Helper()
	return oidctest.SignIDToken(i.key, "one", oidc.ES256, told(i.t, i.claims(changed)))
}

func told(t testing.TB, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func request(token string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/graphql", http.NoBody)
	r.Header.Set("Authorization", "Bearer "+token)
	return r
}

func refusedAs(t *testing.T, err error, code registry.Code, reason registry.Reason) {
	t.Helper()
	known, ok := errors.AsType[*registry.Error](err)
	if !ok || known.Code != code || known.Reason != reason {
		t.Errorf("got %v, want %s, %s", err, code, reason)
	}
}

func TestR21ATokenSaysWhoAndWhat(t *testing.T) {
	i := newIssuer(t)
	got, err := auth.SignIn{Tokens: i.tokens()}.Identify(request(i.sign(nil)))
	if err != nil {
		t.Fatal(err)
	}
	want := auth.Identity{
		Actor: &registry.Actor{ID: "u-1", Rights: registry.Rights{
			Roles:   []registry.Role{registry.RoleReader, registry.RoleRegionEditor, registry.RolePartnerEditor},
			Regions: []string{"VR08"}, Partners: []string{"stedin", "vitens"},
		}},
		Until: i.clock().Add(5*time.Minute + 30*time.Second),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestTokensThatAreRefused(t *testing.T) {
	i := newIssuer(t)
	signIn, claims := auth.SignIn{Tokens: i.tokens()}, told(t, i.claims(nil))
	part := base64.RawURLEncoding.EncodeToString
	unsigned := part([]byte(`{"alg":"none","kid":"one"}`)) + "." + part([]byte(claims)) + "."
	whole := i.sign(nil)
	for name, token := range map[string]string{
		"none":             "",
		"no token":         "abc",
		"unsigned":         unsigned,
		"a shared secret":  hmac(t, claims),
		"another key":      oidctest.SignIDToken(newKey(t), "one", oidc.ES256, claims),
		"changed":          strings.Replace(whole, ".", "."+part([]byte(" ")), 1),
		"cut off":          whole[:len(whole)-4],
		"another issuer":   i.sign(map[string]any{"iss": "https://elders.example.nl"}),
		"another audience": i.sign(map[string]any{"aud": []string{"account", "elders"}}),
		"expired":          i.sign(map[string]any{"exp": i.clock().Add(-time.Minute).Unix()}),
		"without an end":   i.sign(map[string]any{"exp": nil}),
		"from the future":  i.sign(map[string]any{"iat": i.clock().Add(time.Minute).Unix()}),
		"not yet":          i.sign(map[string]any{"nbf": i.clock().Add(time.Hour).Unix()}),
		"an ID token":      i.sign(map[string]any{"typ": "ID"}),
		"of nobody":        i.sign(map[string]any{"sub": ""}),
		"of a number":      i.sign(map[string]any{"sub": 7}),
		"with a long name": i.sign(map[string]any{"sub": strings.Repeat("a", 201)}),
		"of many partners": i.sign(map[string]any{"partners": manyKeys(101)}),
		"huge":             i.sign(map[string]any{"more": strings.Repeat("a", 17<<10)}),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := signIn.Identify(request(token))
			refusedAs(t, err, registry.CodeUnauthenticated, auth.ReasonTokenRefused)
			if got.Actor != nil {
				t.Errorf("it is of %+v", got.Actor)
			}
		})
	}
}

// hmac signs with what everybody knows: a library that lets the token choose the algorithm takes a public key for a secret.
func hmac(t *testing.T, claims string) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.HS256, Key: []byte(strings.Repeat("k", 32))}, nil)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := signer.Sign([]byte(claims))
	if err != nil {
		t.Fatal(err)
	}
	text, err := signed.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func manyKeys(count int) []string {
	keys := make([]string, count)
	for i := range keys {
		keys[i] = fmt.Sprintf("partner-%d", i)
	}
	return keys
}

func TestRolesThatComeToLess(t *testing.T) {
	i := newIssuer(t)
	for name, c := range map[string]struct {
		claims map[string]any
		want   []registry.Role
	}{
		"no roles":                   {map[string]any{"realm_access": nil}, nil},
		"roles that are no list":     {map[string]any{"realm_access": map[string]any{"roles": 3}}, nil},
		"an editor of nothing":       {map[string]any{"regions": nil, "partners": []string{"Geen Sleutel"}}, []registry.Role{registry.RoleReader}},
		"a word in another case":     {map[string]any{"realm_access": map[string]any{"roles": "Registrar"}}, nil},
		"a reader with a region":     {map[string]any{"realm_access": map[string]any{"roles": "reader"}}, []registry.Role{registry.RoleReader}},
		"an analyst and registrar":   {map[string]any{"realm_access": map[string]any{"roles": "analyst registrar"}}, []registry.Role{registry.RoleAnalyst, registry.RoleRegistrar}},
		"an editor of one partner":   {map[string]any{"regions": "", "partners": "stedin"}, []registry.Role{registry.RoleReader, registry.RolePartnerEditor}},
		"regions that are an object": {map[string]any{"regions": map[string]any{"VR08": true}, "partners": nil}, []registry.Role{registry.RoleReader}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := auth.SignIn{Tokens: i.tokens()}.Identify(request(i.sign(c.claims)))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got.Actor.Rights.Roles); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestAnIssuerThatIsAwayComesBack(t *testing.T) {
	i := newIssuer(t)
	signIn := auth.SignIn{Tokens: i.tokens()}
	i.away.Store(true)
	for range 20 {
		_, err := signIn.Identify(request(i.sign(nil)))
		refusedAs(t, err, registry.CodeUnavailable, auth.ReasonIssuerAway)
	}
	if asked := i.asked.Load(); asked != 1 {
		t.Errorf("an issuer that is away was asked %d times at once", asked)
	}
	i.away.Store(false)
	i.pass(6)
	if _, err := signIn.Identify(request(i.sign(nil))); err != nil {
		t.Errorf("it is back, and %v", err)
	}
}

func TestKeysAreRotated(t *testing.T) {
	i := newIssuer(t)
	signIn := auth.SignIn{Tokens: i.tokens()}
	if _, err := signIn.Identify(request(i.sign(nil))); err != nil {
		t.Fatal(err)
	}
	next := newKey(t)
	i.server.PublicKeys = append(i.server.PublicKeys, oidctest.PublicKey{PublicKey: next.Public(), KeyID: "two", Algorithm: oidc.ES256})
	rotated := oidctest.SignIDToken(next, "two", oidc.ES256, told(t, i.claims(nil)))
	before := i.asked.Load()
	for range 20 {
		forged := oidctest.SignIDToken(newKey(t), "made-up", oidc.ES256, told(t, i.claims(nil)))
		_, err := signIn.Identify(request(forged))
		refusedAs(t, err, registry.CodeUnauthenticated, auth.ReasonTokenRefused)
	}
	if asked := i.asked.Load() - before; asked != 0 {
		t.Errorf("tokens with made-up keys had the issuer asked %d times just after", asked)
	}
	i.pass(6)
	if _, err := signIn.Identify(request(rotated)); err != nil {
		t.Errorf("a token of the next key: %v", err)
	}
}

func TestTokensOfNewKeysWaitForAnIssuerThatIsAway(t *testing.T) {
	i := newIssuer(t)
	signIn := auth.SignIn{Tokens: i.tokens()}
	if _, err := signIn.Identify(request(i.sign(nil))); err != nil {
		t.Fatal(err)
	}
	i.pass(6)
	i.away.Store(true)
	for range 2 {
		_, err := signIn.Identify(request(oidctest.SignIDToken(newKey(t), "two", oidc.ES256, told(t, i.claims(nil)))))
		refusedAs(t, err, registry.CodeUnavailable, auth.ReasonIssuerAway)
	}
	if _, err := signIn.Identify(request(i.sign(nil))); err != nil {
		t.Errorf("a token of a key that is known: %v", err)
	}
}

func TestAKeptTokenEndsAllTheSame(t *testing.T) {
	i := newIssuer(t)
	signIn, token := auth.SignIn{Tokens: i.tokens()}, i.sign(map[string]any{"exp": i.clock().Add(10 * time.Second).Unix()})
	if _, err := signIn.Identify(request(token)); err != nil {
		t.Fatal(err)
	}
	i.pass(41) // past the end, and the difference of clocks that is allowed
	_, err := signIn.Identify(request(token))
	refusedAs(t, err, registry.CodeUnauthenticated, auth.ReasonTokenRefused)
}

func TestAProxyIsBelievedFromItsAddressOnly(t *testing.T) {
	proxy := &auth.Proxy{
		From: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/24")}, User: "X-Forwarded-User", Roles: "X-Forwarded-Groups", Regions: "X-Forwarded-Regions",
		Partners: "X-Forwarded-Partners", RoleNames: auth.DefaultClaims().RoleNames,
	}
	ask := func(from string, signIn auth.SignIn) (auth.Identity, error) {
		r := httptest.NewRequest(http.MethodGet, "/graphql", http.NoBody)
		r.RemoteAddr = from
		r.Header.Set("X-Forwarded-User", "u-2")
		r.Header.Set("X-Forwarded-Groups", "editor,iets")
		r.Header.Set("X-Forwarded-Regions", "VR08")
		return signIn.Identify(r)
	}
	got, err := ask("10.0.0.7:4000", auth.SignIn{Proxy: proxy})
	want := auth.Identity{Actor: &registry.Actor{ID: "u-2", Rights: registry.Rights{
		Roles: []registry.Role{registry.RoleReader, registry.RoleRegionEditor}, Regions: []string{"VR08"}, Partners: []string{},
	}}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
	_, err = ask("10.0.1.7:4000", auth.SignIn{Proxy: proxy})
	refusedAs(t, err, registry.CodeUnauthenticated, registry.ReasonSignIn)
	got, err = ask("[::1]:4000", auth.SignIn{Proxy: proxy, Anonymous: true})
	if err != nil || got.Actor != nil {
		t.Errorf("from elsewhere it is nobody, and %+v, %v", got, err)
	}
}

func TestWithoutSignInItIsTheLocalUser(t *testing.T) {
	got, err := auth.SignIn{}.Identify(httptest.NewRequest(http.MethodGet, "/graphql", http.NoBody))
	if err != nil || got.Actor == nil || got.Actor.ID != "local" {
		t.Errorf("got %+v, %v", got, err)
	}
}
