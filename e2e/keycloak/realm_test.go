// Package keycloak tests the program with a real Keycloak, which has the example realm.
package keycloak

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
)

// Realm is the example realm of a Keycloak, as deploy/keycloak has it.
type Realm struct {
	// URL is the issuer.
	URL string
	// password is that of Keycloak's user admin.
	password string
}

// Find returns the realm of KEYCLOAK_URL; false when there is none, which CI does not accept.
func Find(t *testing.T) (Realm, bool) {
	t.Helper()
	realm := Realm{URL: os.Getenv("KEYCLOAK_URL"), password: os.Getenv("KEYCLOAK_ADMIN_PASSWORD")}
	if realm.URL != "" && realm.password != "" {
		return realm, true
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("KEYCLOAK_URL and KEYCLOAK_ADMIN_PASSWORD are not set, and CI tests with a real Keycloak")
	}
	fmt.Fprintf(os.Stderr, "\n### NOT TESTED: %s needs a Keycloak; scripts/with-keycloak starts one and sets KEYCLOAK_URL ###\n\n", t.Name())
	return Realm{}, false
}

// Token returns an access token of a user, whose password is their name, by a client.
func (r Realm) Token(t *testing.T, client, user string) string {
	t.Helper()
	return token(t, r.URL, client, user, user)
}

func token(t *testing.T, issuer, client, user, password string) string {
	t.Helper()
	answer, err := http.PostForm(issuer+"/protocol/openid-connect/token", url.Values{
		"client_id": {client}, "grant_type": {"password"}, "scope": {"openid"}, "username": {user}, "password": {password},
	})
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Token string `json:"access_token"`
	}
	if text := read(t, answer); answer.StatusCode != http.StatusOK || json.Unmarshal([]byte(text), &got) != nil {
		t.Fatalf("a token of %s by %s: %s %s", user, client, answer.Status, text)
	}
	return got.Token
}

// Administer sends the body to the realm's administration, as its administrator.
func (r Realm) Administer(t *testing.T, path string, body []byte) {
	t.Helper()
	root, name, _ := strings.Cut(r.URL, "/realms/")
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, root+"/admin/realms/"+name+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+token(t, root+"/realms/master", "admin-cli", "admin", r.password))
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	if text := read(t, answer); answer.StatusCode >= http.StatusMultipleChoices {
		t.Fatalf("%s: %s %s", path, answer.Status, text)
	}
}

// read returns the body of an answer.
func read(t *testing.T, answer *http.Response) string {
	t.Helper()
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
