package registry

import (
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The bounds of text, in characters.
const (
	maxName = 200
	maxText = 4000
	maxList = 200
)

// letters that Unicode does not decompose, with what a Dutch keyboard would type for them.
func plainLetter(r rune) string {
	switch r {
	case 'ø':
		return "o"
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'đ', 'ð':
		return "d"
	case 'ł':
		return "l"
	case 'þ':
		return "th"
	case 'ı':
		return "i"
	}
	return ""
}

// Tokens folds text to words of [a-z0-9], without case, diacritics or apostrophes, in their order.
// Both stores search on these alone, so that they find the same.
func Tokens(text string) []string {
	var folded strings.Builder
	for _, r := range strings.ToLower(norm.NFKD.String(text)) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			folded.WriteRune(r)
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’', r == '‘', r == 'ʼ':
		default:
			if plain := plainLetter(r); plain != "" {
				folded.WriteString(plain)
			} else {
				folded.WriteByte(' ')
			}
		}
	}
	return strings.Fields(folded.String())
}

// SortName is the form of a name by which lists are ordered: its tokens, or the name itself where it has none.
func SortName(name string) string {
	if tokens := Tokens(name); len(tokens) > 0 {
		return strings.Join(tokens, " ")
	}
	return strings.ToLower(name)
}

// searchText is what a thing can be found by: the tokens of all its names, each once.
func searchText(names ...string) string {
	seen := map[string]bool{}
	var tokens []string
	for _, name := range names {
		for _, token := range Tokens(name) {
			if !seen[token] {
				seen[token] = true
				tokens = append(tokens, token)
			}
		}
	}
	return strings.Join(tokens, " ")
}

// SearchTokens are the prefixes that a search asks for: 1 to 8 words of two characters or more.
// BAD_USER_INPUT, SEARCH_TOO_SHORT when the text holds none.
func SearchTokens(field, text string) ([]string, error) {
	if err := checkText(field, text, maxName); err != nil {
		return nil, err
	}
	var tokens []string
	for _, token := range Tokens(text) {
		if len(token) >= 2 {
			tokens = append(tokens, token)
		}
	}
	if len(tokens) == 0 {
		return nil, Invalid(ReasonSearch, field, "give at least one word of two letters or digits")
	}
	if len(tokens) > 8 {
		return nil, Invalid(ReasonTooLong, field, "at most 8 words, not %d", len(tokens))
	}
	return tokens, nil
}

// checkText refuses text that is over-long, no UTF-8, or carries control characters other than tab and newline.
func checkText(field, text string, most int) error {
	if !utf8.ValidString(text) {
		return Invalid(ReasonInvalid, field, "is not valid UTF-8")
	}
	if length := utf8.RuneCountInString(text); length > most {
		return Invalid(ReasonTooLong, field, "at most %d characters, not %d", most, length).with("most", most)
	}
	for _, r := range text {
		if unicode.IsControl(r) && (r != '\n' && r != '\t' || most == maxName) {
			return Invalid(ReasonInvalid, field, "holds the control character %U", r)
		}
	}
	return nil
}

// cleanName trims a name in place and refuses an empty one (R1). So do its siblings for other texts and lists.
func cleanName(field string, name *string) error {
	*name = strings.TrimSpace(*name)
	if *name == "" {
		return Invalid(ReasonInvalid, field, "is empty").rule("R1")
	}
	return checkText(field, *name, maxName)
}

// cleanOptional trims a short text; one that is empty is absent.
func cleanOptional(field string, text **string) error {
	return cleanAbsent(field, text, maxName)
}

// cleanOptionalText trims a longer text; one that is empty is absent.
func cleanOptionalText(field string, text **string) error {
	return cleanAbsent(field, text, maxText)
}

func cleanAbsent(field string, text **string, most int) error {
	if *text == nil || strings.TrimSpace(**text) == "" {
		*text = nil
		return nil
	}
	*text = new(strings.TrimSpace(**text))
	return checkText(field, **text, most)
}

// cleanRequired trims a longer text and refuses an empty one.
func cleanRequired(field string, text *string) error {
	*text = strings.TrimSpace(*text)
	if *text == "" {
		return Invalid(ReasonInvalid, field, "is empty")
	}
	return checkText(field, *text, maxText)
}

// cleanReason trims a reason, which every ending and correction needs (R4, R14).
func cleanReason(reason string) (string, error) {
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return "", Invalid(ReasonReasonRequired, "reason", "say why").rule("R14")
	}
	return reason, checkText("reason", reason, maxText)
}

// cleanNames trims a list of names and drops doubles.
func cleanNames(field string, names *[]string) error {
	if err := checkLength(field, *names); err != nil {
		return err
	}
	cleaned, problems := []string{}, []error{}
	for i, name := range *names {
		problems = append(problems, inItem(i, cleanName(field, &name)))
		if !slices.Contains(cleaned, name) {
			cleaned = append(cleaned, name)
		}
	}
	*names = cleaned
	return errors.Join(problems...)
}

// checkLength refuses an over-long list; unlike that of a filter it may be empty.
func checkLength[T any](field string, list []T) error {
	if len(list) > maxList {
		return Invalid(ReasonTooLong, field, "at most %d, not %d", maxList, len(list))
	}
	return nil
}

// cleanItems bounds a list, gives it room of its own, and cleans each of its items by itself; key tells doubles, which are
// refused.
func cleanItems[T any, K comparable](field string, list *[]T, clean func(*T) error, key func(T) K) error {
	if err := checkLength(field, *list); err != nil {
		return err
	}
	cleaned, seen, problems := slices.Clone(orNone(*list)), map[K]bool{}, []error{}
	for i := range cleaned {
		err := clean(&cleaned[i])
		if err == nil && seen[key(cleaned[i])] {
			err = Invalid(ReasonContradiction, field, "the same stands there twice")
		}
		seen[key(cleaned[i])] = true
		problems = append(problems, inItem(i, err))
	}
	*list = cleaned
	return errors.Join(problems...)
}

// orNone gives the empty list for nil, so that the feed tells them apart from nothing.
func orNone[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// slug makes a key of a name: its tokens joined by hyphens.
func slug(name string) string {
	key := strings.Join(Tokens(name), "-")
	if len(key) > maxKey {
		key = strings.TrimRight(key[:maxKey], "-")
	}
	return key
}
