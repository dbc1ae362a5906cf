package registry

// explanation is why something is refused, and what would make it allowed: whole sentences in Dutch, for the people who meet
// it.
type explanation struct{ why, remedy string }

// The details tell apart what one reason stands for, where people need to hear something else of each.
const (
	detailEmpty          Reason = "INVALID.EMPTY"
	detailCleared        Reason = "INVALID.CLEARED"
	detailCharacters     Reason = "INVALID.CHARACTERS"
	detailNotListed      Reason = "INVALID.NOT_LISTED"
	detailAddress        Reason = "INVALID.ADDRESS"
	detailTOOI           Reason = "INVALID.TOOI"
	detailKVK            Reason = "INVALID.KVK"
	detailOIN            Reason = "INVALID.OIN"
	detailChecksum       Reason = "INVALID.CHECKSUM"
	detailEmail          Reason = "INVALID.EMAIL"
	detailPhone          Reason = "INVALID.PHONE"
	detailNegative       Reason = "INVALID.NEGATIVE"
	detailMunicipalities Reason = "INVALID.MUNICIPALITIES"
	detailSource         Reason = "INVALID.SOURCE"
	detailLeader         Reason = "INVALID.LEADER"
	detailSignsFor       Reason = "INVALID.SIGNS_FOR"
	detailBy             Reason = "INVALID.BY"
	detailEvaluated      Reason = "INVALID.EVALUATED"
	detailParticipants   Reason = "INVALID.PARTICIPANTS"
	detailSubject        Reason = "INVALID.SUBJECT"
	detailNoEnd          Reason = "CONTRADICTION.NO_END"
	detailNational       Reason = "CONTRADICTION.NATIONAL"
)

// as says which detail of its reason the refusal is.
func (e *Error) as(detail Reason) *Error {
	told := *e
	told.detail = detail
	return &told
}

// Explanation gives why this is refused and what would make it allowed; both are "" when it is no refusal of the registry.
func (e *Error) Explanation() (why, remedy string) {
	table := explanations()
	told, detailed := table[e.detail]
	if !detailed {
		told = table[e.Reason]
	}
	if own, ok := e.Facts["why"].(string); ok {
		told.why = own
	}
	return told.why, told.remedy
}

