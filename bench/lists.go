package main

import (
	"fmt"

	"ketenkaart/registry"
)

const (
	// each is how many collaborations the generator gives every partner.
	each = 10
	// agreedEach is how many agreements there are for every partner.
	agreedEach = 1
)

// documented is a page whose cost is measured.
type documented struct {
	name string
	// document writes the question for a register of so many partners.
	document func(partners int) string
}

// always asks the same in any register.
func always(document string) func(int) string { return func(int) string { return document } }

// halfway asks for the page after the partner in the middle, or after its collaborations.
func halfway(document string, place func(partners int) registry.Key) func(int) string {
	return func(partners int) string { return fmt.Sprintf(document, place(partners).Cursor()) }
}

func partnerHalfway(partners int) registry.Key {
	return registry.Key{Order: "NAME.ASC", Text: fmt.Sprintf("partner %07d", partners/2), Tie: " "}
}

func edgesHalfway(partners int) registry.Key {
	return registry.Key{Order: "PARTNER.ASC", Text: fmt.Sprintf("p-%07d", partners/2), Tie: " "}
}

func agreementHalfway(partners int) registry.Key {
	return registry.Key{Order: "AGREEMENT_TITLE.ASC", Text: fmt.Sprintf("afspraak %07d", partners*agreedEach/2), Tie: " "}
}

