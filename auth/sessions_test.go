package auth_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"ketenkaart/auth"
)

// browser asks the handler of sessions as a browser does, and keeps no cookies.
func browser(t *testing.T, i *issuer, public, method, path string, headers ...string) *http.Response {
	t.Helper()
	address, err := url.Parse(public)
	if err != nil {
		t.Fatal(err)
	}
	sessions := auth.NewSessions(i.tokens(), "ketenkaart", "", address, []byte(strings.Repeat("k", 32)), nil)
	r, w := httptest.NewRequest(method, path, http.NoBody), httptest.NewRecorder()
	for n := 0; n < len(headers); n += 2 {
		r.Header.Set(headers[n], headers[n+1])
	}
	sessions.Handler().ServeHTTP(w, r)
	return w.Result()
}

// TestSignInGoesToTheIssuer looks at what leaves; e2e/keycloak comes back.
func TestSignInGoesToTheIssuer(t *testing.T) {
	i := newIssuer(t)
	for public, name := range map[string]string{"https://kaart.example.nl/kaart": "__Host-ketenkaart-sign-in", "http://127.0.0.1:8080": "ketenkaart-sign-in"} {
		got := browser(t, i, public, http.MethodGet, auth.SignInPath)
		to, err := got.Location()
		if err != nil {
			t.Fatal(err)
		}
		asked := to.Query()
		if !strings.HasPrefix(to.String(), i.address) || asked.Get("response_type") != "code" || asked.Get("code_challenge_method") != "S256" ||
			asked.Get("redirect_uri") != public+auth.ReturnPath || len(asked.Get("state")) < 40 || len(asked.Get("nonce")) < 40 {
			t.Errorf("it goes to %s", to)
		}
		cookie := got.Cookies()[0]
		if cookie.Name != name || !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Secure != strings.HasPrefix(public, "https") || cookie.Path != "/" || cookie.MaxAge != 600 {
			t.Errorf("the cookie is %s", cookie)
		}
		if strings.Contains(cookie.Value, asked.Get("state")) {
			t.Error("the cookie shows what it keeps")
		}
	}
}

func TestSignInSaysThatTheIssuerIsAway(t *testing.T) {
	i := newIssuer(t)
	i.away.Store(true)
	got := browser(t, i, "https://kaart.example.nl", http.MethodGet, auth.SignInPath)
	if said, err := io.ReadAll(got.Body); err != nil || got.StatusCode != http.StatusServiceUnavailable || !strings.Contains(string(said), "de aanmelddienst antwoordt niet") {
		t.Errorf("%v %s %s", err, got.Status, said)
	}
}

// A link to the callback, made by somebody who signed in as somebody else, signs nobody in.
func TestOnlyWhoWentToSignInComesBack(t *testing.T) {
	i := newIssuer(t)
	begun := browser(t, i, "https://kaart.example.nl", http.MethodGet, auth.SignInPath)
	own := begun.Cookies()[0]
	to, err := begun.Location()
	if err != nil {
		t.Fatal(err)
	}
	state := to.Query().Get("state")
	for name, c := range map[string]struct {
		cookie, state string
		status        int
	}{
		"without a cookie":      {"", state, http.StatusBadRequest},
		"with another's state":  {own.Name + "=" + own.Value, "abc", http.StatusBadRequest},
		"without a state":       {own.Name + "=" + own.Value, "", http.StatusBadRequest},
		"with a changed cookie": {own.Name + "=" + own.Value[:len(own.Value)-4], state, http.StatusBadRequest},
		"with a made-up code":   {own.Name + "=" + own.Value, state, http.StatusForbidden},
	} {
		t.Run(name, func(t *testing.T) {
			got := browser(t, i, "https://kaart.example.nl", http.MethodGet, auth.ReturnPath+"?code=abc&state="+url.QueryEscape(c.state), "Cookie", c.cookie)
			for _, cookie := range got.Cookies() {
				if cookie.MaxAge >= 0 {
					t.Errorf("it sets %s", cookie)
				}
			}
			if got.StatusCode != c.status {
				t.Errorf("got %s", got.Status)
			}
		})
	}
}

func TestSignOutEndsTheCookie(t *testing.T) {
	i := newIssuer(t)
	got := browser(t, i, "https://kaart.example.nl", http.MethodPost, auth.SignOutPath)
	if to := got.Header.Get("Location"); got.StatusCode != http.StatusSeeOther || to != "https://kaart.example.nl/" {
		t.Errorf("%s to %s", got.Status, to)
	}
	if cookie := got.Cookies()[0]; cookie.Name != "__Host-ketenkaart-session" || cookie.MaxAge >= 0 || cookie.Value != "" {
		t.Errorf("the cookie is %s", cookie)
	}
	told := browser(t, i, "https://kaart.example.nl", http.MethodPost, auth.SignOutPath, "Accept", "application/json")
	if text, err := io.ReadAll(told.Body); err != nil || told.StatusCode != http.StatusOK || string(text) != `{"location":"https://kaart.example.nl/"}`+"\n" {
		t.Errorf("%v %s %s", err, told.Status, text)
	}
	if got := browser(t, i, "https://kaart.example.nl", http.MethodGet, auth.SignOutPath); got.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("by a link: %s", got.Status)
	}
}
