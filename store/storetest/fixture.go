package storetest

import (
	"fmt"
	"time"

	"ketenkaart/registry"
)

// moment has nanoseconds, since a store keeps what it is given.
func moment(n int) time.Time {
	return time.Date(2025, time.October, 26, 1, 30, 0, 123456789, time.UTC).Add(time.Duration(n) * time.Minute)
}

func stamp(version int) registry.Stamp {
	return registry.Stamp{Version: version, UpdatedAt: moment(version)}
}

// uuid returns the n-th of a row of UUIDv7.
func uuid(n int) string { return fmt.Sprintf("019a0000-%04x-7000-8000-%012x", n/65536, n) }

// number returns the n of which it is the uuid.
func number(id string) int {
	var n int
	for n = 0; n < 1000 && uuid(n) != id; n++ {
	}
	return n
}

func provenance(certainty registry.Certainty) *registry.Provenance {
	return &registry.Provenance{Source: "https://example.org/source", Certainty: certainty}
}

func region(code string) registry.Region {
	return registry.Region{
		Code: code, Name: "Regio " + code, OfficialName: "Veiligheidsregio " + code, Province: "Utrecht",
		Location: registry.GeoPoint{Latitude: 52.1, Longitude: 5.1}, Stamp: stamp(1),
	}
}

func regions(codes ...string) []registry.Region {
	var all []registry.Region
	for _, code := range codes {
		all = append(all, region(code))
	}
	return all
}

func partner(key, name string) registry.Partner {
	return registry.Partner{Key: key, Name: name, Stamp: stamp(1)}
}

func period(since registry.Date, until ...registry.Date) registry.Period {
	if len(until) == 0 {
		return registry.Period{Since: since}
	}
	return registry.Period{Since: since, Until: &until[0]}
}

func edge(n int, regionCode, partnerKey string, profile registry.Profile, period registry.Period) registry.Collaboration {
	return registry.Collaboration{
		UUID: uuid(n), RegionCode: regionCode, PartnerKey: partnerKey, Profile: profile, Period: period, Stamp: stamp(1),
	}
}

func adoption(n int, regionCode, partnerKey string, period registry.Period, mandates ...registry.Mandate) registry.Adoption {
	return registry.Adoption{
		UUID: uuid(n), RegionCode: regionCode, PartnerKey: partnerKey, Period: period, Mandates: mandates, Stamp: stamp(1),
	}
}

// idsOf returns the ids of things of a kind.
func idsOf(kind registry.Kind, keys []string) []string {
	return names(keys, func(key string) string { return registry.MakeID(kind, key) })
}

// names returns what each thing is called, in the list's order.
func names[T, N any](things []T, name func(T) N) []N {
	list := []N{}
	for _, thing := range things {
		list = append(list, name(thing))
	}
	return list
}

func regionCode(r registry.Region) string             { return r.Code }
func municipalityCode(m registry.Municipality) string { return m.Code }
func sectorCode(s registry.Sector) string             { return s.Code }
func chainCode(c registry.Chain) string               { return c.Code }
func ministryCode(m registry.Ministry) string         { return m.Code }
func partnerKey(p registry.Partner) string            { return p.Key }

// edgeName tells of a collaboration what a reader of a failed test wants to see.
func edgeName(c registry.Collaboration) string {
	return fmt.Sprintf("%s-%s %s", c.RegionCode, c.PartnerKey, c.Since)
}

func adoptionName(a registry.Adoption) string {
	return fmt.Sprintf("%s-%s %s", a.RegionCode, a.PartnerKey, a.Since)
}
