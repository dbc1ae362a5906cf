package events

import (
	"bytes"
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"ketenkaart/registry"
)

const (
	// mostWebhooks bounds how many there are, each of which follows the feed.
	mostWebhooks = 50
	// mostFile bounds the files that are read for them.
	mostFile = 1 << 20
	// giveUpAfter is how long a change is tried, unless the webhook says otherwise.
	giveUpAfter = 72 * time.Hour
	// leastAttempts is how often it is tried at least.
	leastAttempts = 3
	// leastSecret and mostSecret are bytes; a secret may be followed by the one before it, so that receivers can change.
	leastSecret, mostSecret, mostSecrets = 24, 64, 2
)

// Webhook is an address of a receiver, and what it gets.
type Webhook struct {
	Name, URL string
	Filter    *registry.ChangeFilter
	// Actor is as whom it sees the register; nil is as whoever is not signed in.
	Actor *registry.Actor
	// AllowPrivate says that the address may be of this machine or of a network of our own.
	AllowPrivate bool
	GiveUpAfter  time.Duration

	signers []*standardwebhooks.Webhook
	token   string
	roots   *x509.CertPool
}

// written is a webhook as it stands in the file.
type written struct {
	Name         string          `json:"name"`
	URL          string          `json:"url"`
	SecretFile   string          `json:"secretFile"`
	TokenFile    string          `json:"tokenFile"`
	CAFile       string          `json:"caFile"`
	Filter       *writtenFilter  `json:"filter"`
	Roles        []registry.Role `json:"roles"`
	Regions      []string        `json:"regions"`
	Partners     []string        `json:"partners"`
	AllowPrivate bool            `json:"allowPrivate"`
	GiveUpAfter  string          `json:"giveUpAfter"`
}

type writtenFilter struct {
	Subjects []string        `json:"subjects"`
	Regions  []string        `json:"regions"`
	Partners []string        `json:"partners"`
	Kinds    []registry.Kind `json:"kinds"`
}

var webhookName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

// ReadWebhooks reads the file; what it names is beside it. An error says where in the file it is, and never what a secret is.
func ReadWebhooks(path string) ([]Webhook, error) {
	text, err := readSmall(path)
	if err != nil {
		return nil, fmt.Errorf("read the webhooks: %w", err)
	}
	var file struct {
		Webhooks []written `json:"webhooks"`
	}
	if err := json.Unmarshal(text, &file, json.RejectUnknownMembers(true)); err != nil {
		return nil, fmt.Errorf("read the webhooks of %s: %w", path, err)
	}
	if len(file.Webhooks) == 0 || len(file.Webhooks) > mostWebhooks {
		return nil, fmt.Errorf("read the webhooks of %s: webhooks: there are %d, and may be 1 to %d", path, len(file.Webhooks), mostWebhooks)
	}
	webhooks := make([]Webhook, len(file.Webhooks))
	for i, each := range file.Webhooks {
		if webhooks[i], err = each.read(filepath.Dir(path)); err == nil && slices.ContainsFunc(webhooks[:i], func(w Webhook) bool { return w.Name == each.Name }) {
			err = fmt.Errorf("name: %q is there twice", each.Name)
		}
		if err != nil {
			return nil, fmt.Errorf("read the webhooks of %s: webhooks[%d].%w", path, i, err)
		}
	}
	return webhooks, nil
}

// read checks a webhook, and reads the files that it names.
func (w written) read(folder string) (hook Webhook, err error) {
	hook = Webhook{Name: w.Name, URL: w.URL, AllowPrivate: w.AllowPrivate, GiveUpAfter: giveUpAfter}
	if !webhookName.MatchString(w.Name) {
		return hook, fmt.Errorf("name: %q is no name of small letters, digits and dashes, 40 at most", w.Name)
	}
	if err := w.checkURL(); err != nil {
		return hook, err
	}
	if hook.signers, err = w.signers(folder); err != nil {
		return hook, fmt.Errorf("secretFile: %w", err)
	}
	if hook.token, err = w.readToken(folder); err != nil {
		return hook, fmt.Errorf("tokenFile: %w", err)
	}
	if hook.roots, err = w.readRoots(folder); err != nil {
		return hook, fmt.Errorf("caFile: %w", err)
	}
	if w.Filter != nil {
		hook.Filter = &registry.ChangeFilter{Subjects: w.Filter.Subjects, Regions: w.Filter.Regions, Partners: w.Filter.Partners, Kinds: w.Filter.Kinds}
	}
	if err := hook.Filter.Check(); err != nil {
		return hook, err // which says that it is of the filter
	}
	if w.GiveUpAfter != "" {
		if hook.GiveUpAfter, err = time.ParseDuration(w.GiveUpAfter); err != nil || hook.GiveUpAfter <= 0 {
			return hook, fmt.Errorf("giveUpAfter: %q is no time such as 72h", w.GiveUpAfter)
		}
	}
	hook.Actor, err = w.actor()
	return hook, err
}

