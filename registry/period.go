package registry

// Period is half-open: it holds on Since and until the day before Until; no Until is open.
type Period struct {
	Since Date  `json:"since"`
	Until *Date `json:"until,omitempty"`
}

// Holds says whether the day lies in the period.
func (p Period) Holds(day Date) bool { return holds(&p.Since, p.Until, day) }

// Overlaps says whether the two periods share a day.
func (p Period) Overlaps(other Period) bool {
	return (other.Until == nil || p.Since < *other.Until) && (p.Until == nil || other.Since < *p.Until)
}

// openAt says whether the period reaches beyond the day.
func (p Period) openAt(day Date) bool { return p.Until == nil || *p.Until > day }

// check refuses a period that ends before or on the day on which it begins; within names what it is a part of.
func (p Period) check(within string) error {
	if err := checkOrder(within, &p.Since, p.Until); err != nil {
		return err
	}
	return nil
}

// checkOrder refuses an end before or on the day of the beginning, as far as both are known.
func checkOrder(within string, since, until *Date) *Error {
	if since != nil && until != nil && *until <= *since {
		return Invalid(ReasonInverted, within+"until", "%s is not after since (%s)", *until, *since)
	}
	return nil
}

// holds says whether a day is between two of which nil is not known, or open.
func holds(since, until *Date, day Date) bool {
	return (since == nil || *since <= day) && (until == nil || day < *until)
}

// checkEndReason refuses a reason for an end that there is not (R14).
func checkEndReason(reason *string, until *Date) error {
	if reason != nil && until == nil {
		return Invalid(ReasonContradiction, "endReason", "there is no end that it is the reason of").as(detailNoEnd).rule("R14")
	}
	return nil
}

// checkEnding refuses that what is there gets an end without a reason (R14).
func checkEnding(before, until *Date, reason *string) error {
	if before == nil && until != nil && text(reason) == "" {
		return Invalid(ReasonReasonRequired, "endReason", "say why it ended").rule("R14")
	}
	return nil
}

// keptReason gives the reason for an end that a dataset tells of, and when it tells none for the same end, the one that there was.
func keptReason(reason *string, until *Date, before *string, ended *Date) *string {
	if reason == nil && until != nil && ended != nil && *until == *ended {
		return before
	}
	return reason
}

// endOn ends the period on a day inside it; ending never lengthens (R4).
func (p Period) endOn(field string, on Date) (Period, error) {
	if on <= p.Since || !p.openAt(on) {
		end := "open"
		if p.Until != nil {
			end = string(*p.Until)
		}
		return p, Invalid(ReasonOutside, field, "%s is not inside the period from %s until %s", on, p.Since, end).
			with("since", p.Since).with("until", p.Until).rule("R4")
	}
	return Period{Since: p.Since, Until: &on}, nil
}

// PeriodFilter says which periods are meant, relative to a day; the zero value is those that hold on it.
type PeriodFilter string

// The values of a PeriodFilter.
const (
	CurrentPeriods PeriodFilter = "CURRENT"
	PastPeriods    PeriodFilter = "PAST"
	PlannedPeriods PeriodFilter = "PLANNED"
	AllPeriods     PeriodFilter = "ALL"
)

// OrCurrent returns what is meant when nothing is said.
func (f PeriodFilter) OrCurrent() PeriodFilter {
	if f == "" {
		return CurrentPeriods
	}
	return f
}

// PeriodOf returns what an argument means; none means what is meant when nothing is said.
func PeriodOf(given *PeriodFilter) PeriodFilter {
	if given == nil {
		return CurrentPeriods
	}
	return given.OrCurrent()
}

// Meets says whether the period is one of those, on the day.
func (f PeriodFilter) Meets(p Period, day Date) bool {
	switch f.OrCurrent() {
	case PastPeriods:
		return p.Until != nil && *p.Until <= day
	case PlannedPeriods:
		return p.Since > day
	case AllPeriods:
		return true
	default:
		return p.Holds(day)
	}
}
