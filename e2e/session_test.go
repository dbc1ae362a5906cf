package e2e

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"ketenkaart/api"
	"ketenkaart/auth/authtest"
	"ketenkaart/e2e/world"
	"ketenkaart/registry"
)

// signedIn signs a browser in with the server, and gives it with what its session's cookie is.
func signedIn(t *testing.T, s world.Server) (*http.Client, string) {
	t.Helper()
	client := authtest.Browser(t, hostOf(t, s))
	asks(t, client, http.MethodGet, "/auth/sign-in?return=/livez", http.StatusOK)
	public, err := url.Parse(authtest.Public)
	if err != nil {
		t.Fatal(err)
	}
	for _, cookie := range client.Jar.Cookies(public) {
		if cookie.Name == "ketenkaart-session" {
			return client, cookie.Name + "=" + cookie.Value
		}
	}
	t.Fatal("there is no session")
	return nil, ""
}

func hostOf(t *testing.T, s world.Server) string {
	t.Helper()
	at, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	return at.Host
}

// asks has a browser ask for a path, or go to it, and gives what it comes to; headers are pairs of name and value.
func asks(t *testing.T, client *http.Client, method, path string, status int, headers ...string) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, authtest.Public+path, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; n < len(headers); n += 2 {
		request.Header.Set(headers[n], headers[n+1])
	}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if err != nil || response.StatusCode != status {
		t.Fatalf("%s %s: %s %s, %v", method, path, response.Status, body, err)
	}
	return response
}

// revisionPath asks a question by GET.
const revisionPath = "/graphql?query=%7Bregistry%7Brevision%7D%7D"

// sessionServers are two servers on one store, each with the key of the other.
func sessionServers(t *testing.T, s world.Server) (one, other world.Server) {
	t.Helper()
	store := s.Opened(t).(registry.SessionStore)
	signIn := authtest.Browsers(t, "analyst", store)
	second := authtest.Browsers(t, "analyst", store)
	with := func(use func(*api.Config)) world.Server {
		return s.Changed(t, func(config *api.Config, _ *registry.Registry) {
			config.KeepAlive = 50 * time.Millisecond
			use(config)
		})
	}
	return with(func(config *api.Config) { config.SignIn = signIn }), with(func(config *api.Config) { config.SignIn = second })
}

// TestSignOutEndsTheSession: who has a copy of the cookie is not signed in any more, by any server on the store, nor does a stream
// that was opened with it go on; another session of the same person does.
func TestSignOutEndsTheSession(t *testing.T) {
	for _, s := range world.Servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			one, other := sessionServers(t, s)
			client, copied := signedIn(t, one)
			second, _ := signedIn(t, one)
			asks(t, client, http.MethodGet, revisionPath, http.StatusOK)
			stranger := authtest.Browser(t, hostOf(t, one))
			asks(t, stranger, http.MethodGet, revisionPath, http.StatusOK, "Cookie", copied)
			elsewhere := authtest.Browser(t, hostOf(t, other))
			asks(t, elsewhere, http.MethodGet, revisionPath, http.StatusOK, "Cookie", copied)
			stream := follows(t, one, "", http.Header{"Cookie": {copied}})
			client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
			asks(t, client, http.MethodPost, "/auth/sign-out", http.StatusSeeOther, "Origin", authtest.Public)
			asks(t, stranger, http.MethodGet, revisionPath, http.StatusUnauthorized, "Cookie", copied)
			asks(t, second, http.MethodGet, revisionPath, http.StatusOK)
			said := ""
			for stream.lines.Scan() {
				said += stream.lines.Text() + "\n"
			}
			if !strings.Contains(said, "event: end\n") || !strings.Contains(said, `"SIGN_IN_REQUIRED"`) {
				t.Errorf("the stream ended with %q", said)
			}
			endsWithin(t, elsewhere, copied)
		})
	}
}

// TestSessionsOfSomebodyAreEnded: by an operator, all that began before; who signs in again is signed in.
func TestSessionsOfSomebodyAreEnded(t *testing.T) {
	s := world.Embedded(t)
	one, _ := sessionServers(t, s)
	client, cookie := signedIn(t, one)
	second, other := signedIn(t, one)
	now := time.Now()
	ended := registry.EndedSession{Name: registry.ActorSessions("u-analyst"), At: now, Until: now.Add(time.Hour)}
	if err := s.Opened(t).(registry.SessionStore).EndSession(t.Context(), ended, now); err != nil {
		t.Fatal(err)
	}
	endsWithin(t, authtest.Browser(t, hostOf(t, one)), cookie)
	endsWithin(t, authtest.Browser(t, hostOf(t, one)), other)
	asks(t, second, http.MethodGet, revisionPath, http.StatusUnauthorized)
	asks(t, client, http.MethodGet, "/auth/sign-in?return=/livez", http.StatusOK)
	asks(t, client, http.MethodGet, revisionPath, http.StatusOK)
}

// endsWithin waits until a server hears that a session was ended by another.
func endsWithin(t *testing.T, client *http.Client, cookie string) {
	t.Helper()
	looks := time.NewTicker(50 * time.Millisecond)
	defer looks.Stop()
	for began := time.Now(); time.Since(began) < time.Minute; <-looks.C {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, authtest.Public+revisionPath, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Cookie", cookie)
		response, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode == http.StatusUnauthorized {
			return
		}
	}
	t.Error("the other server does not hear of it")
}

// TestSignInReturnsToTheServerAlone: whatever a link to sign in names, a browser that signed in comes to an address of the server.
func TestSignInReturnsToTheServerAlone(t *testing.T) {
	s := world.Embedded(t)
	one, _ := sessionServers(t, s)
	for back, want := range map[string]string{
		"/graphiql": "/graphiql", "": "/", "https://elders.example/": "/", "//elders.example/x": "/", `/\elders.example`: "/", `\\elders.example`: "/",
		"/%2F/elders.example": "/", "///elders.example": "/", "http:elders.example": "/", "javascript:alert(1)": "/", "/x?next=https://elders.example": "/x", "elders.example": "/",
		"/../..//elders.example": "/elders.example", "\thttps://elders.example": "/", "/\t/elders.example": "/", "/graphiql#//elders.example": "/graphiql", "https:/elders.example": "/", "/\r\nSet-Cookie: a=b": "/",
	} {
		client, last := authtest.Browser(t, hostOf(t, one)), ""
		client.CheckRedirect = func(next *http.Request, _ []*http.Request) error {
			if strings.HasPrefix(next.Response.Request.URL.Path, "/auth/callback") {
				last = next.Response.Header.Get("Location")
				return http.ErrUseLastResponse
			}
			return nil
		}
		asks(t, client, http.MethodGet, "/auth/sign-in?"+url.Values{"return": {back}}.Encode(), http.StatusSeeOther)
		to, err := url.Parse(last)
		if err != nil || fmt.Sprintf("%s://%s", to.Scheme, to.Host) != authtest.Public || to.RawQuery != "" || to.Path != want {
			t.Errorf("return=%q: to %q, want %s: %v", back, last, want, err)
		}
	}
}
