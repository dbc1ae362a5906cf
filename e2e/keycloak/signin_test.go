package keycloak

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/api/streamtest"
)

// TestSignIn is of one program and one Keycloak, for both take long to start.
func TestSignIn(t *testing.T) {
	realm, there := Find(t)
	if !there {
		return
	}
	users, err := os.ReadFile("testdata/users.json")
	if err != nil {
		t.Fatal(err)
	}
	realm.Administer(t, "/partialImport", users)
	program := start(t, realm)
	t.Run("R21 what each user may", func(t *testing.T) { rights(t, realm, program) })
	t.Run("tokens that are refused", func(t *testing.T) { refused(t, realm, program) })
	t.Run("a token that ends", func(t *testing.T) { ends(t, realm, program) })
	t.Run("keys that are rotated", func(t *testing.T) { rotated(t, realm, program) })
	t.Run("a browser", func(t *testing.T) { browser(t, program) })
}

// rights are those of docs/rights.md.
func rights(t *testing.T, realm Realm, program program) {
	const (
		vr08, vr09, stedin, vitens = "Region:VR08", "Region:VR09", "Partner:stedin-netbeheer", "Partner:vitens"
	)
	everything := []string{vr08, vr09, stedin, vitens}
	for user, c := range map[string]struct {
		viewer  string
		may     []string
		exports bool
	}{
		"reader":           {`{"viewer":{"roles":["READER"],"regionCodes":[],"partnerKeys":[]}}`, nil, false},
		"analyst":          {`{"viewer":{"roles":["ANALYST"],"regionCodes":[],"partnerKeys":[]}}`, nil, true},
		"vr08-editor":      {`{"viewer":{"roles":["READER","REGION_EDITOR"],"regionCodes":["VR08"],"partnerKeys":[]}}`, []string{vr08}, true},
		"vr08-vr09-editor": {`{"viewer":{"roles":["READER","REGION_EDITOR"],"regionCodes":["VR08","VR09"],"partnerKeys":[]}}`, []string{vr08, vr09}, true},
		"stedin-editor":    {`{"viewer":{"roles":["READER","PARTNER_EDITOR"],"regionCodes":[],"partnerKeys":["stedin-netbeheer"]}}`, []string{stedin}, true},
		"registrar":        {`{"viewer":{"roles":["REGISTRAR"],"regionCodes":[],"partnerKeys":[]}}`, everything, true},
	} {
		t.Run(user, func(t *testing.T) {
			token := realm.Token(t, "ketenkaart-tests", user)
			got := program.ask(t, http.DefaultClient, token, "{ viewer { roles regionCodes partnerKeys } }")
			if diff := cmp.Diff(c.viewer, string(got.Data)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			var may []string
			for _, id := range everything {
				switch got := change(t, program, http.DefaultClient, token, id); got {
				case "":
					may = append(may, id)
				case "NOT_ALLOWED":
				default:
					t.Errorf("%s: %s", id, got)
				}
			}
			if diff := cmp.Diff(c.may, may); diff != "" {
				t.Errorf("what it changes (-want +got)\n%s", diff)
			}
			if response, _ := program.send(t, http.DefaultClient, http.MethodGet, "/export/partners.csv", token, ""); (response.StatusCode == http.StatusOK) != c.exports {
				t.Errorf("an export: %s", response.Status)
			}
		})
	}
}

// change sets the contact points of something, and gives the reason for which it may not.
func change(t *testing.T, program program, client *http.Client, token, id string) string {
	t.Helper()
	var read struct {
		Node struct{ Version int }
	}
	got := program.ask(t, client, token, fmt.Sprintf(`{ node(id: %q) { ... on Region { version } ... on Partner { version } } }`, id))
	if err := json.Unmarshal(got.Data, &read); err != nil || got.reason() != "" {
		t.Fatalf("%s: %v %+v", id, err, got)
	}
	return program.ask(t, client, token, fmt.Sprintf(`mutation { setContactPoints(input: {subjectId: %q, version: %d, contactPoints: [
		{kind: PIKET, function: "Informatiemanager van dienst", email: "piket-%d@voorbeeld.example"}]}) { change { revision } } }`, id, read.Node.Version, read.Node.Version)).reason()
}

func refused(t *testing.T, realm Realm, program program) {
	whole := realm.Token(t, "ketenkaart-tests", "registrar")
	for name, c := range map[string]struct{ token, reason string }{
		"nobody":             {"", "SIGN_IN_REQUIRED"},
		"for another server": {realm.Token(t, "elders", "registrar"), "TOKEN_REFUSED"},
		"of another realm":   {token(t, strings.Replace(realm.URL, "/realms/ketenkaart", "/realms/master", 1), "admin-cli", "admin", realm.password), "TOKEN_REFUSED"},
		"cut off":            {whole[:len(whole)-8], "TOKEN_REFUSED"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := program.ask(t, http.DefaultClient, c.token, "{ registry { revision } }"); got.status != http.StatusUnauthorized || got.reason() != c.reason {
				t.Errorf("got %+v", got)
			}
		})
	}
}

