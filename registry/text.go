package registry

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The bounds of text, in characters as Unicode counts them, of an address in bytes, and of lists.
const (
	maxName    = 200
	maxSource  = 1000
	maxText    = 4000
	maxAddress = 2000
	// maxList is of the lists of inputs and filters that are not kept.
	maxList = 200
	// maxWords is how many a search asks for.
	maxWords = 8
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

// Tokens folds text to words of letters and digits of any script, without case, diacritics or apostrophes, in their order;
// an abbreviation with points is one word. Both stores search on these alone, so that they find the same.
func Tokens(text string) []string {
	var folded strings.Builder
	for _, r := range strings.ToLower(norm.NFKD.String(text)) {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’', r == '‘', r == 'ʼ':
		case plainLetter(r) != "":
			folded.WriteString(plainLetter(r))
		case unicode.In(r, unicode.L, unicode.N, unicode.Mc), r == '.':
			folded.WriteRune(r)
		default:
			folded.WriteByte(' ')
		}
	}
	tokens := []string{}
	for _, word := range strings.Fields(folded.String()) {
		parts := strings.FieldsFunc(word, func(r rune) bool { return r == '.' })
		if isAbbreviation(parts) {
			parts = []string{strings.Join(parts, "")}
		}
		tokens = append(tokens, parts...)
	}
	return tokens
}

// isAbbreviation says whether what stands between points is single letters, as in G.G.D.
func isAbbreviation(parts []string) bool {
	return len(parts) > 1 && !slices.ContainsFunc(parts, func(part string) bool {
		letter, size := utf8.DecodeRuneInString(part)
		return size < len(part) || !unicode.IsLetter(letter)
	})
}

// SortName is the form of a name by which lists are ordered: its tokens, or the name itself where it has none. Its order is
// the same by bytes, by characters and by UTF-16.
func SortName(name string) string {
	if tokens := Tokens(name); len(tokens) > 0 {
		return ordered(strings.Join(tokens, " "))
	}
	return ordered(strings.ToLower(name))
}

