package main

// comparedQuestion is a question in the words of each that answers it, with the same values in each answer.
type comparedQuestion struct {
	name string
	// ours and peer are GraphQL documents, cypher is the best single query that we know; each takes the same variables.
	ours, peer, cypher string
	variables          map[string]any
}

// The names of those that answer.
const (
	neo4jName    = "ours on Neo4j"
	sqliteName   = "ours on SQLite"
	peerName     = "@neo4j/graphql on Apollo Server"
	driverName   = "the bare driver"
	cannedName   = "gqlgen with canned data"
	constantName = "net/http with constant bytes"
)

// heldQuestions are what the rates of a question are held against in a register of so many partners.
func heldQuestions(partners int) []held {
	peer := 5.0
	if partners > comparedPartners {
		peer = 50
	}
	return []held{{neo4jName, peerName, peer}, {neo4jName, driverName, 0.5}, {sqliteName, cannedName, 0.6}, {sqliteName, constantName, 0}}
}

// heldMutations are what the rates of mutations by so many writers are held against.
func heldMutations(writers int) []held {
	if writers == 1 {
		return []held{{neo4jName, driverName, 1}, {neo4jName, peerName, 0}}
	}
	return []held{{neo4jName, peerName, 1}, {neo4jName, driverName, 0}}
}

// The fragments of the peer's documents and of Cypher for what holds today.
const (
	peerCurrent = `{since: {lte: $today}, OR: [{until: {eq: null}}, {until: {gt: $today}}]}`
	peerExists  = `AND: [{OR: [{since: {eq: null}}, {since: {lte: $today}}]}, {OR: [{until: {eq: null}}, {until: {gt: $today}}]}]`
	allProfiles = `KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING`
)

func cypherCurrent(of string) string {
	return of + `.since <= date($today) AND coalesce(` + of + `.until > date($today), true)`
}

func cypherExists(of string) string {
	return `coalesce(` + of + `.since <= date($today), true) AND coalesce(` + of + `.until > date($today), true)`
}

// questioned is what a register has that is asked for.
type questioned struct{ partner, region, common, rare string }

func questionsTo(of questioned, today string) []comparedQuestion {
	return []comparedQuestion{
		beheerders(today), counterparts(today, of.region), around(today, of.partner),
		searched("search for a common word", today, of.common), searched("search for a rare word", today, of.rare), regions(today),
	}
}

func beheerders(today string) comparedQuestion {
	return comparedQuestion{
		name: "25 beheerders with collaborations and regions",
		ours: `{ partners(filter: {coreTasks: [BEHEERDER], chainKind: FUNCTIONEEL, collaboration: {profiles: [STRUCTUREEL]}}, first: 25) { nodes { key name collaborations(filter: {profiles: [STRUCTUREEL]}) { since provenance { certainty } region { code name } } } } }`,
		peer: `query($today: Date!) {
			partners(
				where: {coreTasks: {includes: "BEHEERDER"}, chains: {some: {kind: {eq: "FUNCTIONEEL"}}}, structureelConnection: {some: {edge: ` + peerCurrent + `}}, ` + peerExists + `}
				limit: 25, sort: [{sortName: ASC}, {key: ASC}]
			) { key name structureelConnection(where: {edge: ` + peerCurrent + `}) { edges { properties { since certainty } node { code name } } } }
		}`,
		cypher: `
			MATCH (p:Partner) USING INDEX SEEK p:Partner(_nameOrder)
			WHERE p._nameOrder > '' AND p:Beheerder AND ` + cypherExists("p") + `
				AND EXISTS { (p)-[:IN_CHAIN]->(:Functioneel) }
				AND EXISTS { MATCH (p)<-[s:STRUCTURELE_SAMENWERKING]-() WHERE ` + cypherCurrent("s") + ` }
			WITH p ORDER BY p._nameOrder LIMIT 25
			RETURN p.key, p.name, COLLECT {
				MATCH (p)<-[s:STRUCTURELE_SAMENWERKING]-(r) WHERE ` + cypherCurrent("s") + `
				RETURN [s.since, s.certainty, r.code, r.name]
			}`,
		variables: map[string]any{"today": today},
	}
}

func counterparts(today, region string) comparedQuestion {
	collaborates := ""
	for _, profile := range []string{"kern", "structureel", "koppel", "adhoc", "standby"} {
		collaborates += `, {` + profile + `Connection: {some: {node: {code: {eq: $region}}, edge: ` + peerCurrent + `}}}`
	}
	return comparedQuestion{
		name: "counterparts of a region",
		ours: `query($region: String!) { region(code: $region) { counterparts { ourAdoptionRegions(first: 25) { nodes { partner { key name } adoption { since region { code name } } } } } } }`,
		peer: `query($today: Date!, $region: String!) {
			partners(
				where: {
					adoptedByConnection: {some: {node: {NOT: {code: {eq: $region}}}, edge: ` + peerCurrent + `}}
					OR: [{national: {eq: true}}, {worksIn: {some: {code: {eq: $region}}}}` + collaborates + `], ` + peerExists + `
				}
				limit: 25, sort: [{sortName: ASC}, {key: ASC}]
			) { key name adoptedByConnection(where: {edge: ` + peerCurrent + `}) { edges { properties { since } node { code name } } } }
		}`,
		cypher: `
			MATCH (p:Partner)<-[a:ADOPTS]-(adopter) USING INDEX SEEK p:Partner(_nameOrder)
			WHERE p._nameOrder > '' AND adopter.code <> $region AND ` + cypherCurrent("a") + ` AND ` + cypherExists("p") + `
				AND (p.national OR EXISTS { MATCH (p)-[w:WORKS_IN]->() WHERE w.region = $region }
					OR EXISTS { MATCH (p)<-[s:` + allProfiles + `]-() WHERE s.region = $region AND ` + cypherCurrent("s") + ` })
			WITH p, a, adopter ORDER BY p._nameOrder LIMIT 25
			RETURN p.key, p.name, a.since, adopter.code, adopter.name`,
		variables: map[string]any{"today": today, "region": region},
	}
}

