package registry_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/registry"
)

func TestTokens(t *testing.T) {
	for text, want := range map[string]string{
		"Fryslân":                     "fryslan",
		"Súdwest-Fryslân":             "sudwest fryslan",
		"FRYSLÂN":                     "fryslan",
		"Frysla\u0302n":               "fryslan",
		"IJsselland":                  "ijsselland",
		"Ĳsselland":                   "ijsselland",
		"ĳs":                          "ijs",
		"Coöperatie":                  "cooperatie",
		"Ørsted":                      "orsted",
		"Straße":                      "strasse",
		"STRAẞE":                      "strasse",
		"Ærø":                         "aero",
		"œuvre Œuvre":                 "oeuvre oeuvre",
		"Łódź":                        "lodz",
		"Đorđe":                       "dorde",
		"Þór":                         "thor",
		"İstanbul ılık":               "istanbul ilik",
		"ﬁnanciën":                    "financien",
		"'s-Hertogenbosch":            "s hertogenbosch",
		"’s-Gravenhage":               "s gravenhage",
		"Oud-Beijerland's":            "oud beijerlands",
		"Hoogheemraadschap van Delfl": "hoogheemraadschap van delfl",
		"C2000":                       "c2000",
		"112":                         "112",
		"A&B, (C/D).e_f":              "a b c d e f",
		"GHOR/GGD":                    "ghor ggd",
		"½":                           "1 2",
		"m²":                          "m2",
		"ＶＲＦ":                         "vrf",
		"№ 5":                         "no 5",
		"𝐕𝐑𝐅":                         "vrf",
		"Αθήνα":                       "",
		"中文":                          "",
		"  \t\n ":                     "",
		"":                            "",
		"\xff\xfe":                    "",
		"Vitens\x00NV":                "vitens nv",
	} {
		if diff := cmp.Diff(strings.Fields(want), registry.Tokens(text)); diff != "" {
			t.Errorf("%q: (-want +got)\n%s", text, diff)
		}
	}
}

func TestSortName(t *testing.T) {
	for name, want := range map[string]string{
		"Fryslân": "fryslan", "Ørsted": "orsted", "'s-Hertogenbosch": "s hertogenbosch", "Waterschap Aa en Maas": "waterschap aa en maas",
		"***": "***", "中文": "中文", "ΑΘ": "αθ",
	} {
		if got := registry.SortName(name); got != want {
			t.Errorf("%q sorts as %q, want %q", name, got, want)
		}
	}
}

func TestSearchTokens(t *testing.T) {
	for text, want := range map[string]string{
		"fryslan":                 "fryslan",
		"  Aa   en Maas ":         "aa en maas",
		"a vitens b":              "vitens",
		"'s-Hertogenbosch":        "hertogenbosch",
		"aa bb cc dd ee ff gg hh": "aa bb cc dd ee ff gg hh",
		strings.Repeat("x", 200):  strings.Repeat("x", 200),
	} {
		got, err := registry.SearchTokens("text", text)
		if diff := cmp.Diff(strings.Fields(want), got); diff != "" || err != nil {
			t.Errorf("%q: %v (-want +got)\n%s", text, err, diff)
		}
	}
	for text, want := range map[string]refusal{
		"":                           invalid("SEARCH_TOO_SHORT", facts{"field": "text"}),
		"a":                          invalid("SEARCH_TOO_SHORT", facts{"field": "text"}),
		"a b c":                      invalid("SEARCH_TOO_SHORT", facts{"field": "text"}),
		"*** 中文":                     invalid("SEARCH_TOO_SHORT", facts{"field": "text"}),
		"aa bb cc dd ee ff gg hh ii": invalid("TOO_LONG", facts{"field": "text"}),
		strings.Repeat("x", 201):     invalid("TOO_LONG", facts{"field": "text", "most": 200}),
		"vit\x00ens":                 invalid("INVALID", facts{"field": "text"}),
		"vit\nens":                   invalid("INVALID", facts{"field": "text"}),
		"vit\xffens":                 invalid("INVALID", facts{"field": "text"}),
	} {
		_, err := registry.SearchTokens("text", text)
		want.is(t, err)
	}
}

var folded = regexp.MustCompile(`^[a-z0-9]+$`)

func FuzzTokens(f *testing.F) {
	for _, seed := range []string{"Súdwest-Fryslân", "'s-Hertogenbosch", "Ĳ", "ẞ", "℡", "\xff", "a\u0302\u0302", "１２", "İ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tokens := registry.Tokens(text)
		for _, token := range tokens {
			if !folded.MatchString(token) {
				t.Errorf("%q gives the token %q", text, token)
			}
		}
		joined := strings.Join(tokens, " ")
		if again := strings.Join(registry.Tokens(joined), " "); again != joined {
			t.Errorf("%q gives %q, and that gives %q", text, joined, again)
		}
		if name := registry.SortName(text); len(tokens) > 0 && name != joined {
			t.Errorf("%q sorts as %q, not %q", text, name, joined)
		}
	})
}
