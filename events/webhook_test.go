package events

import (
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const aSecret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="

// write writes files, and gives the path of the first.
func write(t *testing.T, webhooks string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range map[string]string{
		"webhooks.json": webhooks, "secret": aSecret + "\n" + aSecret + "\n", "short": "whsec_MDEy", "three": strings.Repeat(aSecret+"\n", 3), "empty": "", "words": "two words",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(folder, "webhooks.json")
}

func TestWebhooksAreRead(t *testing.T) {
	hooks, err := ReadWebhooks(write(t, `{"webhooks": [
		{"name": "a", "url": "https://ontvanger.example.nl/x", "secretFile": "secret", "roles": ["REGION_EDITOR"], "regions": ["VR01"], "filter": {"regions": ["VR01"], "kinds": ["Agreement"]}},
		{"name": "b", "url": "http://10.0.0.4", "secretFile": "secret", "allowPrivate": true, "giveUpAfter": "1h"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	a, b := hooks[0], hooks[1]
	if a.GiveUpAfter != 72*time.Hour || len(a.signers) != 2 || a.Actor == nil || a.Actor.Rights.Regions[0] != "VR01" || a.Filter.Regions[0] != "VR01" || a.AllowPrivate {
		t.Errorf("got %+v", a)
	}
	if b.GiveUpAfter != time.Hour || b.Actor != nil || b.Filter != nil || !b.AllowPrivate {
		t.Errorf("got %+v", b)
	}
}

// TestWebhooksAreRefused: each mistake is told with its place, and no secret is.
func TestWebhooksAreRefused(t *testing.T) {
	const good = `"name": "a", "url": "https://x.nl", "secretFile": "secret"`
	for file, place := range map[string]string{
		`{`:                "webhooks.json",
		`{"webhooks": []}`: "webhooks: there are 0",
		`{"hooks": []}`:    "hooks",
		`{"webhooks": [{` + good + `, "retries": 3}]}`:                                         "/webhooks/0",
		`{"webhooks": [{` + good + `, "regions": "VR01"}]}`:                                    "/webhooks/0/regions",
		`{"webhooks": [{` + good + `}, {` + good + `}]}`:                                       "webhooks[1].name",
		`{"webhooks": [{"name": "A b", "url": "https://x.nl", "secretFile": "secret"}]}`:       "webhooks[0].name",
		`{"webhooks": [{"name": "a", "url": "http://x.nl", "secretFile": "secret"}]}`:          "webhooks[0].url",
		`{"webhooks": [{"name": "a", "url": "https://u:p@x.nl", "secretFile": "secret"}]}`:     "webhooks[0].url",
		`{"webhooks": [{"name": "a", "url": "ftp://x.nl", "secretFile": "secret"}]}`:           "webhooks[0].url",
		`{"webhooks": [{"name": "a", "url": "https://x.nl"}]}`:                                 "webhooks[0].secretFile",
		`{"webhooks": [{"name": "a", "url": "https://x.nl", "secretFile": "short"}]}`:          "webhooks[0].secretFile: short: line 1",
		`{"webhooks": [{"name": "a", "url": "https://x.nl", "secretFile": "words"}]}`:          "webhooks[0].secretFile: words: line 1",
		`{"webhooks": [{"name": "a", "url": "https://x.nl", "secretFile": "three"}]}`:          "webhooks[0].secretFile",
		`{"webhooks": [{"name": "a", "url": "https://x.nl", "secretFile": "empty"}]}`:          "webhooks[0].secretFile",
		`{"webhooks": [{"name": "a", "url": "https://x.nl", "secretFile": "there-is-none"}]}`:  "webhooks[0].secretFile",
		`{"webhooks": [{` + good + `, "tokenFile": "words"}]}`:                                 "webhooks[0].tokenFile",
		`{"webhooks": [{` + good + `, "caFile": "words"}]}`:                                    "webhooks[0].caFile",
		`{"webhooks": [{` + good + `, "filter": {"kinds": ["Fiets"]}}]}`:                       "webhooks[0].filter.kinds",
		`{"webhooks": [{` + good + `, "filter": {"regions": ["Groningen"]}}]}`:                 "webhooks[0].filter.regions",
		`{"webhooks": [{` + good + `, "giveUpAfter": "soon"}]}`:                                "webhooks[0].giveUpAfter",
		`{"webhooks": [{` + good + `, "roles": ["BOSS"]}]}`:                                    "webhooks[0].roles",
		`{"webhooks": [{` + good + `, "roles": ["REGION_EDITOR"], "regions": ["Groningen"]}]}`: "webhooks[0].regions",
		`{"webhooks": [{` + good + `, "regions": ["VR01"]}]}`:                                  "webhooks[0].roles",
		`{"webhooks": [` + strings.Repeat(`{`+good+`},`, mostWebhooks) + `{` + good + `}]}`:    "webhooks: there are 51",
	} {
		_, err := ReadWebhooks(write(t, file))
		if err == nil || !strings.Contains(err.Error(), place) || strings.Contains(err.Error(), "MDEy") || strings.Contains(err.Error(), "two words") {
			t.Errorf("%.120s: got %v, want %s", file, err, place)
		}
	}
}

// TestOnlyPublic: the addresses are those of the registries of IANA for special purposes.
func TestOnlyPublic(t *testing.T) {
	for _, within := range strings.Fields(`127.0.0.1 127.9.9.9 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 0.1.2.3 224.0.0.1 255.255.255.255 240.0.0.1 192.0.2.1 198.18.0.1
		::1 :: fe80::1 fc00::1 fd12::1 ff02::1 ::ffff:10.0.0.1 ::ffff:127.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: 2001:db8::1 2001::1 ::7f00:1 fec0::1`) {
		if isPublic(netip.MustParseAddr(within)) || onlyPublic("tcp", netip.AddrPortFrom(netip.MustParseAddr(within), 443).String(), nil) == nil {
			t.Errorf("%s is taken for an address of the internet", within)
		}
	}
	for _, public := range strings.Fields("1.1.1.1 147.181.98.1 172.32.0.1 100.128.0.1 2a02:f6e::1 2606:4700::1111 ::ffff:1.1.1.1") {
		if err := onlyPublic("tcp", netip.AddrPortFrom(netip.MustParseAddr(public), 443).String(), nil); err != nil {
			t.Errorf("%s: %v", public, err)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 23, 11, 0, 0, 0, time.UTC)
	for given, want := range map[string]time.Duration{
		"": 0, "soon": 0, "-5": 0, "0": 0, "7": 7 * time.Second, "99999999": time.Hour,
		"Mon, 23 Nov 2026 11:01:00 GMT": time.Minute, "Mon, 23 Nov 2026 10:00:00 GMT": 0, "Tue, 24 Nov 2026 11:00:00 GMT": time.Hour,
	} {
		if got := retryAfter(given, now); got != want {
			t.Errorf("%q: got %v, want %v", given, got, want)
		}
	}
}