// ordered writes the characters from U+E000, which UTF-16 puts below those that it needs two units for, as their number
// after U+D7FF, beyond which no other character is left.
func ordered(text string) string {
	if strings.IndexFunc(text, func(r rune) bool { return r >= '\uE000' }) < 0 {
		return text
	}
	var written strings.Builder
	for _, r := range text {
		if r < '\uE000' {
			written.WriteRune(r)
		} else {
			fmt.Fprintf(&written, "\uD7FF%06x", r)
		}
	}
	return written.String()
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

// SearchTokens are the prefixes that a search asks for: 1 to 8 words, each of which counts, and one of which is more than
// a letter of a to z or a digit. BAD_USER_INPUT, SEARCH_TOO_SHORT when none is.
func SearchTokens(field, text string) ([]string, error) {
	if err := cleanText(field, &text, maxName); err != nil {
		return nil, err
	}
	tokens := Tokens(text)
	if !slices.ContainsFunc(tokens, func(token string) bool { return len(token) > 1 }) {
		return nil, Invalid(ReasonSearch, field, "give at least one word of two letters or digits")
	}
	if len(tokens) > maxWords {
		return nil, Invalid(ReasonTooLong, field, "at most %d words, not %d", maxWords, len(tokens)).with("most", maxWords)
	}
	return tokens, nil
}

// plain gives text as it is kept, so that what looks the same is the same: composed (NFC), without what does not show, with
// one space for any white space between words. Lines stay lines.
func plain(text string) string {
	visible := strings.Map(func(r rune) rune {
		if isInvisible(r) {
			return -1
		}
		return r
	}, text)
	lines := strings.Split(strings.ReplaceAll(norm.NFC.String(visible), "\r\n", "\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.Join(strings.FieldsFunc(line, isBlank), " ")
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// isBlank tells white space that ends no line; other control characters are left, to be refused.
func isBlank(r rune) bool { return unicode.IsSpace(r) && !unicode.IsControl(r) || r == '\t' }

// isInvisible tells what takes no place on a page: soft hyphens, zero-width characters, marks of direction, selectors of
// variants, tags and fillers.
func isInvisible(r rune) bool {
	const brailleBlank = '\u2800'
	return r == brailleBlank || unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point) &&
		!unicode.Is(unicode.Prepended_Concatenation_Mark, r)
}

// cleanText makes text what is kept of it, and refuses that when it is over-long or carries control characters.
func cleanText(field string, text *string, most int) error {
	*text = plain(*text)
	return checkText(field, *text, most)
}

// checkText refuses text that is over-long, that lost characters on its way, or that carries control characters; in longer
// text than a name, lines end.
func checkText(field, text string, most int) error {
	if !utf8.ValidString(text) {
		return Invalid(ReasonInvalid, field, "is not valid UTF-8").as(detailCharacters)
	}
	if length := utf8.RuneCountInString(text); length > most {
		return Invalid(ReasonTooLong, field, "at most %d characters, not %d", most, length).with("most", most)
	}
	for _, r := range text {
		switch {
		case r == unicode.ReplacementChar:
			return Invalid(ReasonInvalid, field, "holds U+FFFD, which stands for a character that was lost on the way").as(detailCharacters)
		case unicode.IsControl(r) && (r != '\n' || most == maxName):
			return Invalid(ReasonInvalid, field, "holds the control character %U", r).as(detailCharacters)
		}
	}
	return nil
}

// cleanName cleans a name in place and refuses an empty one (R1). So do its siblings for other texts and lists.
func cleanName(field string, name *string) error {
	if err := cleanText(field, name, maxName); err != nil || *name != "" {
		return err
	}
	return Invalid(ReasonInvalid, field, "is empty").as(detailEmpty).rule("R1")
}

// cleanOptional cleans a short text; one that is empty is absent.
func cleanOptional(field string, text **string) error {
	return cleanAbsent(field, text, maxName)
}

// cleanOptionalText cleans a longer text; one that is empty is absent.
func cleanOptionalText(field string, text **string) error {
	return cleanAbsent(field, text, maxText)
}

func cleanAbsent(field string, text **string, most int) error {
	if *text == nil {
		return nil
	}
	cleaned := **text
	err := cleanText(field, &cleaned, most)
	*text = nil
	if cleaned != "" {
		*text = &cleaned
	}
	return err
}

// cleanRequired cleans a longer text and refuses an empty one.
func cleanRequired(field string, text *string) error {
	if err := cleanText(field, text, maxText); err != nil || *text != "" {
		return err
	}
	return Invalid(ReasonInvalid, field, "is empty").as(detailEmpty)
}

// cleanReason cleans a reason, which every ending and correction needs (R4, R14).
func cleanReason(reason string) (string, error) {
	if err := cleanText("reason", &reason, maxText); err != nil || reason != "" {
		return reason, err
	}
	return "", Invalid(ReasonReasonRequired, "reason", "say why").rule("R14")
}

// cleanNames cleans a list of at most so many names and drops doubles.
func cleanNames(field string, names *[]string, most int) error {
	return cleanItems(field, names, most, func(name *string) error { return cleanName(field, name) }, itself)
}

// itself tells the doubles of values that are what they say.
func itself[T any](value T) T { return value }

// cleanItems refuses a list of more than most, gives it room of its own, and cleans each of its items by itself; key tells
// doubles, which are refused.
func cleanItems[T any, K comparable](field string, list *[]T, most int, clean func(*T) error, key func(T) K) error {
	if err := checkLength(field, *list, most); err != nil {
		return err
	}
	cleaned, seen, problems := slices.Clone(orNone(*list)), map[K]bool{}, []error{}
	for i := range cleaned {
		err := clean(&cleaned[i])
		if err == nil && seen[key(cleaned[i])] {
			err = duplicate(field)
		}
		seen[key(cleaned[i])] = true
		problems = append(problems, inItem(i, err))
	}
	*list = cleaned
	return errors.Join(problems...)
}

// duplicate refuses what stands in a list twice: nothing can be meant by it, and one of the two was meant to be another.
func duplicate(field string) *Error {
	return Invalid(ReasonDuplicate, field, "the same stands there twice")
}

// orNone returns the empty list for nil, so that the feed tells them apart from nothing.
func orNone[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// kept gives a list that a dataset tells of, or the one that there was when it tells none.
func kept[T any](told, before []T) []T {
	if told == nil {
		return before
	}
	return told
}

// slug makes a key of a name: its tokens joined by hyphens.
func slug(name string) string {
	var words []string
	for _, token := range Tokens(name) {
		words = append(words, strings.FieldsFunc(token, func(r rune) bool { return r > unicode.MaxASCII })...)
	}
	key := strings.Join(words, "-")
	if len(key) > maxKey {
		key = strings.TrimRight(key[:maxKey], "-")
	}
	return key
}
