package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ketenkaart/registry"
)

const (
	// codeUnknownDocument is the code that clients of automatic persisted queries know, and its message too.
	codeUnknownDocument    registry.Code = "PERSISTED_QUERY_NOT_FOUND"
	messageUnknownDocument string        = "PersistedQueryNotFound"
	// knownDocuments bounds how many documents are remembered by their hash, each of at most maxQuery.
	knownDocuments = 256
	// maxTrusted bounds the documents of a folder.
	maxTrusted = 10_000
)

// Documents are those that an operator trusts, by the hash of their text (SHA-256, in hex).
type Documents map[string]string

// ReadDocuments reads the .graphql files of a folder.
func ReadDocuments(folder string) (Documents, error) {
	paths, err := filepath.Glob(filepath.Join(folder, "*.graphql"))
	if err != nil {
		return nil, fmt.Errorf("list the documents of %s: %w", folder, err)
	}
	if len(paths) == 0 || len(paths) > maxTrusted {
		return nil, fmt.Errorf("%s has %d files *.graphql: 1 to %d are documents to trust", folder, len(paths), maxTrusted)
	}
	trusted := Documents{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("read a document: %w", err)
		}
		// A client that hashes what its tools wrote has no line end at the end.
		for _, form := range []string{string(text), strings.TrimSpace(string(text))} {
			trusted[hashOf(form)] = form
		}
	}
	return trusted, nil
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// documents lets a client send the hash of a document in its place, as automatic persisted queries do: of one that is trusted, or
// that was sent before.
type documents struct {
	trusted Documents
	// only takes no others than those that are trusted.
	only  bool
	known *lru.Cache[string, string]
}

var _ graphql.OperationParameterMutator = documents{}

func newDocuments(trusted Documents, only bool) documents {
	known, err := lru.New[string, string](knownDocuments)
	if err != nil {
		panic(fmt.Errorf("remember documents: %w", err)) // the size is a constant
	}
	return documents{trusted, only, known}
}

func (documents) ExtensionName() string { return "Documents" }

func (documents) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters finds the document that a hash stands for.
func (d documents) MutateOperationParameters(_ context.Context, request *graphql.RawParams) *gqlerror.Error {
	hash, given, err := persistedHash(request.Extensions)
	if err != nil {
		return refusal(err)
	}
	switch {
	case given && request.Query == "":
		text, known := d.find(hash)
		if !known {
			return refusal(&registry.Error{Code: codeUnknownDocument, Reason: reasonUnknownDocument, Message: messageUnknownDocument})
		}
		request.Query = text
	case given && hashOf(request.Query) != hash:
		return refusal(badRequest(reasonMalformed, "the hash is not that of the query"))
	case d.only:
		if _, trusted := d.trusted[hashOf(request.Query)]; !trusted {
			return refusal(&registry.Error{Code: registry.CodeForbidden, Reason: reasonUntrusted, Message: "this server answers documents that it trusts only"})
		}
	case given:
		d.known.Add(hash, request.Query)
	}
	return nil
}

func (d documents) find(hash string) (string, bool) {
	if text, trusted := d.trusted[hash]; trusted || d.only {
		return text, trusted
	}
	return d.known.Get(hash)
}

// persistedHash reads {"persistedQuery": {"version": 1, "sha256Hash": "…"}}.
func persistedHash(extensions map[string]any) (hash string, given bool, err *registry.Error) {
	persisted, given := extensions["persistedQuery"]
	if !given || persisted == nil {
		return "", false, nil
	}
	object, _ := persisted.(map[string]any)
	hash, isText := object["sha256Hash"].(string)
	if fmt.Sprint(object["version"]) != "1" || !isText || len(hash) != hex.EncodedLen(sha256.Size) {
		return "", false, badRequest(reasonMalformed, "persistedQuery has version 1, and sha256Hash in hex")
	}
	return hash, true, nil
}
