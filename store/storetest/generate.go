package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"ketenkaart/registry"
)

const (
	// block is how many partners make up one block; every block is like the one before.
	block           = 100
	regionCount     = 25
	sectorCount     = 10
	functionalCount = 10
	generalCount    = 2
	// fillBatch bounds what one call of a Writer takes.
	fillBatch = 5000
)

// Generate makes a register of any size, always the same. It repeats blocks of a fixed mix of kerntaken, sectors, chains
// and profiles, and names go by number: so the first page of a question holds as much in a large register as in a
// small one, and a page that costs more there shows that its cost grows with the register.
func Generate(partners, collaborationsPerPartner int) registry.Dataset {
	data := generatedSurroundings()
	for i := range partners {
		p := generatedPartner(i)
		data.Partners = append(data.Partners, p)
		for j := range collaborationsPerPartner {
			data.Collaborations = append(data.Collaborations, generatedEdge(i, j, i*collaborationsPerPartner+j, p))
		}
		// A partner that is not of several regions is adopted by none (R5).
		if i%block%3 == 1 && p.Until == nil && collaborationsPerPartner > 1 {
			data.Adoptions = append(data.Adoptions, generatedAdoption(i))
		}
	}
	return data
}

func generatedSurroundings() registry.Dataset {
	data := registry.Dataset{Ministries: []registry.Ministry{ministry("mnre1130"), ministry("mnre1034")}}
	for n := range sectorCount {
		data.Sectors = append(data.Sectors, sector(generatedSector(n), fmt.Sprintf("Sector %02d", n)))
	}
	for n := range generalCount {
		data.Chains = append(data.Chains, chain(generatedGeneral(n), registry.Algemeen))
	}
	for n := range functionalCount {
		c := chain(generatedFunctional(n), registry.Functioneel)
		c.Ministries = []registry.ChainMinistry{{MinistryCode: data.Ministries[n%2].Code, Since: new(registry.Date("2010-10-14"))}}
		data.Chains = append(data.Chains, c)
	}
	for n := range regionCount {
		code := generatedRegion(n)
		data.Regions = append(data.Regions, region(code))
		for m := range 14 {
			data.Municipalities = append(data.Municipalities, municipality(fmt.Sprintf("GM%04d", n*14+m+1), fmt.Sprintf("Gemeente %02d van %s", m, code), code))
		}
		if n > 0 {
			data.Neighbours = append(data.Neighbours, registry.Neighbours{A: generatedRegion(n - 1), B: code, Kind: registry.SharedBoundary})
		}
	}
	return data
}

func generatedSector(n int) string     { return fmt.Sprintf("sector-%02d", n%sectorCount) }
func generatedGeneral(n int) string    { return fmt.Sprintf("ALG%02d", n%generalCount) }
func generatedFunctional(n int) string { return fmt.Sprintf("FUN%02d", n%functionalCount) }
func generatedRegion(n int) string     { return fmt.Sprintf("VR%02d", n%regionCount+1) }
func generatedKey(i int) string        { return fmt.Sprintf("p-%07d", i) }

// generatedTasks: of twenty partners eight are beheerder, five hulpdienst, five dienstverlener, one two of them, one
// is not known. The factor spreads each kind over the block.
func generatedTasks(b int) []registry.CoreTask {
	switch n := b * 7 % 20; {
	case n < 8:
		return []registry.CoreTask{registry.Beheerder}
	case n < 13:
		return []registry.CoreTask{registry.Hulpdienst}
	case n < 18:
		return []registry.CoreTask{registry.Dienstverlener}
	case n == 18:
		return []registry.CoreTask{registry.Beheerder, registry.Dienstverlener}
	}
	return nil
}

// generatedPartner depends on the partner's place in its block alone, but for what has to be its own.
func generatedPartner(i int) registry.Partner {
	b := i % block
	kinds := []string{"Waterbedrijf", "Energiebedrijf", "Ziekenhuis", "Spoorbedrijf", "Vervoerder"}
	p := partner(generatedKey(i), fmt.Sprintf("Partner %07d %s", i, kinds[b%len(kinds)]))
	p.CoreTasks, p.SectorCodes = generatedTasks(b), []string{generatedSector(b * 3)}
	switch b % 5 {
	case 0, 1:
		p.ChainCodes = []string{generatedFunctional(b)}
	case 2:
		p.ChainCodes = []string{generatedGeneral(b), generatedFunctional(b)}
	case 3:
		p.ChainCodes = []string{generatedGeneral(b)}
	}
	p.National = b%50 == 17
	for n := range b % 4 {
		if !p.National {
			p.WorkingAreas = append(p.WorkingAreas, registry.WorkingArea{RegionCode: generatedRegion(b*7 + n)})
		}
	}
	if b%5 == 3 {
		p.Connections = []registry.FacilityLink{{Facility: "LCMS", Since: new(registry.PartialDate("2014"))}}
	}
	if b%10 == 9 {
		p.PartOfKey = new(generatedKey(i - b))
	}
	if b%50 == 49 {
		p.Until, p.EndReason = new(generatedEnd()), new("Opgeheven")
	}
	p.Identifiers.KVK = new(fmt.Sprintf("%08d", 10000000+i))
	p.Provenance = provenance(registry.AllCertainties()[b%4])
	return p
}

