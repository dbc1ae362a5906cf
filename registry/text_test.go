package registry_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

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
		"Á.B.":                        "ab",
		"GHOR/GGD":                    "ghor ggd",
		"½":                           "1 2",
		"m²":                          "m2",
		"ＶＲＦ":                         "vrf",
		"№ 5":                         "no 5",
		"𝐕𝐑𝐅":                         "vrf",
		"Αθήνα":                       "αθηνα",
		"中文":                          "中文",
		"Вода Ёж":                     "вода еж",
		"G.G.D.":                      "ggd",
		"Vitens N.V. te X":            "vitens nv te x",
		"m.e.r":                       "mer",
		"vnog.nl":                     "vnog nl",
		"Wet 2.0":                     "wet 2 0",
		"... .a. b.":                  "a b",
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

// TestSortNamesCompareTheSame: by bytes, as Go and SQLite do, and by UTF-16, as Neo4j does.
func TestSortNamesCompareTheSame(t *testing.T) {
	names := []string{"a", "z", "\uD7FF", "\uE000", "\uFFFD", "\U00010000", "\U0010FFFF", "→ \uE000", "→ \U0001F6B0"}
	for _, a := range names {
		for _, b := range names {
			a, b := registry.SortName(a), registry.SortName(b)
			if got, want := slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b))), strings.Compare(a, b); got != want {
				t.Errorf("%q, %q: %d by UTF-16, %d by bytes", a, b, got, want)
			}
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
		"a vitens b":              "a vitens b",
		"'s-Hertogenbosch":        "s hertogenbosch",
		"zuid q":                  "zuid q",
		"G.G.D.":                  "ggd",
		"Вода":                    "вода",
		"水":                       "水",
		"aa bb cc dd ee ff gg hh": "aa bb cc dd ee ff gg hh",
		strings.Repeat("x", 200):  strings.Repeat("x", 200),
		"drink\u00adwater\u200b":  "drinkwater",
		"vitens\u00a0 \tnv":       "vitens nv",
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
		"*** →":                      invalid("SEARCH_TOO_SHORT", facts{"field": "text"}),
		"aa bb cc dd ee ff gg hh ii": invalid("TOO_LONG", facts{"field": "text", "most": 8}),
		strings.Repeat("x", 201):     invalid("TOO_LONG", facts{"field": "text", "most": 200}),
		"vit\x00ens":                 invalid("INVALID", facts{"field": "text"}),
		"vit\nens":                   invalid("INVALID", facts{"field": "text"}),
		"vit\xffens":                 invalid("INVALID", facts{"field": "text"}),
	} {
		_, err := registry.SearchTokens("text", text)
		want.is(t, err)
	}
}

// TestR1WhatLooksTheSameIsTheSame: by mutation and by import a name is kept in one form, and its key follows.
func TestR1WhatLooksTheSameIsTheSame(t *testing.T) {
	const kept, key = "Drinkwaterbedrijf Fryslân 2", "drinkwaterbedrijf-fryslan-2"
	for name, given := range map[string]string{
		"plain":                  kept,
		"soft hyphens":           "Drink\u00adwater\u00adbedrijf Fryslân 2",
		"zero-width characters":  "Drink\u200bwater\u2060be\u200ddr\u200cijf\ufeff Fryslân 2",
		"marks of direction":     "\u202dDrinkwaterbedrijf\u202c \u200fFryslân\u061c 2\u2066\u2069",
		"combining forms":        "Drinkwaterbedrijf Frysla\u0302n 2",
		"hidden combining forms": "Drinkwaterbedrijf Frysla\u200d\u0302n 2",
		"a joiner of graphemes":  "Drinkwaterbedrijf Fryslâ\u034fn 2",
		"selectors and tags":     "Drinkwaterbedrijf\ufe0f Fryslân\U000e0100 2\U000e0041\U000e007f",
		"fillers":                "Drinkwaterbedrijf\u3164 Fryslân\u115f 2\u2800",
		"other white space":      "\u00a0Drinkwaterbedrijf\u2009Fryslân\u3000\t\u202f2 \u2003",
		"double white space":     "  Drinkwaterbedrijf   Fryslân \t 2  ",
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			partner := does(w, w.RegisterPartner, registry.RegisterPartnerInput{Name: given, Aliases: []string{given}}).Partner
			if partner.Name != kept || partner.Key != key || partner.Aliases[0] != kept {
				t.Errorf("it became %q, with the key %s, also called %q", partner.Name, partner.Key, partner.Aliases)
			}
			conflict("KEY_TAKEN", facts{"id": "Partner:" + key, "rule": "R1"}).is(t, errorOf(w, w.RegisterPartner, registry.RegisterPartnerInput{Name: kept}))
			if _, err := w.Import(w.ctx, registry.Dataset{Partners: []registry.Partner{{Key: "ingevoerd", Name: given, Aliases: []string{given}}}}); err != nil {
				t.Fatal(err)
			}
			if imported := w.partner("ingevoerd"); imported.Name != kept || imported.Aliases[0] != kept {
				t.Errorf("it is imported as %q, also called %q", imported.Name, imported.Aliases)
			}
		})
	}
}

