package registry

// Explanation gives why a rule refused and what would make it allowed, in Dutch for the people who meet it; both are ""
// when it was no rule.
func (e *Error) Explanation() (why, remedy string) {
	if _, ruled := e.Facts["rule"]; !ruled && e.Reason != ReasonSignIn {
		return "", ""
	}
	why, remedy = e.Reason.explanation()
	if own, ok := e.Facts["why"].(string); ok {
		why = own
	}
	return why, remedy
}

// explanation gives why a rule refuses for the reason, and what would make it allowed.
func (r Reason) explanation() (why, remedy string) {
	switch r {
	case ReasonInvalid:
		return "Er ontbreekt iets, of het voldoet niet aan de vorm.", "Vul het veld aan dat de melding noemt."
	case ReasonContradiction:
		return "De invoer spreekt zichzelf tegen.", "Laat een van de twee weg."
	case ReasonInverted:
		return "Het einde ligt niet na het begin.", "Kies een latere einddatum, of laat die open."
	case ReasonOutside:
		return "De dag ligt buiten de periode waarin dit kan.", "Kies een dag binnen die periode."
	case ReasonNotSuitable:
		return "Het profiel past niet bij de kerntaken van de partner.", "Kies een profiel dat past, of geef een motivering."
	case ReasonSameProfile, ReasonNothingToChange:
		return "Het is al zo.", "Er hoeft niets te gebeuren."
	case ReasonNotShared:
		return "De partner werkt in of met maar één regio.", "Leg eerst vast in of met welke andere regio de partner werkt."
	case ReasonOwnMandate:
		return "Een mandaat komt van een andere regio dan de adoptieregio.", "Laat de adoptieregio weg uit de mandaten."
	case ReasonReasonRequired:
		return "Wie iets beëindigt, terugneemt of weigert, zegt waarom.", "Geef een reden."
	case ReasonPartiesMissing:
		return "Een afspraak bindt ten minste één regio en één partner.", "Voeg een regio of een partner toe."
	case ReasonNotParty:
		return "Die is geen partij bij de afspraak.", "Kies een van de partijen, of maak van haar eerst een partij."
	case ReasonEvidence:
		return "Een bevestiging heeft een bewijs nodig.", "Zeg waaruit blijkt dat de afspraak van kracht is."
	case ReasonUnknownSubject:
		return "Dit onderwerp staat niet in de lijst.", "Kies een onderwerp uit de lijst."
	case ReasonUnknownWord:
		return "Dit staat niet in het kader.", "Kies een kader, criterium of uitkomst uit de handreiking."
	case ReasonDisciplines:
		return "Een intercollegiale toets is van twee of meer disciplines.", "Voeg een functie van een andere discipline toe."
	}
	return r.conflictExplanation()
}

// conflictExplanation is explanation for what the register holds already.
func (r Reason) conflictExplanation() (why, remedy string) {
	switch r {
	case ReasonVersion:
		return "Iemand anders heeft dit intussen gewijzigd.", "Lees het opnieuw en bekijk of uw wijziging nog klopt."
	case ReasonKeyTaken:
		return "Deze sleutel is al in gebruik, en een sleutel is voor altijd.", "Kies een andere sleutel."
	case ReasonKeyReused:
		return "Deze idempotencyKey hoort bij een andere wijziging.", "Gebruik een nieuwe."
	case ReasonOverlap:
		return "In die periode is er al een.", "Beëindig eerst de andere, of kies een periode die er niet mee samenvalt."
	case ReasonEnded:
		return "Het is al beëindigd.", "Kies een eerdere dag, of neem eerst het einde terug."
	case ReasonOpenEdges:
		return "De partner heeft nog samenwerkingen of een adoptieregio.", "Beëindig die eerst, of laat ze mee eindigen (endEdges)."
	case ReasonParts:
		return "De partner heeft onderdelen.", "Beëindig die eerst, of maak ze onderdeel van een ander."
	case ReasonAgreements:
		return "De partner is partij bij een afspraak die van kracht is.", "Beëindig die afspraak eerst, of wijzig haar partijen."
	case ReasonStep:
		return "Deze stap kan niet in de fase waarin de afspraak is.", "Neem een van de stappen die wel kunnen."
	case ReasonDimensionEmpty:
		return "Er is een dimensie zonder afspraak.", "Maak er een afspraak in, of zeg waarom die dimensie niet van toepassing is."
	case ReasonTextChanged:
		return "De tekst is gewijzigd sinds u haar las.", "Lees de tekst opnieuw voordat u haar goedkeurt of weigert."
	case ReasonTextImmutable:
		return "De tekst van een afspraak die van kracht is, ligt vast.", "Maak een wijziging (amendAgreement), die haar opvolgt."
	case ReasonApproved:
		return "Deze partij heeft de tekst al goedgekeurd.", "Er wordt gewacht op de andere partijen."
	case ReasonAmendmentOpen:
		return "Er is al een wijziging in bewerking.", "Werk in die wijziging verder, of laat haar vervallen."
	case ReasonPlanned:
		return "Voor een later tijdstip is al een ander profiel gepland.", "Neem die samenwerking terug, of kies hetzelfde profiel."
	case ReasonPartnerEnded:
		return "De partner is opgehouden te bestaan als de afspraak ingaat.", "Haal de partner uit de afspraak."
	case ReasonAgreedProfile:
		return "Het profiel is vastgelegd in een afspraak die van kracht is.", "Wijzig die afspraak (amendAgreement)."
	case ReasonSignIn:
		return "U bent niet aangemeld.", "Meld u aan."
	}
	return "", ""
}
