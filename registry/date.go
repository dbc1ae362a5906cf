package registry

import (
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// Date is a day in Europe/Amsterdam, written as ISO 8601 (2019-03-06). Dates compare with < as they are.
type Date string

// ParseDate reads a day of the years 1000 to 9998; BAD_USER_INPUT, MALFORMED_DATE otherwise.
func ParseDate(text string) (Date, error) {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil || day.Year() < 1000 || day.Year() > 9998 {
		return "", malformedDate(text, "a day such as 2019-03-06")
	}
	return Date(text), nil
}

// DateOf returns the day of a moment in Europe/Amsterdam.
func DateOf(moment time.Time, amsterdam *time.Location) Date {
	return Date(moment.In(amsterdam).Format(time.DateOnly))
}

// Time gives midnight UTC of the day, the form in which drivers take a date.
func (d Date) Time() time.Time {
	day, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return day
}

// MarshalGQL writes the scalar Date.
func (d Date) MarshalGQL(w io.Writer) { writeQuoted(w, string(d)) }

// UnmarshalGQL reads the scalar Date; BAD_USER_INPUT when it is none.
func (d *Date) UnmarshalGQL(value any) error {
	text, ok := value.(string)
	if !ok {
		return malformedDate(fmt.Sprint(value), "a string such as \"2019-03-06\"")
	}
	parsed, err := ParseDate(text)
	*d = parsed
	return err
}

// PartialDate is a year, a month or a day: as precise as is known (R19).
type PartialDate string

// ParsePartialDate reads 2014, 2014-09 or 2014-09-14; BAD_USER_INPUT, MALFORMED_DATE otherwise.
func ParsePartialDate(text string) (PartialDate, error) {
	for _, layout := range []string{"2006", "2006-01", time.DateOnly} {
		if moment, err := time.Parse(layout, text); err == nil && len(text) == len(layout) && moment.Year() >= 1000 {
			return PartialDate(text), nil
		}
	}
	return "", malformedDate(text, "a year, month or day such as 2014, 2014-09 or 2014-09-14")
}

// firstDay and lastDay bound the days that it can mean, for comparing: not every month has a 31st.
func (d PartialDate) firstDay() string { return string(d) + "-01-01"[len(d)-len("2006"):] }

func (d PartialDate) lastDay() string { return string(d) + "-12-31"[len(d)-len("2006"):] }

// MarshalGQL writes the scalar PartialDate.
func (d PartialDate) MarshalGQL(w io.Writer) { writeQuoted(w, string(d)) }

// UnmarshalGQL reads the scalar PartialDate; BAD_USER_INPUT when it is none.
func (d *PartialDate) UnmarshalGQL(value any) error {
	text, ok := value.(string)
	if !ok {
		return malformedDate(fmt.Sprint(value), "a string such as \"2014-09\"")
	}
	parsed, err := ParsePartialDate(text)
	*d = parsed
	return err
}

func malformedDate(text, wanted string) *Error {
	return &Error{Code: CodeBadInput, Reason: ReasonMalformedDate, Message: fmt.Sprintf("%q is not %s", clip(text), wanted)}
}

// writeQuoted leaves a write error to the response writer, which meets it again at the next byte. JSON quotes in its own
// way: what Go's literals say by \x or \U is no JSON.
func writeQuoted(w io.Writer, text string) {
	quoted, _ := json.Marshal(text) // a string can always be marshalled
	_, _ = w.Write(quoted)
}

// clip keeps a client's own text in an error message short.
func clip(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return text
}