func generatedEnd() registry.Date { return "2024-01-01" }

// generatedEdge: the first 25 of a partner are open, each with another region; the next 25 came before those.
func generatedEdge(i, j, n int, p registry.Partner) registry.Collaboration {
	b := i % block
	profiles := registry.AllProfiles()
	c := edge(0, generatedRegion(b*7+j), p.Key, profiles[(b+j*3)%len(profiles)], period(generatedDay(b*37+j*101)))
	c.UUID = generatedUUID(0, n)
	c.Incidental = c.Profile == registry.Adhoc
	c.Provenance = provenance(registry.AllCertainties()[(b+j)%4])
	if !c.Profile.Suits(p.CoreTasks, c.Incidental) {
		c.Motivation = new("Op verzoek van de regio")
	}
	if earlier := j / regionCount; earlier > 0 {
		year := 2015 - earlier
		c.Period = period(registry.Date(fmt.Sprintf("%d-01-01", year)), registry.Date(fmt.Sprintf("%d-01-01", year+1)))
	} else {
		c.Until = p.Until
	}
	return c
}

// generatedDay is one of 2015 to 2023, so that an open collaboration holds today.
func generatedDay(n int) registry.Date {
	return registry.Date(time.Date(2015, time.January, 1+n%(9*365), 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
}

// generatedAdoption is by the region of the partner's first collaboration, with mandates of two others.
func generatedAdoption(i int) registry.Adoption {
	first := i % block * 7
	codes := []string{generatedRegion(first + 1), generatedRegion(first + 2)}
	slices.Sort(codes)
	since := period("2022-01-01")
	a := adoption(0, generatedRegion(first), generatedKey(i), since, mandate(codes[0], since), mandate(codes[1], since))
	a.UUID = generatedUUID(1, i)
	return a
}

// generatedUUID has the form of a UUIDv7: a moment, which grows with n, and the kind, so that all ids differ.
func generatedUUID(kind, n int) string {
	moment := time.Date(2025, time.January, 1, 0, 0, 0, 0, time.UTC).UnixMilli() + int64(n)
	return fmt.Sprintf("%08x-%04x-7000-8%03x-%012x", moment>>16, moment&0xffff, kind, n)
}

// Fill puts a Dataset in a store: one Update, one Change.
func Fill(t testing.TB, store registry.Store, data registry.Dataset) {
	t.Helper()
	write(t, store, func(ctx context.Context, w registry.Writer) error {
		for _, part := range split(data) {
			if err := putAll(ctx, w, part); err != nil {
				return err
			}
		}
		revision, err := w.Revision(ctx)
		if err != nil {
			return err
		}
		return w.AppendChange(ctx, registry.Change{Revision: revision + 1, At: moment(0), ActorID: "local", Action: "import", InputHash: "-"})
	})
}

// split returns the small lists first, then the long ones in batches, each after what it refers to.
func split(data registry.Dataset) []registry.Dataset {
	partners, edges, adoptions, agreements := data.Partners, data.Collaborations, data.Adoptions, data.Agreements
	data.Partners, data.Collaborations, data.Adoptions, data.Agreements = nil, nil, nil, nil
	parts := []registry.Dataset{data}
	for batch := range slices.Chunk(partners, fillBatch) {
		parts = append(parts, registry.Dataset{Partners: batch})
	}
	for batch := range slices.Chunk(edges, fillBatch) {
		parts = append(parts, registry.Dataset{Collaborations: batch})
	}
	for batch := range slices.Chunk(adoptions, fillBatch) {
		parts = append(parts, registry.Dataset{Adoptions: batch})
	}
	for batch := range slices.Chunk(agreements, fillBatch) {
		parts = append(parts, registry.Dataset{Agreements: batch})
	}
	return parts
}

// GenerateNamed makes partners of whose names all have "organisatie", each tenth "tiende", each fortieth "veertigste", the one in
// the middle "enige", and the last tenth of them by name "achteraan".
func GenerateNamed(partners int) registry.Dataset {
	var data registry.Dataset
	for i := range partners {
		name := fmt.Sprintf("Organisatie %07d", i)
		if i >= partners-partners/10 {
			name = fmt.Sprintf("Zuidelijke organisatie %07d achteraan", i)
		}
		if i%10 == 0 {
			name += " tiende"
		}
		if i%40 == 0 {
			name += " veertigste"
		}
		if i == partners/2 {
			name += " enige"
		}
		data.Partners = append(data.Partners, partner(generatedKey(i), name))
	}
	return data
}

// NamedWord is a word that GenerateNamed uses.
type NamedWord struct {
	Word string
	// Found is how many partners have it; Least is how many things the cheaper of two ways looks at for the first 25: all that have the
	// word, or all by name until there are enough.
	Found, Least int
}

// NamedWords are the words of so many partners.
func NamedWords(partners int) []NamedWord {
	evenly := func(word string, found int) NamedWord {
		return NamedWord{word, found, min(25*partners/found, found)}
	}
	return []NamedWord{
		evenly("organisatie", partners), evenly("tiende", partners/10), evenly("veertigste", partners/40),
		{"achteraan", partners / 10, partners / 10}, evenly("enige", 1),
	}
}