func around(today, partner string) comparedQuestion {
	collaborations := ""
	for _, profile := range []string{"kern", "structureel", "koppel", "adhoc", "standby"} {
		collaborations += " " + profile + `Connection(where: {edge: ` + peerCurrent + `}) { edges { properties { since certainty } node { code name } } }`
	}
	return comparedQuestion{
		name: "one partner with all around it",
		ours: `query($key: String!) { partner(key: $key) { key name sectors { code name } chains { code name } collaborations { since provenance { certainty } region { code name } } adoption { since region { code name } } workingAreas { region { code name } } } }`,
		peer: `query($today: Date!, $key: String!) {
			partners(where: {key: {eq: $key}}) {
				key name sectors { code name } chains { code name }` + collaborations + `
				adoptedByConnection(where: {edge: ` + peerCurrent + `}) { edges { properties { since } node { code name } } }
				worksIn { code name }
			}
		}`,
		cypher: `
			MATCH (p:Partner {key: $key})
			RETURN p.key, p.name, [(p)-[:IN_SECTOR]->(s) | [s.code, s.name]], [(p)-[:IN_CHAIN]->(c) | [c.code, c.name]],
				COLLECT { MATCH (p)<-[s:` + allProfiles + `]-(r) WHERE ` + cypherCurrent("s") + ` RETURN [s.since, s.certainty, r.code, r.name] },
				COLLECT { MATCH (p)<-[a:ADOPTS]-(r) WHERE ` + cypherCurrent("a") + ` RETURN [a.since, r.code, r.name] },
				[(p)-[:WORKS_IN]->(r) | [r.code, r.name]]`,
		variables: map[string]any{"today": today, "key": partner},
	}
}

func searched(name, today, word string) comparedQuestion {
	return comparedQuestion{
		name: name,
		ours: `query($word: String!) { search(text: $word, first: 25) { ... on Partner { key name } } }`,
		peer: `query($today: Date!, $phrase: String!) {
			partnersByName(phrase: $phrase, where: {node: {` + peerExists + `}}, sort: [{node: {sortName: ASC}}, {node: {key: ASC}}], first: 25) { edges { node { key name } } }
		}`,
		cypher: `
			CALL db.index.fulltext.queryNodes('names', $phrase) YIELD node AS p
			WITH p WHERE p:Partner AND ` + cypherExists("p") + `
			WITH p ORDER BY p._nameOrder LIMIT 25
			RETURN p.key, p.name`,
		variables: map[string]any{"today": today, "word": word, "phrase": word + "*"},
	}
}

func regions(today string) comparedQuestion {
	ours, peer, codes := "", "", []string{"VR02", "VR07", "VR12", "VR17", "VR22"}
	for i, code := range codes {
		alias := string(rune('a' + i))
		ours += ` ` + alias + `: region(code: "` + code + `") { collaborations(filter: {profiles: [STRUCTUREEL]}, orderBy: {field: PARTNER}, first: 10) { nodes { since partner { key name sectors { code name } chains { code name } } } } }`
		peer += ` ` + alias + `: regions(where: {code: {eq: "` + code + `"}}) { structureelConnection(where: {edge: ` + peerCurrent + `}, sort: [{node: {key: ASC}}], first: 10) { edges { properties { since } node { key name sectors { code name } chains { code name } } } } }`
	}
	return comparedQuestion{
		name: "5 regions, 10 collaborations each, partner, sectors, chains",
		ours: `{` + ours + ` }`,
		peer: `query($today: Date!) {` + peer + ` }`,
		cypher: `
			UNWIND $codes AS code
			CALL (code) {
				MATCH ()-[s:STRUCTURELE_SAMENWERKING]->(p) USING INDEX SEEK s:STRUCTURELE_SAMENWERKING(region, _partnerOrder)
				WHERE s.region = code AND s._partnerOrder > '' AND ` + cypherCurrent("s") + `
				RETURN s, p ORDER BY s.region, s._partnerOrder LIMIT 10
			}
			RETURN s.since, p.key, p.name, [(p)-[:IN_SECTOR]->(x) | [x.code, x.name]], [(p)-[:IN_CHAIN]->(c) | [c.code, c.name]]`,
		variables: map[string]any{"today": today, "codes": codes},
	}
}

// questionedIn are things of the bundled register, or of a generated one.
func questionedIn(partners int) questioned {
	if partners == 0 {
		return questioned{partner: "waterschap-rivierenland", region: "VR08", common: "waterschap", rare: "rivierenland"}
	}
	return questioned{partner: "p-0000042", region: "VR08", common: "ziekenhuis", rare: "0000042"}
}
