package exchange_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/exchange"
	"ketenkaart/registry"
	"ketenkaart/store/sqlite"
)

// files makes a folder of texts.
func files(texts map[string]string) fstest.MapFS {
	folder := fstest.MapFS{}
	for name, text := range texts {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return folder
}

// wantErrors reads a folder that is wrong, and compares everything that is said of it.
func wantErrors(t *testing.T, texts map[string]string, want ...string) {
	t.Helper()
	_, err := exchange.ReadRegister(files(texts))
	wantRows(t, err, want)
}

// wantRows compares everything that an error says is wrong.
func wantRows(t *testing.T, err error, want []string) {
	t.Helper()
	found, ok := errors.AsType[*exchange.RowErrors](err)
	if !ok {
		t.Fatalf("the error is %v, not a *RowErrors", err)
	}
	var got []string
	for _, row := range found.Rows {
		got = append(got, row.Error())
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// mustRead reads a folder that is right.
func mustRead(t *testing.T, folder fs.FS, known ...registry.Dataset) registry.Dataset {
	t.Helper()
	dataset, err := exchange.ReadRegister(folder, known...)
	if err != nil {
		t.Fatal(err)
	}
	return dataset
}

const (
	regionHeader        = "code,name,official_name,short_name,aliases,province,visiting_address,latitude,longitude,inhabitants,area_km2,tooi,kvk,oin,website,source,certainty,note\n"
	regionRow           = "VR02,Fryslân,Veiligheidsregio Fryslân,VRF,Friesland,Fryslân,,53.1086,5.8452,665208,4253.6,,01175778,,https://www.veiligheidsregiofryslan.nl,CBS,VERIFIED,\n"
	partnerHeader       = "key,name,short_name,aliases,core_tasks,sectors,chains,part_of,national,capacities,in_care_of,tooi,kvk,oin,website,since,until,source,certainty,note,classification_source,classification_certainty,classification_note\n"
	partnerRow          = "kustwacht,Kustwacht Nederland,,,HULPDIENST;BEHEERDER,,,,true,,,,,,,,,,,,,,\n"
	collaborationHeader = "region,partner,profile,incidental,since,until,end_reason,motivation,source,certainty,note\n"
	adoptionHeader      = "partner,region,requested_on,since,until,end_reason,source,certainty,note\n"
	mandateHeader       = "partner,adopted_since,region,since,until\n"
	agreementHeader     = "key,title,summary,led_by,signed_on,source,certainty,note\n"
	agreementRow        = "A1,Convenant,,VR02,2014-09,krant,VERIFIED,\n"
	partyHeader         = "agreement,region,partner\n"
)

func TestAFileInAnotherEncodingIsRefused(t *testing.T) {
	wantErrors(t, map[string]string{"sectors.csv": "code,name\nwater,Water\nfrl,Frysl\xe2n\n"},
		"sectors.csv:3:5: is not UTF-8: save the file as CSV in UTF-8")
	_, err := exchange.ReadRegister(files(map[string]string{"sectors.csv": "\xff\xfec\x00o\x00d\x00e\x00"}))
	if err == nil || !strings.Contains(err.Error(), "sectors.csv:1:1: is not UTF-8") {
		t.Errorf("UTF-16: got %v", err)
	}
}

func TestAmbitionsAndPartsOfAgreementsAreOfWhatIsThere(t *testing.T) {
	wantErrors(t, map[string]string{
		"regions.csv": regionHeader + regionRow, "partners.csv": partnerHeader + partnerRow,
		"sectors.csv": "code,name\nwater,Water\n",
		"ambitions.csv": "partner,sector,profile,text,stated_on,source,certainty,note\n" +
			"kustwacht,,KOPPEL,Meer delen,2024,,,\nkustwacht,water,,Meer delen,,,,\n,,,Meer delen,,,,\npolitie,,,Meer delen,,,,\n,gas,,Meer delen,,,,\n,water,VRIENDEN,,,,,\nkustwacht,,,Nog meer,,,,\n",
		"agreements.csv": "key,title,summary,led_by,signed_on,until,end_reason,source,certainty,note\n" +
			"A1,Convenant,,VR02,2014-09,,Opgezegd,krant,VERIFIED,\n",
		"agreement_parties.csv":     partyHeader + "A1,VR02,\nA1,,kustwacht\n",
		"agreement_signatories.csv": "agreement,partner,signs_for\nA2,kustwacht,kustwacht\nA1,politie,kustwacht\n",
		"agreement_documents.csv":   "agreement,title,url,sha256\nA1,,ftp://x,\nA1,Tekst,,\n",
	},
		`ambitions.csv:3:1: partner: give a partner or a sector, one in a row`,
		`ambitions.csv:4:1: partner: give a partner or a sector, one in a row`,
		`ambitions.csv:5:1: partner: politie is not in partners.csv`,
		`ambitions.csv:6:2: sector: gas is not in sectors.csv`,
		`ambitions.csv:7:8: profile: "VRIENDEN" is not one of [STANDBY ADHOC KOPPEL STRUCTUREEL KERN]`,
		`ambitions.csv:7:17: text: is empty`,
		`ambitions.csv:8:1: partner: the same as on line 2`,
		`agreements.csv:2:29: end_reason: says why it ended, and no until says when`,
		`agreement_signatories.csv:2:1: agreement: A2 is not in agreements.csv`,
		`agreement_signatories.csv:3:4: partner: there is no partner politie`,
		`agreement_documents.csv:2:4: title: is empty`,
		`agreement_documents.csv:2:5: url: "ftp://x" is not an address that begins with https://`,
		`agreement_documents.csv:3:10: url: is empty`,
	)
}

func TestWhatAnAgreementSetsNeedsItsAgreement(t *testing.T) {
	read := func(agreements string) map[string]string {
		return map[string]string{
			"regions.csv": regionHeader + regionRow, "partners.csv": partnerHeader + partnerRow,
			"agreements.csv": agreementHeader + agreements, "agreement_parties.csv": partyHeader + "A1,VR02,\nA1,,kustwacht\n",
			"agreement_pairs.csv": "agreement,region,partner,profile,motivation\n" +
				"A2,VR02,kustwacht,KERN,\nA1,VR02,kustwacht,VRIEND,\nA1,VR02,kustwacht,KERN,\n",
			"agreement_commitments.csv":    "agreement,dimension,subject,text,by,due\nA2,PROCES,alarmering,,VR02;politie,morgen\nA1,GELD,,Iets,,\n",
			"agreement_not_applicable.csv": "agreement,dimension,reason\nA2,MENS,\nA1,MENS,Geregeld\nA1,MENS,Toch\n",
		}
	}
	wantErrors(t, read(agreementRow),
		`agreement_pairs.csv:2:1: agreement: A2 is not in agreements.csv`,
		`agreement_pairs.csv:3:19: profile: "VRIEND" is not one of [STANDBY ADHOC KOPPEL STRUCTUREEL KERN]`,
		`agreement_pairs.csv:4:4: region: the same as on line 3`,
		`agreement_commitments.csv:2:1: agreement: A2 is not in agreements.csv`,
		`agreement_commitments.csv:2:22: text: is empty`,
		`agreement_commitments.csv:2:23: by: there is no partner politie`,
		`agreement_commitments.csv:2:36: due: "morgen" is not a day such as 2019-03-06`,
		`agreement_commitments.csv:3:4: dimension: "GELD" is not one of [PROCES ORGANISATIE MENS TECHNIEK]`,
		`agreement_commitments.csv:3:9: subject: is empty`,
		`agreement_commitments.csv:3:15: by: is empty`,
		`agreement_not_applicable.csv:2:1: agreement: A2 is not in agreements.csv`,
		`agreement_not_applicable.csv:2:9: reason: is empty`,
		`agreement_not_applicable.csv:4:4: dimension: the same as on line 3`,
	)
}

func TestAFolderWithoutARegisterIsRefused(t *testing.T) {
	for name, folder := range map[string]map[string]string{
		"partners.csv:1:1: is not there, nor is any other file of a register": {".hidden": "no fact"},
		"notes.txt:1:1: is no file of a register":                             {"notes.txt": "no register"},
		"more:1:1: is no file of a register":                                  {"more/partners.csv": partnerHeader, "sectors.csv": "code,name\n"},
		"partner.csv:1:1: is no file of a register":                           {"partner.csv": partnerHeader, "sectors.csv": "code,name\n"},
	} {
		_, err := exchange.ReadRegister(files(folder))
		faults, ok := errors.AsType[*exchange.RowErrors](err)
		if !ok || faults.Len() != 1 || faults.Rows[0].Error() != name {
			t.Errorf("got %v, want %s", err, name)
		}
	}
}

func TestCellsAreRead(t *testing.T) {
	dataset := mustRead(t, files(map[string]string{
		"regions.csv":     "\ufeff" + regionHeader + regionRow,
		"sectors.csv":     "name,code\r\nWater,water\r\n",
		"partners.csv":    partnerHeader + "aa,\"Aa, en \"\"Maas\"\"\", AeM ,x; y,BEHEERDER,water,,,false,,,,,,,2013-01-01,,ROO,VERIFIED,,own view,INTERPRETATION,\n",
		"connections.csv": "partner,facility,since,until,source,certainty,note\naa,LCMS,2014-09,,,,\n",
		"working_areas.csv": "partner,region,municipalities,source,certainty,note\n" +
			"aa,VR02,,ROO,DERIVED,seen\n",
	}))
	region, partner := dataset.Regions[0], dataset.Partners[0]
	if region.Code != "VR02" || *region.Inhabitants != 665208 || region.Location.Latitude != 53.1086 || region.Identifiers.TOOI != nil || *region.Identifiers.KVK != "01175778" {
		t.Errorf("the region is %+v", region)
	}
	if partner.Name != `Aa, en "Maas"` || *partner.ShortName != "AeM" || !slices.Equal(partner.Aliases, []string{"x", "y"}) || *partner.Since != "2013-01-01" || partner.Until != nil {
		t.Errorf("the partner is %+v", partner)
	}
	if partner.Classification.Certainty != registry.Interpretation || partner.Provenance.Note != nil || partner.ChainCodes == nil {
		t.Errorf("the partner is %+v", partner)
	}
	if area := partner.WorkingAreas[0]; area.Municipalities != nil || *area.Provenance.Note != "seen" {
		t.Errorf("the working area is %+v", area)
	}
	if connection := partner.Connections[0]; *connection.Since != "2014-09" || connection.Provenance != nil {
		t.Errorf("the connection is %+v", connection)
	}
}

func TestEveryErrorIsReportedAtOnce(t *testing.T) {
	wantErrors(t, map[string]string{
		"ministries.csv": "code,abbreviation,name,tooi,until,source,certainty,note\n" +
			"mnre1130,IenW,,https://example.org/x,2026-02-30,,SURE,\n",
		"chains.csv": "code,name,kind,source,certainty,note\nbnk,Water,OVERAL,,,\n",
		"regions.csv": regionHeader + regionRow +
			"VR26,Elders,Elders,,a;;a,Elders,,91,x,-1,NaN,,123,I0000003080216770000,elders.nl,,,\n",
		"partners.csv": partnerHeader + partnerRow +
			"\"two\nlines\",,,,AGENT,water,BNK12,nobody,maybe,,,,,,,2020-01-01,2020-01-01,,,,,,only a note\n",
		"collaborations.csv": collaborationHeader +
			"VR02,kustwacht,KERN,false,2024-01-01,2023-01-01,,,,,\n" +
			"VR99,unknown,FULL,,,soon,,,,,\n" +
			"VR01,kustwacht,KERN,true,2024-01-01,,,,,,\n",
	},
		"ministries.csv:2:15: name: is empty",
		"ministries.csv:2:16: identifiers.tooi: begins with https://identifier.overheid.nl/tooi/id/",
		`ministries.csv:2:38: until: "2026-02-30" is not a day such as 2019-03-06`,
		"ministries.csv:2:49: source: is empty",
		`ministries.csv:2:50: certainty: "SURE" is not one of [VERIFIED DERIVED COMMON_KNOWLEDGE INTERPRETATION ILLUSTRATION]`,
		`chains.csv:2:1: code: "bnk" is not the code of a Chain, such as BNK12`,
		`chains.csv:2:11: kind: "OVERAL" is not one of [ALGEMEEN FUNCTIONEEL]`,
		`regions.csv:3:1: code: "VR26" is not the code of a Region, such as VR08`,
		"regions.csv:3:21: aliases: has an empty item",
		`regions.csv:3:21: aliases: has "a" twice`,
		`regions.csv:3:34: latitude: "91" is not a number from -90 to 90`,
		`regions.csv:3:37: longitude: "x" is not a number from -180 to 180`,
		`regions.csv:3:39: inhabitants: "-1" is not a whole number of zero or more`,
		`regions.csv:3:42: area_km2: "NaN" is not a number from 0 to 1000000`,
		"regions.csv:3:47: identifiers.kvk: has 8 digits",
		"regions.csv:3:51: identifiers.oin: has 20 digits",
		`regions.csv:3:72: website: "elders.nl" is not an address that begins with https://`,
		"partners.csv:3:1: key: \"two\\nlines\" is not the code of a Partner, such as kustwacht-nederland",
		"partners.csv:4:8: name: is empty",
		`partners.csv:4:11: core_tasks: "AGENT" is not one of [HULPDIENST BEHEERDER DIENSTVERLENER]`,
		"partners.csv:4:17: sectors: there is no sector water",
		"partners.csv:4:23: chains: there is no chain BNK12",
		"partners.csv:4:29: part_of: there is no partner nobody",
		`partners.csv:4:36: national: "maybe" is not true or false`,
		"partners.csv:4:59: until: 2020-01-01 is not after since (2020-01-01)",
		"partners.csv:4:73: classification_source: is empty",
		`partners.csv:4:74: classification_certainty: "" is not one of [VERIFIED DERIVED COMMON_KNOWLEDGE INTERPRETATION ILLUSTRATION]`,
		"collaborations.csv:2:38: until: 2023-01-01 is not after since (2024-01-01)",
		`collaborations.csv:3:1: region: "VR99" is not the code of a Region, such as VR08`,
		"collaborations.csv:3:6: partner: there is no partner unknown",
		`collaborations.csv:3:14: profile: "FULL" is not one of [STANDBY ADHOC KOPPEL STRUCTUREEL KERN]`,
		`collaborations.csv:3:19: incidental: "" is not true or false`,
		"collaborations.csv:3:20: since: is empty",
		`collaborations.csv:3:21: until: "soon" is not a day such as 2019-03-06`,
		"collaborations.csv:4:1: region: there is no region VR01",
	)
}

func TestHeadersAreChecked(t *testing.T) {
	wantErrors(t, map[string]string{
		"ministries.csv": "",
		"sectors.csv":    "code,code,naam\nx,y,z\n",
		"partners.csv":   partnerHeader + "aa,Aa,,,,onbekend,,,false,,,,,,,,,,,,,,\n",
	},
		"ministries.csv:1:1: the file has no header row",
		"sectors.csv:1:1: the column name is missing",
		"sectors.csv:1:6: the column code is here twice",
		`sectors.csv:1:11: there is no column "naam"; the columns are code,name`,
	)
}

// What refers to a row that cannot be read is not reported too: the row may well be there.
func TestMalformedRowsAreReported(t *testing.T) {
	wantErrors(t, map[string]string{
		"regions.csv":        regionHeader + "VR02,Fry\"slân\n" + regionRow,
		"partners.csv":       partnerHeader + "kustwacht,Kustwacht\n",
		"sectors.csv":        "code,name\nwater,\"Water\n",
		"collaborations.csv": collaborationHeader + "VR01,kustwacht,KERN,false,2024-01-01,,,,,,\n",
	},
		`sectors.csv:2:14: extraneous or missing " in quoted-field`,
		`regions.csv:2:9: bare " in non-quoted-field`,
		"partners.csv:2:1: the row has 2 cells, and the header 23",
	)
}

func TestDoublesAreReported(t *testing.T) {
	wantErrors(t, map[string]string{
		"sectors.csv":        "code,name\nwater,Water\n\nwater,Water\n",
		"regions.csv":        regionHeader + regionRow + strings.Replace(regionRow, "VR02", "VR03", 1) + regionRow,
		"neighbours.csv":     "region_a,region_b,kind,source,certainty,note\nVR03,VR02,OPEN_WATER,,,\nVR02,VR03,OPEN_WATER,,,\nVR02,VR02,OPEN_WATER,,,\n",
		"partners.csv":       partnerHeader + partnerRow + partnerRow,
		"collaborations.csv": collaborationHeader + strings.Repeat("VR02,kustwacht,KERN,false,2024-01-01,,,,,,\n", 2),
	},
		"sectors.csv:4:1: code: the same as on line 2",
		"regions.csv:4:1: code: the same as on line 2",
		"neighbours.csv:3:1: region_a: the same as on line 2",
		"neighbours.csv:4:6: region_b: a region is not its own neighbour",
		"partners.csv:3:1: key: the same as on line 2",
		"collaborations.csv:3:1: region: the same as on line 2",
	)
}

func TestPartsNeedTheirOwner(t *testing.T) {
	wantErrors(t, map[string]string{
		"chain_ministries.csv": "chain,ministry,since,until,source,certainty,note\nBNK12,mnre1130,,,,,\n",
		"regions.csv":          regionHeader + regionRow,
		"partners.csv":         partnerHeader + partnerRow,
		"working_areas.csv":    "partner,region,municipalities,source,certainty,note\nvitens,VR02,1,,,\n",
		"connections.csv":      "partner,facility,since,until,source,certainty,note\nvitens,,,,,,\n",
		"adoptions.csv":        adoptionHeader + "kustwacht,VR02,2016-11,2019-03-06,,,,,\n",
		"mandates.csv":         mandateHeader + "kustwacht,2019-03-07,VR02,2019-03-06,\n",
		"milestones.csv":       "partner,adopted_since,step,on,note\nkustwacht,,Asked,2016-13,\n",
	},
		"chain_ministries.csv:2:1: chain: BNK12 is not in chains.csv",
		"chain_ministries.csv:2:7: ministry: there is no ministry mnre1130",
		"working_areas.csv:2:1: partner: vitens is not in partners.csv",
		"connections.csv:2:1: partner: vitens is not in partners.csv",
		"connections.csv:2:8: facility: is empty",
		"mandates.csv:2:1: partner: kustwacht has no adoption since 2019-03-07 in adoptions.csv",
		"milestones.csv:2:11: adopted_since: is empty",
		`milestones.csv:2:18: on: "2016-13" is not a year, month or day such as 2014, 2014-09 or 2014-09-14`,
	)
}

const municipalityHeader = "code,name,aliases,region,inhabitants,area_km2,tooi,since,until,successor,source,certainty,note\n"

func TestMunicipalitiesAreRead(t *testing.T) {
	read := mustRead(t, files(map[string]string{
		"regions.csv": regionHeader + regionRow,
		"municipalities.csv": municipalityHeader +
			"GM0001,Oud,Old;Olde,VR02,5,1.5,,1818-01-01,2027-01-01,GM0002,wet,VERIFIED,gepland\n" +
			"GM0002,Nieuw,,VR02,,,,,,,,,\n",
	})).Municipalities
	want := []registry.Municipality{
		{
			Code: "GM0001", Name: "Oud", Aliases: []string{"Old", "Olde"}, RegionCode: "VR02", Inhabitants: new(5), AreaKm2: new(1.5),
			Since: new(registry.Date("1818-01-01")), Until: new(registry.Date("2027-01-01")), SuccessorCode: new("GM0002"),
			Provenance: &registry.Provenance{Source: "wet", Certainty: registry.Verified, Note: new("gepland")},
		},
		{Code: "GM0002", Name: "Nieuw", Aliases: []string{}, RegionCode: "VR02"},
	}
	if diff := cmp.Diff(want, read); diff != "" {
		t.Error(diff)
	}
}

func TestEveryErrorOfAMunicipalityIsReported(t *testing.T) {
	wantErrors(t, map[string]string{
		"regions.csv":        regionHeader + regionRow,
		"municipalities.csv": municipalityHeader + "GM0001,Oud,,VR01,,,,2027-01-01,2027-01-01,GM0002,,,gepland\n",
	},
		"municipalities.csv:2:13: region: there is no region VR01",
		"municipalities.csv:2:32: until: 2027-01-01 is not after since (2027-01-01)",
		"municipalities.csv:2:43: successor: there is no municipality GM0002",
		"municipalities.csv:2:50: source: is empty",
		`municipalities.csv:2:51: certainty: "" is not one of [VERIFIED DERIVED COMMON_KNOWLEDGE INTERPRETATION ILLUSTRATION]`,
	)
}

func TestAgreementsAreRead(t *testing.T) {
	agreements := mustRead(t, files(map[string]string{
		"regions.csv":           regionHeader + strings.Replace(regionRow, "VR02", "VR03", 1) + regionRow,
		"partners.csv":          partnerHeader + partnerRow + strings.Replace(partnerRow, "kustwacht", "aa", 1),
		"agreements.csv":        agreementHeader + agreementRow + "2,Later,kort,,,krant,DERIVED,let op\n",
		"agreement_parties.csv": partyHeader + "A1,,kustwacht\nA1,VR03,\n2,VR02,\nA1,,aa\nA1,VR02,\n",
		"agreement_milestones.csv": "agreement,step,on,note\n" +
			"A1,Getekend,2014-09,\nA1,Gevraagd,,eerder\n",
	})).Agreements
	first, second := agreements[0], agreements[1]
	if first.Title != "Convenant" || first.Summary != nil || *first.LedBy != "VR02" || *first.SignedOn != "2014-09" || first.Stage != registry.Recorded {
		t.Errorf("the first is %+v", first)
	}
	if !slices.Equal(first.RegionCodes, []string{"VR02", "VR03"}) || !slices.Equal(first.PartnerKeys, []string{"aa", "kustwacht"}) {
		t.Errorf("the parties of the first are %v and %v", first.RegionCodes, first.PartnerKeys)
	}
	if len(first.Milestones) != 2 || first.Milestones[0].Step != "Getekend" || first.Milestones[1].On != nil || *first.Milestones[1].Note != "eerder" {
		t.Errorf("the milestones of the first are %+v", first.Milestones)
	}
	if *second.Summary != "kort" || second.LedBy != nil || second.SignedOn != nil || *second.Provenance.Note != "let op" {
		t.Errorf("the second is %+v", second)
	}
	if len(second.RegionCodes) != 1 || second.PartnerKeys == nil || second.Milestones == nil || second.Commitments != nil {
		t.Errorf("the second is %+v", second)
	}
}

func TestEveryErrorOfAnAgreementIsReported(t *testing.T) {
	wantErrors(t, map[string]string{
		"regions.csv":  regionHeader + regionRow,
		"partners.csv": partnerHeader + partnerRow,
		"agreements.csv": agreementHeader + agreementRow +
			",,,VR01,september,,,\n" +
			"A1,Weer,,VR99,,krant,ZEKER,\n",
		"agreement_parties.csv": partyHeader +
			"A2,VR02,\nA1,,\nA1,VR02,kustwacht\nA1,VR01,\nA1,,vitens\nA1,,kustwacht\nA1,,kustwacht\n,VR02,\n",
		"agreement_milestones.csv": "agreement,step,on,note\n" +
			"A2,Getekend,,\nA1,,2014-13,\nA1,Getekend,2014,\nA1,Getekend,2014,weer\n",
	},
		"agreements.csv:3:1: key: is empty",
		"agreements.csv:3:2: title: is empty",
		"agreements.csv:3:4: led_by: there is no region VR01",
		`agreements.csv:3:9: signed_on: "september" is not a year, month or day such as 2014, 2014-09 or 2014-09-14`,
		"agreements.csv:3:19: source: is empty",
		`agreements.csv:3:20: certainty: "" is not one of [VERIFIED DERIVED COMMON_KNOWLEDGE INTERPRETATION ILLUSTRATION]`,
		"agreements.csv:4:1: key: the same as on line 2",
		`agreements.csv:4:10: led_by: "VR99" is not the code of a Region, such as VR08`,
		`agreements.csv:4:22: certainty: "ZEKER" is not one of [VERIFIED DERIVED COMMON_KNOWLEDGE INTERPRETATION ILLUSTRATION]`,
		"agreement_parties.csv:2:1: agreement: A2 is not in agreements.csv",
		"agreement_parties.csv:3:4: region: give a region or a partner, one in a row",
		"agreement_parties.csv:4:4: region: give a region or a partner, one in a row",
		"agreement_parties.csv:5:4: region: there is no region VR01",
		"agreement_parties.csv:6:5: partner: there is no partner vitens",
		"agreement_parties.csv:8:1: agreement: the same as on line 7",
		"agreement_parties.csv:9:1: agreement: is empty",
		"agreement_milestones.csv:2:1: agreement: A2 is not in agreements.csv",
		"agreement_milestones.csv:3:4: step: is empty",
		`agreement_milestones.csv:3:5: on: "2014-13" is not a year, month or day such as 2014, 2014-09 or 2014-09-14`,
		"agreement_milestones.csv:5:4: step: the same as on line 4",
	)
}

func TestReferencesMayBeToAKnownDataset(t *testing.T) {
	known := registry.Dataset{Regions: []registry.Region{{Code: "VR02"}}, Partners: []registry.Partner{{Key: "kustwacht"}}}
	dataset := mustRead(t, files(map[string]string{
		"collaborations.csv": collaborationHeader + "VR02,kustwacht,KERN,false,2024-01-01,2025-01-01,over,,,,\n",
	}), known)
	edge := dataset.Collaborations[0]
	if edge.RegionCode != "VR02" || edge.Profile != registry.Kern || *edge.Until != "2025-01-01" || *edge.EndReason != "over" {
		t.Errorf("the collaboration is %+v", edge)
	}
}

func TestTheErrorCarriesTheRegistrysCode(t *testing.T) {
	_, err := exchange.ReadRegister(files(map[string]string{"sectors.csv": "code,name\n" + strings.Repeat("W,\n", 15)}))
	if registry.CodeOf(err) != registry.CodeBadInput || registry.ReasonOf(err) != registry.ReasonDatasetRejected {
		t.Errorf("code %s, reason %s", registry.CodeOf(err), registry.ReasonOf(err))
	}
	// Fourteen rows say the code again, and fifteen have neither a code nor a name that is right.
	if text := err.Error(); !strings.HasPrefix(text, "the register has 44 errors\nsectors.csv:2:1: ") || strings.Count(text, "\n") != 44 {
		t.Errorf("the message is %q", text)
	}
}

// broken is a folder on a disk that fails.
type broken struct{ fs.FS }

func (b broken) Open(name string) (fs.File, error) {
	file, err := b.FS.Open(name)
	if err != nil {
		return nil, err
	}
	return failing{file}, nil
}

// ReadDir lists the folder itself, which is not where the disk fails.
func (b broken) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(b.FS, name) }

type failing struct{ fs.File }

func (f failing) Read(into []byte) (int, error) { return iotest.ErrReader(errDisk).Read(into) }

var errDisk = errors.New("the disk is away")

func TestAFileThatCannotBeReadIsNoRowError(t *testing.T) {
	_, err := exchange.ReadRegister(broken{files(map[string]string{"sectors.csv": "code,name\n"})})
	if !errors.Is(err, errDisk) || !strings.HasPrefix(err.Error(), "read sectors.csv: ") {
		t.Errorf("the error is %v", err)
	}
	if _, rows := errors.AsType[*exchange.RowErrors](err); rows {
		t.Error("the error is of rows")
	}
}

// Files from another system may be named in capitals; one that is there twice is refused, since one of the two would be left out.
func TestAFileNamedInCapitalsIsRead(t *testing.T) {
	dataset := mustRead(t, files(map[string]string{"SECTORS.CSV": "code,name\nwater,Water\n"}))
	if len(dataset.Sectors) != 1 || dataset.Sectors[0].Code != "water" {
		t.Errorf("the sectors are %+v", dataset.Sectors)
	}
	wantErrors(t, map[string]string{"Sectors.csv": "code,name\nwater,Water\n", "sectors.csv": "code,name\nwater,Water\n"},
		"sectors.csv:1:1: is there beside Sectors.csv")
	wantErrors(t, map[string]string{"SECTORS.CSV": "code,name\nWATER,Water\n"},
		`SECTORS.CSV:2:1: code: "WATER" is not the code of a Sector, such as drinkwater`)
}

// What only the registry can refuse is told with its file, line and column too, all of it at once.
func TestWhatAnImportRefusesNamesItsPlace(t *testing.T) {
	dataset := mustRead(t, files(map[string]string{
		"regions.csv":        regionHeader + regionRow,
		"sectors.csv":        "code,name\nwater,Water\n",
		"municipalities.csv": municipalityHeader + "GM0001,Oud,,VR02,,,,,,GM0001,,,\n",
		"chains.csv":         "code,name,kind,source,certainty,note\nZZ,Keten,ALGEMEEN,,,\n",
		"partners.csv": strings.TrimSuffix(partnerHeader, "\n") + ",end_reason\n" +
			"aa,Aa,,,,,,,false,,,,,,,,2020-01-01,,,,,,,gefuseerd\n" +
			"bb,Bb,,,BEHEERDER,,,aa,false,,,,,,,,,,,,,,,\n" +
			"cc,Cc,,,,,,,false,,,,,,,,2020-01-01,,,,,,,\n",
		"connections.csv": "partner,facility,since,until,source,certainty,note\n" +
			"bb,LCMS,2014,,,,\ncc,LCMS,2014,,,,\nbb,LCMS,2015,2013,,,\n",
		"collaborations.csv": collaborationHeader + "VR02,bb,KERN,false,2024-01-01,,,,,,\nVR02,bb,KERN,false,2025-01-01,,,,,,\n",
		"adoptions.csv":      "partner,region,requested_on,since,until,end_reason,source,certainty,note\nbb,VR02,,2024-01-01,,,,,\n",
		"mandates.csv":       "partner,adopted_since,region,since,until\nbb,2024-01-01,VR02,2024-01-01,\n",
	}))
	store, err := sqlite.Open(t.Context(), t.TempDir()+"/x.db")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = store.Close(context.Background()) }()
	empty, err := registry.New(store, time.Now, registry.Guide{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = empty.Fill(registry.WithActor(t.Context(), registry.LocalActor()), dataset)
	refused, ok := errors.AsType[*registry.Error](err)
	if !ok {
		t.Fatalf("got %v", err)
	}
	told, _ := refused.Facts["refused"].([]string)
	places := []string{}
	for _, line := range told {
		place, _, _ := strings.Cut(line, ": ")
		places = append(places, place)
	}
	want := []string{"municipalities.csv:2:23", "connections.csv:4:14", "partners.csv:3:21", "partners.csv:4:43", "collaborations.csv:3:1", "adoptions.csv:2:1", "mandates.csv:2:15"}
	if !slices.Equal(places, want) {
		t.Errorf("got %q, want %q", told, want)
	}
}

// What a spreadsheet in Dutch saves is read as what it was: a mark, semicolons, Windows' ends of lines, and its days, numbers and words.
func TestWhatASpreadsheetSavesIsRead(t *testing.T) {
	exported := map[string]string{
		"regions.csv":        regionHeader + regionRow,
		"partners.csv":       partnerHeader + "aa,\"Aa; en Maas\",'=1+2,x;y,BEHEERDER,,,,false,,,,,,,2013-01-06,,,,,,,\n",
		"collaborations.csv": collaborationHeader + "VR02,aa,ADHOC,true,2024-01-01,,,,,,\n",
		"connections.csv":    "partner,facility,since,until,source,certainty,note\naa,LCMS,2014-09-05,2015,,,\n",
	}
	saved := map[string]string{
		"regions.csv":        "\ufeff" + strings.ReplaceAll(regionHeader+regionRow, ",", ";"),
		"partners.csv":       strings.ReplaceAll(partnerHeader, ",", ";") + "aa;\"Aa; en Maas\";'=1+2;\"x;y\";BEHEERDER;;;;ONWAAR;;;;;;;6-1-2013;;;;;;;\n",
		"collaborations.csv": strings.ReplaceAll(collaborationHeader, ",", "\t") + "VR02\taa\tADHOC\tWAAR\t2024-01-01\t\t\t\t\t\t\n",
		"connections.csv":    "partner;facility;since;until;source;certainty;note\naa;LCMS;5-9-2014;2015;;;\n",
	}
	saved["regions.csv"] = strings.Replace(saved["regions.csv"], "53.1086", "53,1086", 1)
	for name, text := range saved {
		saved[name] = strings.ReplaceAll(text, "\n", "\r\n")
	}
	want, got := mustRead(t, files(exported)), mustRead(t, files(saved))
	if name := *got.Partners[0].ShortName; name != "=1+2" {
		t.Errorf("what was made harmless is read as %q", name)
	}
	want.Origins, got.Origins = nil, nil
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-exported +saved)\n%s", diff)
	}
}

func TestWhatCannotBeMeantIsRefused(t *testing.T) {
	wantErrors(t, map[string]string{
		"partners.csv":       partnerHeader + strings.Replace(partnerRow, "Kustwacht Nederland", "=A1", 1) + "=,",
		"sectors.csv":        "code,name,naam\nwater,Water,Water\n",
		"collaborations.csv": strings.ReplaceAll(collaborationHeader, ",", ";") + "VR02,kustwacht;KERN\n",
		"neighbours.csv":     "region_a,region_b,kind,source,certainty,note\nVR01,VR02,SHARED_BOUNDARY,\"x\n",
		"chains.csv":         "\xfe\xff\x00c",
		"connections.csv":    "partner,facility,since,until,source,certainty,note\nkustwacht,LCMS,6-1-2013,#NAAM?,,,\n",
	},
		"chains.csv:1:1: is not UTF-8 but UTF-16: save the file as CSV in UTF-8",
		`sectors.csv:1:11: there is no column "naam"; the columns are code,name`,
		`neighbours.csv:2:30: extraneous or missing " in quoted-field`,
		`partners.csv:2:11: "=A1" is a formula or its failure: write what is meant; a text that begins so has an apostrophe before it`,
		`partners.csv:3:1: "=" is a formula or its failure: write what is meant; a text that begins so has an apostrophe before it`,
		"partners.csv:3:1: the row has 2 cells, and the header 23",
		`connections.csv:2:16: since: "6-1-2013" is not a year, month or day such as 2014, 2014-09 or 2014-09-14`,
		`connections.csv:2:25: "#NAAM?" is a formula or its failure: write what is meant; a text that begins so has an apostrophe before it`,
		`connections.csv:2:25: until: "#NAAM?" is not a year, month or day such as 2014, 2014-09 or 2014-09-14`,
		"collaborations.csv:2:1: the row has 2 cells, and the header 11",
	)
}

// A file that is no register is not read to its end, and not told of row by row.
func TestALargeFileIsBounded(t *testing.T) {
	folder := files(map[string]string{"sectors.csv": "code,name\n" + strings.Repeat("X,x\n", 1200)})
	_, err := exchange.ReadRegister(folder)
	faults, ok := errors.AsType[*exchange.RowErrors](err)
	if !ok || len(faults.Rows) != 1000 || faults.Len() < 1200 || !strings.HasSuffix(err.Error(), fmt.Sprintf("and %d more", faults.More)) {
		t.Errorf("it has %v", err)
	}
	for name, text := range map[string]string{
		"sectors.csv:250002:1: has more than 250000 rows": "code,name\n" + strings.Repeat("a,b\n", 250_001),
		"sectors.csv:1:1: is larger than 64 MB":           "code,name\na," + strings.Repeat("lang", 16<<20),
	} {
		if _, err := exchange.ReadRegister(files(map[string]string{"sectors.csv": text})); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("want %s, got %.200s", name, err)
		}
	}
}

// What an update does not tell of stays as it is; what it refers to may be in the register.
func TestAnUpdateTellsOfItsFilesAlone(t *testing.T) {
	texts := map[string]string{
		"partners.csv":       partnerHeader + strings.Replace(partnerRow, ",,,,true", ",water,BNK12,vitens,true", 1),
		"collaborations.csv": collaborationHeader + "VR02,elders,KERN,false,2024-01-01,,,,,,\n",
		"mandates.csv":       mandateHeader,
		"adoptions.csv":      adoptionHeader + "kustwacht,VR02,,2024-01-01,,,,,\n",
	}
	if _, err := exchange.ReadRegister(files(texts)); err == nil {
		t.Error("a whole register may not refer to what is not there")
	}
	update, err := exchange.ReadUpdate(files(texts))
	if err != nil {
		t.Fatal(err)
	}
	partner, adoption := update.Partners[0], update.Adoptions[0]
	if partner.WorkingAreas != nil || partner.Connections != nil || partner.ContactPoints != nil || partner.Aliases == nil {
		t.Errorf("the partner is %+v", partner)
	}
	if adoption.Milestones != nil || adoption.Mandates == nil {
		t.Errorf("the adoption is %+v", adoption)
	}
}
