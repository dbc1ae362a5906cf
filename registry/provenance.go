package registry

import (
	"io"
	"net/url"
	"slices"
	"strings"
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
func cleanProvenance(field string, p *Provenance) (*Provenance, error) {
	if p == nil {
		return nil, nil
	}
	cleaned := *p
	cleaned.Source = strings.TrimSpace(p.Source)
	if cleaned.Source == "" {
		return nil, Invalid(ReasonInvalid, field+".source", "is empty").rule("R17")
	}
	if err := checkText(field+".source", cleaned.Source, 1000); err != nil {
		return nil, err
	}
	note, err := cleanOptionalText(field+".note", p.Note)
	cleaned.Note = note
	return &cleaned, err
}

// isOf says whether the fact has one of the certainties; nil is any.
func (p *Provenance) isOf(certainty []Certainty) bool {
	return certainty == nil || p != nil && slices.Contains(certainty, p.Certainty)
}

// URL is an absolute http or https address.
type URL string

// ParseURL reads an address; BAD_USER_INPUT when it is none.
func ParseURL(text string) (URL, error) {
	parsed, err := url.Parse(text)
	if err != nil || (parsed.Scheme != "https" && parsed.Scheme != "http") || parsed.Host == "" || len(text) > 2000 || strings.ContainsAny(text, " \t\r\n") {
		return "", &Error{Code: CodeBadInput, Reason: ReasonInvalid, Message: "\"" + clip(text) + "\" is not an address that begins with https://"}
	}
	return URL(text), nil
}

// MarshalGQL writes the scalar URL.
func (u URL) MarshalGQL(w io.Writer) { writeQuoted(w, string(u)) }

// UnmarshalGQL reads the scalar URL; BAD_USER_INPUT when it is none.
func (u *URL) UnmarshalGQL(value any) error {
	text, _ := value.(string)
	parsed, err := ParseURL(text)
	*u = parsed
	return err
}
