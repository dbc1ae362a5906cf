package registry_test

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"ketenkaart/registry"
)

// What a store holds is written as JSON whatever it is, also what is not taken any more.
func TestScalarsAreWrittenAsJSON(t *testing.T) {
	for _, text := range []string{"https://example.org/\U000E0001", "a\x07\x7f\u0085\u2028\u2029\ue000\U0010fffd", "\"\\</script>😀", ""} {
		for _, scalar := range []interface{ MarshalGQL(io.Writer) }{registry.URL(text), registry.Date(text), registry.PartialDate(text)} {
			var written bytes.Buffer
			var read string
			scalar.MarshalGQL(&written)
			if err := json.Unmarshal(written.Bytes(), &read); err != nil || read != text {
				t.Errorf("%T %q is written as %s, which reads as %q: %v", scalar, text, written.String(), read, err)
			}
		}
	}
}

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
	w := newWorld(t)
	for _, bad := range []string{
		"", "example.org", "//example.org", "ftp://example.org", "javascript:alert(1)", "https://", "https:///pad", "https://exa mple.org", "https://example.org/a b", "https://example.org/\n",
		"https://example.org/\x00", "https://example.org/\U000E0001", "https://example.org/\u00ad", "https://exam\u200bple.org", "https://example.org/\u202e", "https://example.org/\u00a0",
		"https://example.org/\x7f", "https://example.org/\ufffd", "https://example.org/\xe2", "https://example.org/\ue000", " https://example.org", longest + "a", "data:text/html,x",
	} {
		_, err := registry.ParseURL(bad)
		invalid("INVALID", nil).is(t, err)
		w := w.in(t)
		refuses(w, w.RegisterPartner, registry.RegisterPartnerInput{Name: "X", Website: new(registry.URL(bad))}, invalid("INVALID", facts{"field": "website"}))
	}
	for _, noText := range []any{12, nil, true} {
		var url registry.URL
		invalid("INVALID", nil).is(t, url.UnmarshalGQL(noText))
	}
}
