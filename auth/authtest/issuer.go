// Package authtest has an issuer of tokens for tests.
package authtest

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/coreos/go-oidc/v3/oidc/oidctest"
	"golang.org/x/oauth2"

	"ketenkaart/auth"
	"ketenkaart/registry"
)

// Issuer starts an issuer, and gives who believes it and what signs a token for a role, as a header has it.
func Issuer(t testing.TB) (signIn auth.SignIn, sign func(role string, lasts time.Duration) string) {
	t.Helper()
	i := start(t)
	return auth.SignIn{Tokens: i.tokens()}, func(role string, lasts time.Duration) string {
		return "Bearer " + i.sign(role, "ketenkaart", "", lasts)
	}
}

// Public is where browsers reach a server that signs in by Browsers.
const Public = "http://kaart.localhost"

// Browsers starts an issuer that signs every browser in that comes, with a role and without asking, and gives who believes it.
func Browsers(t testing.TB, role string, store registry.SessionStore) auth.SignIn {
	t.Helper()
	i := start(t)
	i.role = role
	public, err := url.Parse(Public)
	if err != nil {
		t.Fatal(err)
	}
	tokens := i.tokens()
	return auth.SignIn{Tokens: tokens, Sessions: auth.NewSessions(tokens, "ketenkaart", "", public, []byte("0123456789abcdef0123456789abcdef"), store)}
}

// Browser is a browser for which Public is the server at an address.
func Browser(t testing.TB, address string) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, Transport: &http.Transport{DialContext: func(ctx context.Context, network, to string) (net.Conn, error) {
		if to == "kaart.localhost:80" {
			to = address
		}
		return (&net.Dialer{}).DialContext(ctx, network, to)
	}}}
}

// issuer is one of tokens.
type issuer struct {
	t       testing.TB
	address string
	key     *ecdsa.PrivateKey
	role    string
	mutex   sync.Mutex
	// asked are the questions of browsers, by the code that each took back.
	asked map[string]url.Values
}

func start(t testing.TB) *issuer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	i, mux := &issuer{t: t, key: key, asked: map[string]url.Values{}}, http.NewServeMux()
	told := &oidctest.Server{PublicKeys: []oidctest.PublicKey{{PublicKey: key.Public(), KeyID: "one", Algorithm: oidc.ES256}}, Algorithms: []string{oidc.ES256}}
	mux.Handle("/", told)
	mux.HandleFunc("GET /auth", i.ask)
	mux.HandleFunc("POST /token", i.token)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	told.SetIssuer(server.URL)
	i.address = server.URL
	return i
}

func (i *issuer) tokens() *auth.Tokens {
	return auth.NewTokens(i.address, "ketenkaart", auth.DefaultClaims(), time.Now)
}

// sign signs a token of a role for an audience; with a nonce it is of the question that had it.
func (i *issuer) sign(role, audience, nonce string, lasts time.Duration) string {
	claims, err := json.Marshal(map[string]any{
		"iss": i.address, "aud": audience, "sub": "u-" + role, "iat": time.Now().Unix(), "exp": time.Now().Add(lasts).Unix(), "nonce": nonce,
		"realm_access": map[string]any{"roles": []string{role}},
	})
	if err != nil {
		i.t.Error(err)
	}
	return oidctest.SignIDToken(i.key, "one", oidc.ES256, string(claims))
}

// ask sends a browser back with a code.
func (i *issuer) ask(w http.ResponseWriter, r *http.Request) {
	code := rand.Text()
	i.mutex.Lock()
	i.asked[code] = r.URL.Query()
	i.mutex.Unlock()
	back := url.Values{"code": {code}, "state": {r.URL.Query().Get("state")}}
	http.Redirect(w, r, r.URL.Query().Get("redirect_uri")+"?"+back.Encode(), http.StatusSeeOther)
}

// token gives tokens for a code, once, to who has the verifier of its question.
func (i *issuer) token(w http.ResponseWriter, r *http.Request) {
	i.mutex.Lock()
	asked, known := i.asked[r.FormValue("code")]
	delete(i.asked, r.FormValue("code"))
	i.mutex.Unlock()
	if !known || oauth2.S256ChallengeFromVerifier(r.FormValue("code_verifier")) != asked.Get("code_challenge") {
		http.Error(w, `{"error": "invalid_grant"}`, http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	err := json.NewEncoder(w).Encode(map[string]string{
		"token_type": "Bearer", "access_token": i.sign(i.role, "ketenkaart", "", time.Minute), "id_token": i.sign(i.role, asked.Get("client_id"), asked.Get("nonce"), time.Minute),
	})
	if err != nil {
		i.t.Error(err)
	}
}