func TestTextKeepsItsLines(t *testing.T) {
	w := newWorld(t)
	for given, want := range map[string]string{
		"Eerste\r\n  tweede \u00a0regel\t\n\n- derde\n": "Eerste\ntweede regel\n\n- derde",
		"wat\u00ader":      "water",
		"👩\u200d🚒 ❤\ufe0f": "👩🚒 ❤",
	} {
		partner := w.partner("vitens")
		ambition := registry.Ambition{Text: given, Provenance: &registry.Provenance{Source: given, Certainty: registry.Verified, Note: new(given)}}
		kept := does(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: partner.ID(), Version: partner.Version, Ambition: set(ambition)}).Partner.Ambition
		if kept.Text != want || kept.Provenance.Source != want || *kept.Provenance.Note != want {
			t.Errorf("%q is kept as %+v", given, kept)
		}
	}
	for _, bad := range []string{"a\rb", "a\x00b", "a\u0085b", "a\x1b[1mb", "Frysl\ufffdn", "Frysl\xe2n", strings.Repeat("😀", 4001)} {
		partner := w.partner("vitens")
		err := errorOf(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: partner.ID(), Version: partner.Version, Ambition: set(registry.Ambition{Text: bad})})
		if registry.CodeOf(err) != registry.CodeBadInput {
			t.Errorf("%q is not refused: %v", bad, err)
		}
	}
	partner := w.partner("vitens")
	does(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: partner.ID(), Version: partner.Version, Ambition: set(registry.Ambition{Text: strings.Repeat("e\u0301", 4000)})})
}

// awkward is what texts are made of that people do not see, or write in several ways.
func awkward() *rapid.Generator[string] {
	parts := rapid.OneOf(
		rapid.String(),
		rapid.SampledFrom([]string{" ", "\t", "\u00a0", "\u2028", "\n", "\r\n", "\u00ad", "\u200b", "\u200d", "\ufeff", "\u202e", "\u034f", "\ufe0f", "\u0302", "\u0323", "a", "â", "q\u0307\u0323", "ﬁ", "Ĳ", "가", "ᄀ", "ᅡ", "\u3164"}),
		rapid.Map(rapid.Rune(), func(r rune) string { return string(r) }),
	)
	return rapid.Map(rapid.SliceOfN(parts, 1, 12), func(all []string) string { return strings.Join(all, "") })
}

// TestTextIsKeptInOneForm: whatever is accepted shows whole, is composed, and is kept as it is when it is given again. A
// failure prints the seed with which it is repeated.
func TestTextIsKeptInOneForm(t *testing.T) {
	w := newWorld(t)
	keeps := func(rt *rapid.T, text string) *string {
		partner := w.partner("vitens")
		payload, err := w.UpdatePartner(w.ctx, registry.PartnerPatch{PartnerID: partner.ID(), Version: partner.Version, Ambition: set(registry.Ambition{Text: text})})
		switch {
		case err == nil:
			return &payload.Partner.Ambition.Text
		case registry.ReasonOf(err) == "NOTHING_TO_CHANGE":
			return &w.partner("vitens").Ambition.Text
		case registry.CodeOf(err) != registry.CodeBadInput:
			rt.Fatalf("%q: %v", text, err)
		}
		return nil
	}
	rapid.Check(t, func(rt *rapid.T) {
		given := awkward().Draw(rt, "text")
		kept := keeps(rt, given)
		if kept == nil {
			return
		}
		if !utf8.ValidString(*kept) || !norm.NFC.IsNormalString(*kept) || strings.TrimSpace(*kept) != *kept || doubled.MatchString(*kept) || hidden.MatchString(*kept) {
			rt.Errorf("%q is kept as %q", given, *kept)
		}
		if again := keeps(rt, *kept); again == nil || *again != *kept {
			rt.Errorf("%q is kept as %q, and that as %v", given, *kept, again)
		}
	})
}

var (
	doubled = regexp.MustCompile(`[^\S\n]{2}|[\x{a0}\x{2000}-\x{200a}\x{3000}]`)
	hidden  = regexp.MustCompile(`[\x{ad}\x{34f}\x{61c}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{206f}\x{feff}\x{fe00}-\x{fe0f}\x{3164}\x{e0000}-\x{e0fff}]`)
)

var folded = regexp.MustCompile(`^[\p{L}\p{N}\p{Mc}]+$`)

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
		if name := registry.SortName(text); len(tokens) > 0 && name != joined && !strings.ContainsRune(name, '\uD7FF') {
			t.Errorf("%q sorts as %q, not %q", text, name, joined)
		}
	})
}
