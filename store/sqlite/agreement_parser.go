package sqlite

import "ketenkaart/registry"

// The short ways of reading the JSON of agreements, peer reviews and evaluations.

func signatory(p *parser) (value registry.Signatory) {
	p.fields(func(name string) {
		switch name {
		case "partnerKey":
			value.PartnerKey = p.string()
		case "signsFor":
			value.SignsFor = items(p, word[string])
		default:
			p.lost = true
		}
	})
	return value
}

func agreedPair(p *parser) (value registry.AgreedPair) {
	p.fields(func(name string) {
		switch name {
		case "regionCode":
			value.RegionCode = p.string()
		case "partnerKey":
			value.PartnerKey = p.string()
		case "profile":
			value.Profile = word[registry.Profile](p)
		case "motivation":
			value.Motivation = optionalWord[string](p)
		default:
			p.lost = true
		}
	})
	return value
}

func talk(p *parser) (value registry.Talk) {
	p.fields(func(name string) {
		switch name {
		case "on":
			value.On = word[registry.PartialDate](p)
		case "forEachOther":
			value.ForEachOther = optionalWord[string](p)
		case "goal":
			value.Goal = optionalWord[string](p)
		case "how":
			value.How = optionalWord[string](p)
		default:
			p.lost = true
		}
	})
	return value
}

func document(p *parser) (value registry.Document) {
	p.fields(func(name string) {
		switch name {
		case "title":
			value.Title = p.string()
		case "url":
			value.URL = word[registry.URL](p)
		case "sha256":
			value.SHA256 = optionalWord[string](p)
		default:
			p.lost = true
		}
	})
	return value
}

func commitment(p *parser) (value registry.Commitment) {
	p.fields(func(name string) {
		switch name {
		case "id":
			value.UUID = p.string()
		case "dimension":
			value.Dimension = word[registry.Dimension](p)
		case "subject":
			value.Subject = p.string()
		case "text":
			value.Text = p.string()
		case "by":
			value.By = items(p, word[string])
		case "due":
			value.Due = optionalWord[registry.Date](p)
		case "doneOn":
			value.DoneOn = optionalWord[registry.Date](p)
		case "findingId":
			value.FindingID = optionalWord[string](p)
		default:
			p.lost = true
		}
	})
	return value
}

func notApplicable(p *parser) (value registry.NotApplicable) {
	p.fields(func(name string) {
		switch name {
		case "dimension":
			value.Dimension = word[registry.Dimension](p)
		case "reason":
			value.Reason = p.string()
		default:
			p.lost = true
		}
	})
	return value
}

func approval(p *parser) (value registry.Approval) {
	p.fields(func(name string) {
		switch name {
		case "party":
			value.PartyID = p.string()
		case "on":
			value.On = word[registry.Date](p)
		case "onBehalfOf":
			value.OnBehalfOf = items(p, word[string])
		case "evidence":
			value.Evidence = optionalWord[string](p)
		default:
			p.lost = true
		}
	})
	return value
}

func refusal(p *parser) (value registry.Refusal) {
	p.fields(func(name string) {
		switch name {
		case "party":
			value.PartyID = p.string()
		case "on":
			value.On = word[registry.Date](p)
		case "reason":
			value.Reason = p.string()
		default:
			p.lost = true
		}
	})
	return value
}

func reviewer(p *parser) (value registry.Reviewer) {
	p.fields(func(name string) {
		switch name {
		case "function":
			value.Function = p.string()
		case "discipline":
			value.Discipline = p.string()
		case "organisation":
			value.OrganisationID = optionalWord[string](p)
		default:
			p.lost = true
		}
	})
	return value
}

func finding(p *parser) (value registry.Finding) {
	p.fields(func(name string) {
		switch name {
		case "id":
			value.ID = p.string()
		case "dimension":
			value.Dimension = word[registry.Dimension](p)
		case "criterion":
			value.CriterionCode = optionalWord[string](p)
		case "text":
			value.Text = p.string()
		default:
			p.lost = true
		}
	})
	return value
}

func participant(p *parser) (value registry.Participant) {
	p.fields(func(name string) {
		switch name {
		case "function":
			value.Function = p.string()
		case "organisation":
			value.OrganisationID = p.string()
		default:
			p.lost = true
		}
	})
	return value
}