// ends follows the changes with a token of ten seconds, by both kinds of streams, until they end; then it is refused.
func ends(t *testing.T, realm Realm, program program) {
	token := realm.Token(t, "ketenkaart-brief", "reader")
	const follow = "subscription { changes { revision } }"
	events := make(chan string, 1)
	go func() { events <- program.stream(t, token, follow) }()
	socket := streamtest.Greet(t, program.url+"/graphql", map[string]any{"Authorization": "Bearer " + token})
	if got := socket.Next(t); got.Type != "connection_ack" {
		t.Fatalf("got %v", got)
	}
	socket.Subscribe(t, "1", follow, nil)
	last := socket.Next(t)
	for last.Type != "closed" {
		last = socket.Next(t)
	}
	if last.Payload != "4401" {
		t.Errorf("the WebSocket was closed with %s", last.Payload)
	}
	if text := <-events; !strings.Contains(text, "SIGN_IN_REQUIRED") || !strings.Contains(text, "event: complete") {
		t.Errorf("the events were %q", text)
	}
	if got := program.ask(t, http.DefaultClient, token, "{ registry { revision } }"); got.status != http.StatusUnauthorized || got.reason() != "TOKEN_REFUSED" {
		t.Errorf("the token that ended: %+v", got)
	}
}

// rotated has Keycloak sign by a new key, which the program takes as soon as it asks for keys again.
func rotated(t *testing.T, realm Realm, program program) {
	before := keyOf(t, realm.Token(t, "ketenkaart-tests", "reader"))
	// Before those of earlier tests of the same Keycloak.
	realm.Administer(t, "/components", fmt.Appendf(nil, `{"name": "next", "providerId": "rsa-generated", "providerType": "org.keycloak.keys.KeyProvider",
		"config": {"priority": ["%d"], "enabled": ["true"], "active": ["true"], "algorithm": ["RS256"], "keySize": ["2048"]}}`, time.Now().Unix()))
	token := realm.Token(t, "ketenkaart-tests", "reader")
	if after := keyOf(t, token); after == before {
		t.Fatalf("Keycloak still signs by %s", before)
	}
	deadline := time.After(time.Minute)
	for got := program.ask(t, http.DefaultClient, token, "{ registry { revision } }"); got.status != http.StatusOK; got = program.ask(t, http.DefaultClient, token, "{ registry { revision } }") {
		select {
		case <-deadline:
			t.Fatalf("a token by the next key: %+v", got)
		case <-time.After(time.Second):
		}
	}
}

// keyOf is the key by which a token is signed.
func keyOf(t *testing.T, token string) string {
	t.Helper()
	header, _, _ := strings.Cut(token, ".")
	text, err := base64.RawURLEncoding.DecodeString(header)
	if err != nil {
		t.Fatal(err)
	}
	var read struct{ Kid string }
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	return read.Kid
}

