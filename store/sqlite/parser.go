package sqlite

import (
	"strings"

	"ketenkaart/registry"
)

// parser reads JSON as encoding/json writes it, without spaces and escapes, and takes strings as they lie in the text:
// a page of partners holds hundreds of small objects. Whatever else it meets makes it lost, and encoding/json reads on.
type parser struct {
	text string
	at   int
	lost bool
}

// next takes one byte if it is the one that is wanted.
func (p *parser) next(want byte) bool {
	if p.at < len(p.text) && p.text[p.at] == want {
		p.at++
		return true
	}
	return false
}

func (p *parser) expect(want byte) {
	if !p.next(want) {
		p.lost = true
	}
}

func (p *parser) string() string {
	p.expect('"')
	length := strings.IndexByte(p.text[p.at:], '"')
	if p.lost || length < 0 {
		p.lost = true
		return ""
	}
	value := p.text[p.at : p.at+length]
	p.lost = strings.IndexByte(value, '\\') >= 0
	p.at += length + 1
	return value
}

func (p *parser) number() int {
	start, value := p.at, 0
	for p.at < len(p.text) && p.text[p.at] >= '0' && p.text[p.at] <= '9' {
		value = value*10 + int(p.text[p.at]-'0')
		p.at++
	}
	if digits := p.at - start; digits == 0 || digits > 15 {
		p.lost = true
	}
	return value
}

// fields calls with the name of each field of an object, before its value is read.
func (p *parser) fields(each func(name string)) {
	p.expect('{')
	if p.next('}') {
		return
	}
	for !p.lost {
		name := p.string()
		p.expect(':')
		if p.lost {
			return
		}
		each(name)
		if p.next('}') {
			return
		}
		p.expect(',')
	}
}

// items reads an array.
func items[T any](p *parser, item func(*parser) T) []T {
	p.expect('[')
	if p.lost || p.next(']') {
		return []T{}
	}
	list := make([]T, 0, 4)
	for !p.lost {
		list = append(list, item(p))
		if p.next(']') {
			return list
		}
		p.expect(',')
	}
	return nil
}

func word[T ~string](p *parser) T { return T(p.string()) }

func optionalWord[T ~string](p *parser) *T { return new(T(p.string())) }

func provenance(p *parser) (value registry.Provenance) {
	p.fields(func(name string) {
		switch name {
		case "source":
			value.Source = p.string()
		case "certainty":
			value.Certainty = word[registry.Certainty](p)
		case "note":
			value.Note = optionalWord[string](p)
		default:
			p.lost = true
		}
	})
	return value
}

func ambition(p *parser) (value registry.Ambition) {
	p.fields(func(name string) {
		switch name {
		case "profile":
			value.Profile = optionalWord[registry.Profile](p)
		case "text":
			value.Text = p.string()
		case "statedOn":
			value.StatedOn = optionalWord[registry.PartialDate](p)
		case "provenance":
			value.Provenance = new(provenance(p))
		default:
			p.lost = true
		}
	})
	return value
}

func identifiers(p *parser) (value registry.Identifiers) {
	p.fields(func(name string) {
		switch name {
		case "tooi":
			value.TOOI = optionalWord[registry.URL](p)
		case "kvk":
			value.KVK = optionalWord[string](p)
		case "oin":
			value.OIN = optionalWord[string](p)
		default:
			p.lost = true
		}
	})
	return value
}

func contactPoint(p *parser) (value registry.ContactPoint) {
	p.fields(func(name string) {
		switch name {
		case "kind":
			value.Kind = word[registry.ContactPointKind](p)
		case "function":
			value.Function = p.string()
		case "email":
			value.Email = optionalWord[string](p)
		case "phone":
			value.Phone = optionalWord[string](p)
		case "availability":
			value.Availability = optionalWord[string](p)
		default:
			p.lost = true
		}
	})
	return value
}

func workingArea(p *parser) (value registry.WorkingArea) {
	p.fields(func(name string) {
		switch name {
		case "regionCode":
			value.RegionCode = p.string()
		case "municipalities":
			value.Municipalities = new(p.number())
		case "provenance":
			value.Provenance = new(provenance(p))
		default:
			p.lost = true
		}
	})
	return value
}

func connection(p *parser) (value registry.FacilityLink) {
	p.fields(func(name string) {
		switch name {
		case "facility":
			value.Facility = p.string()
		case "since":
			value.Since = optionalWord[registry.PartialDate](p)
		case "until":
			value.Until = optionalWord[registry.PartialDate](p)
		case "provenance":
			value.Provenance = new(provenance(p))
		default:
			p.lost = true
		}
	})
	return value
}

func chainMinistry(p *parser) (value registry.ChainMinistry) {
	p.fields(func(name string) {
		switch name {
		case "ministryCode":
			value.MinistryCode = p.string()
		case "since":
			value.Since = optionalWord[registry.Date](p)
		case "until":
			value.Until = optionalWord[registry.Date](p)
		case "provenance":
			value.Provenance = new(provenance(p))
		default:
			p.lost = true
		}
	})
	return value
}

func mandate(p *parser) (value registry.Mandate) {
	p.fields(func(name string) {
		switch name {
		case "regionCode":
			value.RegionCode = p.string()
		case "since":
			value.Since = word[registry.Date](p)
		case "until":
			value.Until = optionalWord[registry.Date](p)
		default:
			p.lost = true
		}
	})
	return value
}

func milestone(p *parser) (value registry.Milestone) {
	p.fields(func(name string) {
		switch name {
		case "step":
			value.Step = p.string()
		case "on":
			value.On = optionalWord[registry.PartialDate](p)
		case "note":
			value.Note = optionalWord[string](p)
		default:
			p.lost = true
		}
	})
	return value
}
