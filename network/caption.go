package network

import (
	"strings"
	"unicode"
)

// MaxCaption is how many characters of a name stand in a picture at most.
const MaxCaption = 25

// Caption is the name as it stands in a picture: a long one is cut short.
func Caption(name string) string {
	if runes := []rune(name); len(runes) > MaxCaption {
		return strings.TrimSpace(string(runes[:MaxCaption-1])) + "…"
	}
	return name
}

// CaptionWidth is how wide a caption is, in sizes of its letters: a little more than in most fonts without serifs.
func CaptionWidth(caption string) float64 {
	width := 0.0
	for _, letter := range caption {
		switch {
		case strings.ContainsRune("iljtfrI.,:;'’()[]/!|- ", letter):
			width += 0.42
		case strings.ContainsRune("mwMW@%…", letter):
			width += 0.98
		case unicode.IsUpper(letter), letter == '&':
			width += 0.76
		case letter > 0x2e80:
			width += 1
		default:
			width += 0.62
		}
	}
	return width
}