// documentedLists are the pages of the schema, none with a count. The first is the one that has a target of its own.
func documentedLists() []documented {
	return []documented{
		{"the mission's question", always(`{ partners(filter: {coreTasks: [BEHEERDER], chainKind: FUNCTIONEEL, collaboration: {profiles: [STRUCTUREEL]}}, first: 25) { nodes { id name collaborations(filter: {profiles: [STRUCTUREEL]}) { since provenance { certainty } region { code name } } } } }`)},
		{"partners by name", always(`{ partners { nodes { id name } } }`)},
		{"partners by name, backward", always(`{ partners(last: 25) { nodes { id name } } }`)},
		{"partners by name, from halfway", halfway(`{ partners(after: %q) { nodes { id name } } }`, partnerHalfway)},
		{"partners with all around them", always(`{ partners(first: 10) { nodes { name sectors { name } chains { name ministries { name } } partOf { name } workingAreas { region { name } } collaborations { profile region { name } } adoption { region { name } mandates { region { name } } } } } }`)},
		{"partners by number of collaborations", always(`{ partners(orderBy: {field: COLLABORATIONS, direction: DESC}) { nodes { id } } }`)},
		{"partners by latest collaboration", always(`{ partners(orderBy: {field: LATEST_COLLABORATION, direction: DESC}) { nodes { id } } }`)},
		{"partners of a sector", always(`{ partners(filter: {sectors: ["sector-03"]}) { nodes { id } } }`)},
		{"partners of a chain", always(`{ partners(filter: {chains: ["FUN05"]}) { nodes { id } } }`)},
		{"partners adopted by a region", always(`{ partners(filter: {adoptedBy: ["VR08"]}, first: 10) { nodes { id adoption { region { name } } } } }`)},
		{"partners not adopted", always(`{ partners(filter: {adopted: false}) { nodes { id } } }`)},
		{"white spots of a region", always(`{ partners(filter: {worksIn: ["VR08"], noCollaboration: {regions: ["VR08"]}}, first: 10) { nodes { id name } } }`)},
		{"one partner by its identifier", always(`{ partners(filter: {identifiers: ["10000042"]}) { nodes { id } } }`)},
		{"collaborations by since", always(`{ collaborations { nodes { id since } } }`)},
		{"collaborations by since, newest first", always(`{ collaborations(orderBy: {field: SINCE, direction: DESC}) { nodes { id since } } }`)},
		{"collaborations of a profile by since", always(`{ collaborations(filter: {profiles: [KERN]}) { nodes { id since } } }`)},
		{"collaborations of two profiles by since", always(`{ collaborations(filter: {profiles: [KERN, ADHOC]}) { nodes { id since } } }`)},
		{"a region's collaborations by since", always(`{ region(code: "VR08") { collaborations { nodes { id since partner { name } } } } }`)},
		{"a region's collaborations by partner", always(`{ region(code: "VR08") { collaborations(orderBy: {field: PARTNER}) { nodes { id partner { name } } } } }`)},
		{"the same, from halfway", halfway(`{ region(code: "VR08") { collaborations(orderBy: {field: PARTNER}, after: %q) { nodes { id } } } }`, edgesHalfway)},
		{"adoptions", always(`{ adoptions { nodes { id partner { name } } } }`)},
		{"a region's adoptions", always(`{ region(code: "VR08") { adoptions(first: 10) { nodes { id } } } }`)},
		{"a region's counterparts", always(`{ region(code: "VR08") { counterparts { ourAdoptionRegions(first: 10) { nodes { basis partner { name } adoption { region { name } } } } partnersWeAdopted(first: 10) { nodes { partner { name } counterparts { region { name } } } } sharedNotAdopted(first: 10) { nodes { name } } } } }`)},
		{"agreements, the last changed first", always(`{ agreements { nodes { id title status } } }`)},
		{"agreements by title", always(`{ agreements(orderBy: {field: TITLE, direction: ASC}) { nodes { id title status } } }`)},
		{"agreements by title, from halfway", halfway(`{ agreements(orderBy: {field: TITLE, direction: ASC}, after: %q) { nodes { id } } }`, agreementHalfway)},
		{"agreements by since", always(`{ agreements(orderBy: {field: SINCE, direction: DESC}) { nodes { id since } } }`)},
		{"agreements by until", always(`{ agreements(orderBy: {field: UNTIL, direction: ASC}) { nodes { id until } } }`)},
		{"agreements with all around them", always(`{ agreements(first: 10) { nodes { title regions { name } partners { name } signatories { partner { name } } pairs(first: 25) { nodes { region { name } collaboration { profile } } } dimensions { dimension commitments { text } } waitingFor { name } reviews { outcome } } } }`)},
		{"agreements of a region", always(`{ region(code: "VR08") { agreements { nodes { id title status } } } }`)},
		{"agreements of a region and a partner", always(`{ agreements(filter: {regions: ["VR20"], partners: ["p-0000042"]}) { nodes { id } } }`)},
		{"agreements in force, of a sector", always(`{ agreements(filter: {inForce: true, sectors: ["sector-03"]}) { nodes { id } } }`)},
		{"agreements of a chain", always(`{ agreements(filter: {chains: ["FUN05"]}) { nodes { id } } }`)},
		{"agreements that have expired", always(`{ agreements(filter: {status: [EXPIRED]}) { nodes { id } } }`)},
		{"agreements that wait for a region", always(`{ agreements(filter: {waitingFor: ["Region:VR16"]}) { nodes { id waitingFor { name } } } }`)},
		{"agreements with a gap", always(`{ agreements(filter: {emptyDimensions: [TECHNIEK]}, orderBy: {field: TITLE}) { nodes { id } } }`)},
		{"agreements whose evaluation is due", always(`{ agreements(filter: {evaluationDueBefore: "2026-01-01"}) { nodes { id } } }`)},
		{"the agenda of a region", always(`{ agenda(organisation: "VR08", until: "2026-12-31") { nodes { on kind agreement { title } commitment { text } } } }`)},
		{"coverage of a sector", always(`{ coverage(sectorCode: "sector-03") { inForce regions { state since agreementCount } } }`)},
		{"coverage of a chain", always(`{ coverage(chainCode: "FUN05") { inForce regions { state since agreementCount } } }`)},
		{"the feed of changes", always(`{ changes { nodes { id items(first: 5) { nodes { subjectId } } } } }`)},
		{"a region's changes", always(`{ changes(filter: {regions: ["VR01"]}, first: 10) { nodes { id } } }`)},
		{"the end of the feed", always(`{ changes(last: 25) { nodes { id } } }`)},
		{"search for one word", always(`{ search(text: "0000042") { ... on Partner { name } } }`)},
	}
}
