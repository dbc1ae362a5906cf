package registry

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

// Explanation gives why this is refused and what would make it allowed: whole sentences in Dutch, for the people who meet it. They
// are the label and the help of its detail, or else of its reason; both are "" when the table has neither.
func (e *Error) Explanation() (why, remedy string) {
	told := dutch("RefusalReason", string(e.Reason))
	if e.detail != "" {
		told = dutch("RefusalDetail", string(e.detail))
	}
	if own, ok := e.Facts["why"].(string); ok {
		told.Label = own
	}
	return told.Label, text(told.Help)
}