var formAction = regexp.MustCompile(`<form[^>]* action="([^"]*)"`)

// browser signs in with Keycloak's form, changes something, and signs out at both.
func browser(t *testing.T, program program) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	signIn := func() (string, bool) {
		response, page := program.send(t, client, http.MethodGet, "/auth/sign-in?return=/graphiql", "", "")
		form := formAction.FindStringSubmatch(page)
		if response.StatusCode != http.StatusOK || form == nil {
			return page, false
		}
		return html.UnescapeString(form[1]), true
	}
	form, asked := signIn()
	if !asked {
		t.Fatalf("Keycloak shows no form: %s", form)
	}
	cookies := sessionCookies(t, client, program)
	response, err := client.PostForm(form, url.Values{"username": {"vr08-editor"}, "password": {"vr08-editor"}})
	if err != nil {
		t.Fatal(err)
	}
	if page := read(t, response); response.StatusCode != http.StatusOK || !strings.HasPrefix(response.Request.URL.String(), program.url+"/") {
		t.Fatalf("after signing in, at %s: %s %s", response.Request.URL, response.Status, page)
	}
	if got := <-cookies; !got.HttpOnly || got.SameSite != http.SameSiteLaxMode || got.Path != "/" || got.MaxAge != 36000 {
		t.Errorf("the cookie is %s", got)
	}
	if got := change(t, program, client, "", "Region:VR08"); got != "" {
		t.Errorf("its own region: %s", got)
	}
	if got := change(t, program, client, "", "Region:VR09"); got != "NOT_ALLOWED" {
		t.Errorf("another region: %q", got)
	}
	signOut(t, program, client)
	if got := program.ask(t, client, "", "{ registry { revision } }"); got.status != http.StatusUnauthorized {
		t.Errorf("after signing out: %+v", got)
	}
	if text, asked := signIn(); !asked || !strings.Contains(text, "login-actions/authenticate") {
		t.Errorf("after signing out, Keycloak asks no password: %s", text)
	}
}

// sessionCookies hands over the session's cookie as it is set on the way back from Keycloak.
func sessionCookies(t *testing.T, client *http.Client, program program) <-chan *http.Cookie {
	t.Helper()
	found := make(chan *http.Cookie, 1)
	client.CheckRedirect = func(next *http.Request, _ []*http.Request) error {
		for _, cookie := range next.Response.Cookies() {
			if cookie.Name == "ketenkaart-session" && cookie.MaxAge > 0 {
				found <- cookie
			}
		}
		return nil
	}
	return found
}

// signOut goes where the program says, and tells Keycloak yes.
func signOut(t *testing.T, program program, client *http.Client) {
	t.Helper()
	_, text := program.send(t, client, http.MethodPost, "/auth/sign-out", "", "")
	var to struct{ Location string }
	if err := json.Unmarshal([]byte(text), &to); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	response, err := client.Get(to.Location)
	if err != nil {
		t.Fatal(err)
	}
	page := read(t, response)
	form := formAction.FindStringSubmatch(page)
	code := regexp.MustCompile(`name="session_code" value="([^"]*)"`).FindStringSubmatch(page)
	if form == nil || code == nil {
		t.Fatalf("%s: %s", to.Location, page)
	}
	action, err := response.Request.URL.Parse(html.UnescapeString(form[1]))
	if err != nil {
		t.Fatal(err)
	}
	response, err = client.PostForm(action.String(), url.Values{"session_code": {code[1]}, "confirmLogout": {"Logout"}})
	if err != nil {
		t.Fatal(err)
	}
	if page := read(t, response); response.Request.URL.String() != program.url+"/" {
		t.Errorf("after signing out, at %s: %s", response.Request.URL, page)
	}
}
