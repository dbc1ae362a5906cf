package registry_test

import (
	"strings"
	"testing"

	"ketenkaart/registry"
)

func TestURLIsAnAddressOfTheWeb(t *testing.T) {
	longest := "https://example.org/" + strings.Repeat("a", 1980)
	for _, good := range []string{"https://example.org", "http://example.org/pad?vraag=1#hier", "https://xn--frysln-lwa.example/", "https://example.org:8443/%20", longest} {
		var url registry.URL
		if err := url.UnmarshalGQL(good); err != nil || string(url) != good {
			t.Errorf("%q gives %q, %v", good, url, err)
		}
		var text strings.Builder
		url.MarshalGQL(&text)
		if text.String() != `"`+good+`"` {
			t.Errorf("%q is written as %s", good, text.String())
		}
	}
	for _, bad := range []any{
		"", "example.org", "//example.org", "ftp://example.org", "javascript:alert(1)", "https://", "https:///pad", "https://exa mple.org", "https://example.org/a b", "https://example.org/\n",
		"https://example.org/\x00", " https://example.org", longest + "a", "data:text/html,x", 12, nil, true,
	} {
		var url registry.URL
		invalid("INVALID", nil).is(t, url.UnmarshalGQL(bad))
	}
}
