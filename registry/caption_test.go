package registry_test

import (
	"testing"

	"ketenkaart/registry"
)

func TestCaptions(t *testing.T) {
	long := "Hoogheemraadschap Hollands Noorderkwartier"
	for _, c := range []struct {
		name  string
		short *string
		want  string
	}{
		{"Waterschap Aa en Maas", new("AenM"), "Waterschap Aa en Maas"},
		{"Súdwest-Fryslân en Wâldeŋ", nil, "Súdwest-Fryslân en Wâldeŋ"},
		{long, new("HHNK"), "HHNK"},
		{long, nil, "Hoogheemraadschap Hollan…"},
		{long, &long, "Hoogheemraadschap Hollan…"},
	} {
		partner, region := registry.Partner{Name: c.name, ShortName: c.short}, registry.Region{Name: c.name, ShortName: c.short}
		if partner.Caption() != c.want || region.Caption() != c.want {
			t.Errorf("%s: got %q and %q, want %q", c.name, partner.Caption(), region.Caption(), c.want)
		}
	}
}
