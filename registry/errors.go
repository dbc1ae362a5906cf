package registry

import (
	"errors"
	"fmt"
	"maps"
)

// Code says what kind of failure an Error is; the API passes it on as extensions.code.
type Code string

// The codes that the registry and its stores return.
const (
	CodeUnauthenticated Code = "UNAUTHENTICATED"
	CodeForbidden       Code = "FORBIDDEN"
	CodeBadInput        Code = "BAD_USER_INPUT"
	CodeNotFound        Code = "NOT_FOUND"
	CodeConflict        Code = "CONFLICT"
	CodeUnavailable     Code = "UNAVAILABLE"
	CodeInternal        Code = "INTERNAL_SERVER_ERROR"
)

// Reason is a stable word that tells a client which failure it met, so that it need not read the message.
type Reason string

// The reasons, by the code that carries them.
const (
	// BAD_USER_INPUT
	ReasonInvalid         Reason = "INVALID"
	ReasonTooLong         Reason = "TOO_LONG"
	ReasonEmptyList       Reason = "EMPTY_LIST"
	ReasonDuplicate       Reason = "DUPLICATE"
	ReasonContradiction   Reason = "CONTRADICTION"
	ReasonPageSize        Reason = "PAGE_SIZE"
	ReasonCursor          Reason = "MALFORMED_CURSOR"
	ReasonMalformedID     Reason = "MALFORMED_ID"
	ReasonMalformedDate   Reason = "MALFORMED_DATE"
	ReasonMalformedCode   Reason = "MALFORMED_CODE"
	ReasonSearch          Reason = "SEARCH_TOO_SHORT"
	ReasonInverted        Reason = "PERIOD_INVERTED"
	ReasonOutside         Reason = "OUTSIDE_PERIOD"
	ReasonNotSuitable     Reason = "PROFILE_NOT_SUITABLE"
	ReasonSameProfile     Reason = "PROFILE_UNCHANGED"
	ReasonNotShared       Reason = "PARTNER_NOT_SHARED"
	ReasonOwnMandate      Reason = "MANDATE_OF_ADOPTING_REGION"
	ReasonPartOf          Reason = "PART_OF_CIRCLE"
	ReasonReasonRequired  Reason = "REASON_REQUIRED"
	ReasonNothingToChange Reason = "NOTHING_TO_CHANGE"
	ReasonDatasetRejected Reason = "DATASET_REJECTED"
	ReasonPartiesMissing  Reason = "PARTIES_MISSING"
	ReasonNotParty        Reason = "NOT_A_PARTY"
	ReasonEvidence        Reason = "EVIDENCE_REQUIRED"
	ReasonUnknownSubject  Reason = "UNKNOWN_SUBJECT"
	ReasonUnknownWord     Reason = "UNKNOWN_WORD"
	ReasonDisciplines     Reason = "DISCIPLINES_TOO_FEW"
	ReasonUnknownAction   Reason = "UNKNOWN_ACTION"
	// NOT_FOUND
	ReasonNotFound Reason = "NOT_FOUND"
	// CONFLICT
	ReasonVersion     Reason = "VERSION_MISMATCH"
	ReasonKeyTaken    Reason = "KEY_TAKEN"
	ReasonKeyReused   Reason = "IDEMPOTENCY_KEY_REUSED"
	ReasonOverlap     Reason = "PERIOD_OVERLAPS"
	ReasonEnded       Reason = "ALREADY_ENDED"
	ReasonOpenEdges   Reason = "HAS_OPEN_EDGES"
	ReasonParts       Reason = "HAS_PARTS"
	ReasonSchemaNewer Reason = "STORE_IS_NEWER"
	ReasonNotEmpty    Reason = "REGISTER_NOT_EMPTY"

	ReasonLaterChanges Reason = "LATER_CHANGES"

	ReasonStep           Reason = "STEP_NOT_POSSIBLE"
	ReasonDimensionEmpty Reason = "DIMENSION_EMPTY"
	ReasonTextChanged    Reason = "TEXT_CHANGED"
	ReasonTextImmutable  Reason = "TEXT_IMMUTABLE"
	ReasonApproved       Reason = "ALREADY_APPROVED"
	ReasonAmendmentOpen  Reason = "AMENDMENT_OPEN"
	ReasonPlanned        Reason = "PLANNED_COLLABORATION"
	ReasonPartnerEnded   Reason = "PARTNER_ENDED"
	ReasonAgreedProfile  Reason = "PROFILE_BY_AGREEMENT"
	ReasonAgreements     Reason = "HAS_AGREEMENTS"
	// UNAUTHENTICATED
	ReasonSignIn Reason = "SIGN_IN_REQUIRED"
	// FORBIDDEN
	ReasonNotAllowed Reason = "NOT_ALLOWED"
	// UNAVAILABLE
	ReasonNoAccess       Reason = "STORE_ACCESS_DENIED"
	ReasonStoreAway      Reason = "STORE_AWAY"
	ReasonOutcomeUnknown Reason = "OUTCOME_UNKNOWN"
	ReasonTooCostly      Reason = "TOO_COSTLY"
	ReasonTooSlow        Reason = "SUBSCRIBER_TOO_SLOW"
	ReasonSubscribers    Reason = "TOO_MANY_SUBSCRIBERS"
	ReasonNoRevision     Reason = "REVISION_NOT_REACHED"
)

