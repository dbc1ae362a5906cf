package api_test

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"testing"

	"ketenkaart/api"
)

func loopback(t *testing.T) netip.Prefix {
	t.Helper()
	return netip.MustParsePrefix("127.0.0.0/8")
}

func hashed(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func byHash(hash, query string) string {
	body := `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + hash + `"}}`
	if query != "" {
		body += `,"query":"` + query + `"`
	}
	return body + "}"
}

func TestADocumentIsKnownByItsHash(t *testing.T) {
	door := open(t, fine, nil)
	post := func(body string) answer {
		return send(t, http.MethodPost, door.URL+api.Path, body, "Content-Type", "application/json")
	}
	hash := hashed("{ ok }")
	if got := post(byHash(hash, "")); got.code() != "PERSISTED_QUERY_NOT_FOUND" || got.Errors[0].Message != "PersistedQueryNotFound" {
		t.Errorf("before it was sent: %s", got.body)
	}
	for _, body := range []string{byHash(hash, "{ ok }"), byHash(hash, "")} {
		if got := post(body); string(got.Data) != `{"ok":"yes"}` {
			t.Errorf("%s: %s", body, got.body)
		}
	}
	if got := send(t, http.MethodGet, door.URL+api.Path+"?extensions=%7B%22persistedQuery%22:%7B%22version%22:1,%22sha256Hash%22:%22"+hash+"%22%7D%7D", ""); string(got.Data) != `{"ok":"yes"}` {
		t.Errorf("by GET: %s", got.body)
	}
	for name, body := range map[string]string{
		"of another text":   byHash(hash, "{ ok ok }"),
		"too short":         byHash("abc", ""),
		"another version":   `{"extensions":{"persistedQuery":{"version":2,"sha256Hash":"` + hash + `"}}}`,
		"no object":         `{"extensions":{"persistedQuery":"x"}}`,
		"a number for hash": `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":1}}}`,
	} {
		if got := post(body); got.reason() != "MALFORMED_REQUEST" {
			t.Errorf("%s: %s", name, got.body)
		}
	}
}

func TestOnlyTrustedDocuments(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "ok.graphql"), []byte("{ ok }\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	trusted, err := api.ReadDocuments(folder)
	if err != nil {
		t.Fatal(err)
	}
	door := open(t, fine, func(config *api.Config) { config.Documents, config.OnlyTrusted = trusted, true })
	for body, reason := range map[string]string{
		byHash(hashed("{ ok }"), ""):                      "",
		byHash(hashed("{ ok }\n"), ""):                    "",
		`{"query":"{ ok }"}`:                              "",
		`{"query":"{ ok ok }"}`:                           "DOCUMENT_NOT_TRUSTED",
		byHash(hashed("{ ok ok }"), "{ ok ok }"):          "DOCUMENT_NOT_TRUSTED",
		byHash(hashed("{ ok ok }"), ""):                   "UNKNOWN_DOCUMENT",
		`{"query":"{ __schema { queryType { name } } }"}`: "DOCUMENT_NOT_TRUSTED",
	} {
		if got := send(t, http.MethodPost, door.URL+api.Path, body, "Content-Type", "application/json"); got.reason() != reason {
			t.Errorf("%s: %s", body, got.body)
		}
	}
	if _, err := api.ReadDocuments(t.TempDir()); err == nil {
		t.Error("an empty folder is one of documents")
	}
}