// explanations is the one table of them: of all reasons, and of their details.
func explanations() map[Reason]explanation {
	return map[Reason]explanation{
		ReasonContradiction:   {"De invoer spreekt zichzelf tegen.", "Laat een van de twee weg."},
		ReasonDuplicate:       {"Hetzelfde staat twee keer in de lijst.", "Laat een van de twee weg, of vervang die door wat bedoeld was."},
		ReasonInverted:        {"Het einde ligt niet na het begin.", "Kies een latere einddatum, of laat die open."},
		ReasonOutside:         {"De dag ligt buiten de periode waarin dit kan.", "Kies een dag binnen die periode."},
		ReasonNotSuitable:     {"Het profiel past niet bij de kerntaken van de partner.", "Kies een profiel dat past, of geef een motivering."},
		ReasonSameProfile:     {"Het is al zo.", "Er hoeft niets te gebeuren."},
		ReasonNothingToChange: {"Het is al zo.", "Er hoeft niets te gebeuren."},
		ReasonNotShared:       {"De partner werkt in of met maar één regio.", "Leg eerst vast in of met welke andere regio de partner werkt."},
		ReasonOwnMandate:      {"Een mandaat komt van een andere regio dan de adoptieregio.", "Laat de adoptieregio weg uit de mandaten."},
		ReasonReasonRequired:  {"Wie iets beëindigt, terugneemt of weigert, zegt waarom.", "Geef een reden."},
		ReasonPartiesMissing:  {"Een afspraak bindt ten minste één regio en één partner.", "Voeg een regio of een partner toe."},
		ReasonNotParty:        {"Die is geen partij bij de afspraak.", "Kies een van de partijen, of maak van haar eerst een partij."},
		ReasonEvidence:        {"Een bevestiging heeft een bewijs nodig.", "Zeg waaruit blijkt dat de afspraak van kracht is."},
		ReasonUnknownSubject:  {"Dit onderwerp staat niet in de lijst.", "Kies een onderwerp uit de lijst."},
		ReasonUnknownWord:     {"Dit staat niet in het kader.", "Kies een kader, criterium of uitkomst uit de handreiking."},
		ReasonDisciplines:     {"Een intercollegiale toets is van twee of meer disciplines.", "Voeg een functie van een andere discipline toe."},
		ReasonVersion:         {"Iemand anders heeft dit intussen gewijzigd.", "Lees het opnieuw en bekijk of uw wijziging nog klopt."},
		ReasonKeyTaken:        {"Deze sleutel is al in gebruik, en een sleutel is voor altijd.", "Kies een andere sleutel."},
		ReasonKeyReused:       {"Deze idempotencyKey hoort bij een andere wijziging.", "Gebruik een nieuwe."},
		ReasonOverlap:         {"In die periode is er al een.", "Beëindig eerst de andere, of kies een periode die er niet mee samenvalt."},
		ReasonEnded:           {"Het is al beëindigd.", "Kies een eerdere dag, of neem eerst het einde terug."},
		ReasonOpenEdges:       {"De partner heeft nog samenwerkingen of een adoptieregio.", "Beëindig die eerst, of laat ze mee eindigen (endEdges)."},
		ReasonParts:           {"De partner heeft onderdelen.", "Beëindig die eerst, of maak ze onderdeel van een ander."},
		ReasonAgreements:      {"De partner is partij bij een afspraak die van kracht is.", "Beëindig die afspraak eerst, of wijzig haar partijen."},
		ReasonStep:            {"Deze stap kan niet in de fase waarin de afspraak is.", "Neem een van de stappen die wel kunnen."},
		ReasonDimensionEmpty:  {"Er is een dimensie zonder afspraak.", "Maak er een afspraak in, of zeg waarom die dimensie niet van toepassing is."},
		ReasonTextChanged:     {"De tekst is gewijzigd sinds u haar las.", "Lees de tekst opnieuw voordat u haar goedkeurt of weigert."},
		ReasonTextImmutable:   {"De tekst van een afspraak die van kracht is, ligt vast.", "Maak een wijziging (amendAgreement), die haar opvolgt."},
		ReasonApproved:        {"Deze partij heeft de tekst al goedgekeurd.", "Er wordt gewacht op de andere partijen."},
		ReasonAmendmentOpen:   {"Er is al een wijziging in bewerking.", "Werk in die wijziging verder, of laat haar vervallen."},
		ReasonPlanned:         {"Voor een later tijdstip is al een ander profiel gepland.", "Neem die samenwerking terug, of kies hetzelfde profiel."},
		ReasonPartnerEnded:    {"De partner is opgehouden te bestaan als de afspraak ingaat.", "Haal de partner uit de afspraak."},
		ReasonAgreedProfile:   {"Het profiel is vastgelegd in een afspraak die van kracht is.", "Wijzig die afspraak (amendAgreement)."},
		ReasonSignIn:          {"U bent niet aangemeld.", "Meld u aan."},
		ReasonInvalid:         {"De waarde past niet bij dit veld.", "Geef een waarde van het soort dat dit veld vraagt."},
		ReasonTooLong:         {"Dit is langer dan het register bewaart of in één keer aanneemt.", "Maak het korter, of verdeel het over meer keren."},
		ReasonEmptyList:       {"Een lege lijst past op niets.", "Laat het veld weg, of zet iets in de lijst."},
		ReasonPageSize:        {"Een bladzijde heeft 1 tot en met 100 regels, en wordt van één kant gelezen.", "Vraag first of last, met een aantal van 1 tot en met 100."},
		ReasonCursor:          {"Dit is geen plaats in deze lijst.", "Geef een cursor die deze lijst zelf gaf, in dezelfde volgorde."},
		ReasonMalformedID:     {"Dit is niet het id van zo'n ding.", "Geef een id zoals de API dat gaf."},
		ReasonMalformedDate:   {"Dit is geen datum.", "Schrijf een dag als 2019-03-06; waar dat mag ook een maand (2019-03) of een jaar (2019)."},
		ReasonMalformedCode:   {"Deze code of sleutel heeft niet de vorm die daarbij hoort.", "Geef een code of sleutel zoals het register die gebruikt."},
		ReasonSearch:          {"Er is geen woord waarop te zoeken valt.", "Geef ten minste één woord van twee letters of cijfers."},
		ReasonPartOf:          {"Een partner is geen onderdeel van zichzelf, ook niet langs een omweg.", "Kies een andere partner als geheel."},
		ReasonDatasetRejected: {"In wat wordt ingelezen klopt iets niet; er is niets van opgenomen.", "Verbeter de genoemde regels en lees alles opnieuw in."},
		ReasonUnknownAction:   {"Deze actie bestaat niet.", "Kies een van de acties van het register."},
		ReasonNotFound:        {"Dit staat niet in het register.", "Kies iets dat erin staat, of leg het eerst vast."},
		ReasonSchemaNewer:     {"De opslag is gemaakt door een nieuwere versie van het programma.", "Gebruik die nieuwere versie."},
		ReasonNoAccess:        {"Het register mag niet bij zijn opslag.", "Vraag de beheerder om de toegang te herstellen."},
		ReasonStoreAway:       {"De opslag is nu niet bereikbaar.", "Probeer het later opnieuw."},
		ReasonOutcomeUnknown:  {"De verbinding viel weg tijdens het vastleggen, dus het is onzeker of het gelukt is.", "Verstuur hetzelfde opnieuw met dezelfde idempotencyKey."},
		ReasonTooCostly:       {"Deze telling zou te veel werk kosten.", "Maak het filter nauwer, of vraag alleen de bladzijde."},
		ReasonTooSlow:         {"De wijzigingen werden te langzaam gelezen.", "Begin opnieuw vanaf de laatste revisie die u hebt."},
		ReasonSubscribers:     {"Er volgen al zo veel lezers de wijzigingen als het register aankan.", "Probeer het later opnieuw."},
		detailEmpty:           {"Dit veld is leeg.", "Vul het in."},
		detailCleared:         {"Dit veld kan niet leeg worden gemaakt.", "Geef een nieuwe waarde, of laat het veld weg."},
		detailCharacters:      {"De tekst bevat een teken dat hier niet kan staan.", "Haal dat teken weg, of typ de tekst opnieuw."},
		detailNotListed:       {"Deze waarde staat niet in de lijst waaruit dit veld kiest.", "Kies een waarde uit die lijst."},
		detailAddress:         {"Dit is geen webadres.", "Geef een volledig adres, dat begint met https://."},
		detailTOOI:            {"Dit is geen adres van de TOOI-standaard.", "Geef een adres dat begint met https://identifier.overheid.nl/tooi/id/."},
		detailKVK:             {"Een KVK-nummer heeft 8 cijfers.", "Geef het nummer zoals de Kamer van Koophandel het schrijft."},
		detailOIN:             {"Een OIN heeft 20 cijfers.", "Geef het nummer zoals Logius het schrijft."},
		detailChecksum:        {"Een SHA-256 heeft 64 hexadecimale cijfers, in kleine letters.", "Bereken de controlesom van het document opnieuw."},
		detailEmail:           {"Dit is geen e-mailadres.", "Schrijf het als naam@voorbeeld.nl."},
		detailPhone:           {"Dit is geen telefoonnummer.", "Schrijf het met cijfers, eventueel met + en spaties."},
		detailNegative:        {"Dit getal is kleiner dan nul.", "Geef nul of een groter getal."},
		detailMunicipalities:  {"Dit is geen aantal gemeenten.", "Geef een geheel getal van 1 tot en met 400."},
		detailSource:          {"Van een afspraak die elders is gemaakt, is bekend waar dat uit blijkt.", "Geef de bron."},
		detailLeader:          {"Een van de regio's leidt de afspraak.", "Zeg welke regio dat is."},
		detailSignsFor:        {"Wie ondertekent, doet dat voor ten minste één partner.", "Noem de partners voor wie wordt ondertekend."},
		detailBy:              {"Elke toezegging heeft een of meer partijen die haar uitvoeren.", "Noem de partijen die het doen."},
		detailEvaluated:       {"Een informele evaluatie gaat over ten minste één samenwerking.", "Noem de samenwerkingen die zijn besproken."},
		detailParticipants:    {"Aan een informele evaluatie doen functies van de partijen mee.", "Noem wie erbij waren, elk met functie en organisatie."},
		detailSubject:         {"Deze actie gaat over iets dat al in het register staat.", "Geef het id daarvan."},
		detailNoEnd:           {"Er is een reden voor een einde, maar geen einde.", "Geef de einddatum, of laat de reden weg."},
		detailNational:        {"Een landelijke partner werkt in alle regio's, dus werkgebieden zeggen niets extra's.", "Laat de werkgebieden weg, of maak de partner niet landelijk."},
	}
}
