package registry

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"unicode"
)

// Certainty says how sure a fact is (R17).
type Certainty string

// The certainties.
const (
	Verified        Certainty = "VERIFIED"
	Derived         Certainty = "DERIVED"
	CommonKnowledge Certainty = "COMMON_KNOWLEDGE"
	Interpretation  Certainty = "INTERPRETATION"
	Illustration    Certainty = "ILLUSTRATION"
)

// AllCertainties lists them from sure to made up.
func AllCertainties() []Certainty {
	return []Certainty{Verified, Derived, CommonKnowledge, Interpretation, Illustration}
}

// Provenance is where a fact comes from and how sure it is (R17).
type Provenance struct {
	Source    string    `json:"source"`
	Certainty Certainty `json:"certainty"`
	Note      *string   `json:"note,omitempty"`
}

// cleanProvenance trims and bounds what is given; none stays none.
func cleanProvenance(field string, p **Provenance) error {
	if *p == nil {
		return nil
	}
	cleaned := **p
	*p = &cleaned
	err := cleanText(field+".source", &cleaned.Source, maxSource)
	if err == nil && cleaned.Source == "" {
		err = Invalid(ReasonInvalid, field+".source", "is empty").as(detailEmpty).rule("R17")
	}
	return errors.Join(err, oneOf(field+".certainty", cleaned.Certainty, AllCertainties()), cleanOptionalText(field+".note", &cleaned.Note))
}

// oneOf refuses a value that is none of an enumeration.
func oneOf[T ~string](field string, value T, values []T) error {
	if !slices.Contains(values, value) {
		return Invalid(ReasonInvalid, field, "%q is not one of %v", clip(string(value)), values).as(detailNotListed)
	}
	return nil
}

// isOf says whether the fact has one of the certainties; nil is any.
func (p *Provenance) isOf(certainty []Certainty) bool {
	return certainty == nil || p != nil && slices.Contains(certainty, p.Certainty)
}

// URL is an absolute http or https address, of characters that show.
type URL string

// ParseURL reads an address; BAD_USER_INPUT when it is none.
func ParseURL(text string) (URL, error) {
	parsed, err := url.Parse(text)
	if err != nil || (parsed.Scheme != "https" && parsed.Scheme != "http") || parsed.Host == "" || len(text) > maxAddress || strings.ContainsFunc(text, notInAddress) {
		return "", &Error{Code: CodeBadInput, Reason: ReasonInvalid, Message: "\"" + clip(text) + "\" is not an address that begins with https://"}
	}
	return URL(text), nil
}

// checkURL refuses what is no address; none stays none.
func checkURL(field string, address *URL) error {
	if address == nil {
		return nil
	}
	if _, err := ParseURL(string(*address)); err != nil {
		return Invalid(ReasonInvalid, field, "%s", err).as(detailAddress)
	}
	return nil
}

// notInAddress tells what does not show, or shows as white space, and the mark of a character that was lost.
func notInAddress(r rune) bool {
	return !unicode.IsGraphic(r) || unicode.IsSpace(r) || isInvisible(r) || r == unicode.ReplacementChar
}

// MarshalGQL writes the scalar URL.
func (u URL) MarshalGQL(w io.Writer) { writeQuoted(w, string(u)) }

// UnmarshalGQL reads the scalar URL; BAD_USER_INPUT when it is no text. Whether that is an address is looked at with the
// rest of the input, so that one answer names all that is wrong.
func (u *URL) UnmarshalGQL(value any) error {
	text, ok := value.(string)
	if !ok {
		_, err := ParseURL(clip(fmt.Sprint(value)))
		return err
	}
	*u = URL(text)
	return nil
}