// Error is every failure that the registry tells of: a code, a reason, and the facts that a client needs to mend it.
type Error struct {
	Code    Code
	Reason  Reason
	Message string
	// Facts are passed on as extensions beside code and reason, for example field or suitableProfiles.
	Facts map[string]any
	// Item is which item of a list the field is in, counted from 0; nil when it is in none.
	Item *int
	// detail is what of its reason it is, for its explanation; "" is no more than the reason.
	detail Reason
	// Cause is for the log, never for the client.
	Cause error
}

func (e *Error) Error() string {
	if e.Cause != nil {
		return e.Message + ": " + e.Cause.Error()
	}
	return e.Message
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// with adds a fact.
func (e *Error) with(name string, value any) *Error {
	facts := maps.Clone(e.Facts)
	if facts == nil {
		facts = map[string]any{}
	}
	facts[name] = value
	told := *e
	told.Facts = facts
	return &told
}

// Problems gives every refusal that an error holds, in the order in which they were found: an input may have several. The
// first is what errors.AsType finds.
func Problems(err error) []*Error {
	switch e := err.(type) {
	case nil:
		return nil
	case *Error:
		return []*Error{e}
	case interface{ Unwrap() []error }:
		var problems []*Error
		for _, each := range e.Unwrap() {
			problems = append(problems, Problems(each)...)
		}
		return problems
	}
	return Problems(errors.Unwrap(err))
}

// inItem tells of which item of a list the problems are.
func inItem(place int, err error) error {
	var placed []error
	for _, problem := range Problems(err) {
		told := *problem
		told.Item = &place
		placed = append(placed, &told)
	}
	return errors.Join(placed...)
}

// below names the field of each problem as one below another field, which it is about when it names none.
func below(field string, err error) error {
	var placed []error
	for _, problem := range Problems(err) {
		inner := problem.Field()
		if inner != "" {
			inner = "." + inner
		}
		placed = append(placed, problem.At(field+inner))
	}
	return errors.Join(placed...)
}

// Field is the field of the input that the refusal is about; "" when it is about none.
func (e *Error) Field() string {
	field, _ := e.Facts["field"].(string)
	return field
}

// At names the field of the input that the refusal is about.
func (e *Error) At(field string) *Error { return e.with("field", field) }

// rule names the rule of the registry (R1–R19) that refused.
func (e *Error) rule(number string) *Error { return e.with("rule", number) }

// Invalid is BAD_USER_INPUT about one field of the input.
func Invalid(reason Reason, field, format string, args ...any) *Error {
	return &Error{Code: CodeBadInput, Reason: reason, Message: field + ": " + fmt.Sprintf(format, args...), Facts: map[string]any{"field": field}}
}

// NotFound is NOT_FOUND for a thing by its id.
func NotFound(id string) *Error {
	return &Error{Code: CodeNotFound, Reason: ReasonNotFound, Message: id + " is not in the register", Facts: map[string]any{"id": id}}
}

// Conflict is CONFLICT with what the register holds.
func Conflict(reason Reason, format string, args ...any) *Error {
	return &Error{Code: CodeConflict, Reason: reason, Message: fmt.Sprintf(format, args...)}
}

// Unavailable is UNAVAILABLE: the store cannot be reached now, and the same request may succeed later.
func Unavailable(reason Reason, cause error) *Error {
	message := "the store cannot be reached now, try again later"
	switch reason {
	case ReasonOutcomeUnknown:
		message = "the connection was lost during the commit: try again with the same idempotencyKey"
	case ReasonTooCostly:
		message = "this count would cost too much: narrow the filter, or ask for the page alone"
	}
	return &Error{Code: CodeUnavailable, Reason: reason, Message: message, Cause: cause}
}

// CodeOf returns the code of an error, INTERNAL_SERVER_ERROR when it carries none.
func CodeOf(err error) Code {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return CodeInternal
}

// ReasonOf returns the reason of an error, "" when it carries none.
func ReasonOf(err error) Reason {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Reason
	}
	return ""
}