func (w written) checkURL() error {
	address, err := url.Parse(w.URL)
	switch {
	case err != nil || address.Host == "" || address.User != nil || address.Fragment != "":
		return errors.New("url: is no address such as https://ontvanger.example.nl/ketenkaart, without a user and a #")
	case address.Scheme != "https" && !(address.Scheme == "http" && w.AllowPrivate):
		return errors.New("url: has to begin with https://; http:// is for receivers that allowPrivate is for")
	}
	return nil
}

// signers are of the secrets in the file, one a line, as Standard Webhooks writes them.
func (w written) signers(folder string) (signers []*standardwebhooks.Webhook, err error) {
	if w.SecretFile == "" {
		return nil, errors.New("is missing: every webhook is signed")
	}
	text, err := readSmall(beside(folder, w.SecretFile))
	if err != nil {
		return nil, err
	}
	for _, secret := range strings.Fields(string(text)) {
		key, err := standardwebhooks.NewWebhook(secret)
		if err != nil || !isSecret(secret) {
			return nil, fmt.Errorf("%s: line %d is no secret: write whsec_ and %d to %d random bytes in base64", w.SecretFile, len(signers)+1, leastSecret, mostSecret)
		}
		signers = append(signers, key)
	}
	if len(signers) == 0 || len(signers) > mostSecrets {
		return nil, fmt.Errorf("%s: holds %d secrets, and may hold one, and the one before it", w.SecretFile, len(signers))
	}
	return signers, nil
}

// isSecret says whether a secret has the length that Standard Webhooks asks for, as base64.
func isSecret(secret string) bool {
	bytes := len(strings.TrimRight(strings.TrimPrefix(secret, "whsec_"), "=")) * 3 / 4
	return bytes >= leastSecret && bytes <= mostSecret
}

func (w written) readToken(folder string) (string, error) {
	if w.TokenFile == "" {
		return "", nil
	}
	text, err := readSmall(beside(folder, w.TokenFile))
	token := strings.TrimSpace(string(text))
	if err == nil && (token == "" || strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' })) {
		err = fmt.Errorf("%s: holds no token, which is one word", w.TokenFile)
	}
	return token, err
}

func (w written) readRoots(folder string) (*x509.CertPool, error) {
	if w.CAFile == "" {
		return nil, nil
	}
	text, err := readSmall(beside(folder, w.CAFile))
	roots := x509.NewCertPool()
	if err == nil && !roots.AppendCertsFromPEM(text) {
		err = fmt.Errorf("%s: holds no certificate in PEM", w.CAFile)
	}
	return roots, err
}

// actor is as whom the webhook sees the register.
func (w written) actor() (*registry.Actor, error) {
	for _, role := range w.Roles {
		if !slices.Contains(registry.AllRoles(), role) {
			return nil, fmt.Errorf("roles: %q is no role: %v", role, registry.AllRoles())
		}
	}
	if err := registry.CheckKeys("regions", registry.KindRegion, w.Regions); err != nil {
		return nil, err
	}
	if err := registry.CheckKeys("partners", registry.KindPartner, w.Partners); err != nil {
		return nil, err
	}
	if len(w.Roles) == 0 {
		if len(w.Regions)+len(w.Partners) > 0 {
			return nil, errors.New("roles: is missing: regions and partners are of editors")
		}
		return nil, nil
	}
	return &registry.Actor{ID: "webhook " + w.Name, Rights: registry.Rights{Roles: w.Roles, Regions: w.Regions, Partners: w.Partners}}, nil
}

func beside(folder, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(folder, path)
}

func readSmall(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > mostFile {
		return nil, fmt.Errorf("%s: is no file of %d bytes at most", path, mostFile)
	}
	text, err := os.ReadFile(path)
	return bytes.TrimPrefix(text, []byte("\ufeff")), err
}
