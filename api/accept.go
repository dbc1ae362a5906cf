package api

import (
	"cmp"
	"mime"
	"strconv"
	"strings"
)

// accepted is one range of types that a client takes, and how much it likes them, from 0 to 1.
type accepted struct {
	name, charset string
	quality       float64
}

// readAccept reads the ranges of an Accept, in their order; what cannot be read is left out.
func readAccept(accept []string) (ranges []accepted) {
	for _, given := range strings.Split(strings.Join(accept, ","), ",") {
		name, parameters, err := mime.ParseMediaType(given)
		if err != nil {
			continue
		}
		quality, err := strconv.ParseFloat(cmp.Or(parameters["q"], "1"), 64)
		if err == nil && quality >= 0 && quality <= 1 {
			ranges = append(ranges, accepted{name, parameters["charset"], quality})
		}
	}
	return ranges
}

// prefers says whether a client likes an answer of the type at least as well as any other, and named it first of those.
func prefers(accept []string, wanted string) bool {
	best, quality := "", 0.0
	for _, given := range readAccept(accept) {
		if given.quality > quality {
			best, quality = given.name, given.quality
		}
	}
	return best == wanted
}

// negotiate chooses the type of the answer that a client likes best; "" when it likes none. Without an Accept it is the
// older one, as for a client that takes anything.
func negotiate(accept []string) string {
	if strings.TrimSpace(strings.Join(accept, "")) == "" {
		return jsonType
	}
	ranges, best, quality := readAccept(accept), "", 0.0
	for _, offered := range []string{jsonType, responseType} {
		if liked := likes(ranges, offered); liked > quality {
			best, quality = offered, liked
		}
	}
	return best
}

// likes is how much a client likes a type: the quality of the most specific range that holds it (RFC 9110).
func likes(ranges []accepted, offered string) (quality float64) {
	found, specific := -1, map[string]int{"*/*": 0, "application/*": 1, offered: 2}
	for _, given := range ranges {
		rank, holds := specific[given.name]
		if !holds || rank < found || given.charset != "" && !strings.EqualFold(given.charset, "utf-8") {
			continue
		}
		quality, found = given.quality, rank
	}
	return quality
}
