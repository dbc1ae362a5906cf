package registry

import "errors"

// Municipality is a gemeente; it lies in one region, for a period, and may go up in another (R20).
type Municipality struct {
	Code        string   `json:"code"`
	Name        string   `json:"name"`
	Aliases     []string `json:"aliases"`
	RegionCode  string   `json:"regionCode"`
	Inhabitants *int     `json:"inhabitants,omitempty"`
	AreaKm2     *float64 `json:"areaKm2,omitempty"`
	TOOI        *URL     `json:"tooi,omitempty"`
	// Since and Until bound its period; nil is not known, or not ended.
	Since *Date `json:"since,omitempty"`
	Until *Date `json:"until,omitempty"`
	// SuccessorCode is that of the municipality that has its area from Until on.
	SuccessorCode *string `json:"successorCode,omitempty"`
	// Provenance is where its period and successor are known from.
	Provenance *Provenance `json:"provenance,omitempty"`
	Stamp
}

// ID gives Municipality:GM0268.
func (m Municipality) ID() string { return MakeID(KindMunicipality, m.Code) }

// over gives the municipality as a dataset tells of it, with what it does not tell as it was.
func (m Municipality) over(before Municipality) Municipality {
	m.Stamp, m.Aliases = before.Stamp, kept(m.Aliases, before.Aliases)
	return m
}

// IsNode marks a Node.
func (Municipality) IsNode() {}

// IsNamed marks a Named.
func (Municipality) IsNamed() {}

// SearchText is what the municipality can be found by.
func (m Municipality) SearchText() string {
	return searchText(append([]string{m.Code, m.Name}, m.Aliases...)...)
}

// Exists says whether the municipality exists on the day.
func (m Municipality) Exists(day Date) bool {
	return holds(m.Since, m.Until, day)
}

// check cleans the municipality and gives all that is wrong with it; before is nil when it is new.
func (m *Municipality) check(before *Municipality, met surroundings) error {
	problems := []error{CheckKey("code", KindMunicipality, m.Code)}
	if before == nil {
		problems = append(problems, met.take(m.ID()))
	}
	return errors.Join(append(problems, met.oneMore("regionCode", list{kind: KindMunicipality, of: m.RegionCode}, maxMunicipalities),
		cleanName("name", &m.Name), cleanNames("aliases", &m.Aliases, maxAliases), met.refers("regionCode", KindRegion, m.RegionCode),
		notNegative("inhabitants", m.Inhabitants), notNegative("areaKm2", m.AreaKm2), checkTOOI("tooi", m.TOOI),
		cleanProvenance("provenance", &m.Provenance), m.checkPeriod(), m.checkSuccessor(met), m.checkPredecessors(met),
	)...)
}

func (m Municipality) checkPeriod() error {
	if err := checkOrder("", m.Since, m.Until); err != nil {
		return err.rule("R20")
	}
	return nil
}

// checkPredecessors refuses that it does not exist on a day on which it takes over from another (R20).
func (m Municipality) checkPredecessors(met surroundings) error {
	for _, predecessor := range met.predecessors[m.Code] {
		if on := predecessor.Until; on != nil && !m.Exists(*on) {
			return Invalid(ReasonOutside, "since", "%s takes over from %s on %s, and would not exist then", m.ID(), predecessor.ID(), *on).rule("R20")
		}
	}
	return nil
}

// checkSuccessor refuses a successor of what does not end, and one that does not exist on the day of the end. So nothing
// succeeds itself, however many steps later (R20).
func (m Municipality) checkSuccessor(met surroundings) error {
	if m.SuccessorCode == nil {
		return nil
	}
	if err := met.refers("successorCode", KindMunicipality, *m.SuccessorCode); err != nil {
		return err
	}
	if m.Until == nil {
		return Invalid(ReasonContradiction, "successorCode", "only a municipality that ends has a successor: give until too").rule("R20")
	}
	if successor := met.municipalities[*m.SuccessorCode]; !successor.Exists(*m.Until) {
		return Invalid(ReasonOutside, "successorCode", "%s does not exist on %s, when it would take over", successor.ID(), *m.Until).
			with("since", successor.Since).with("until", successor.Until).rule("R20")
	}
	return nil
}
