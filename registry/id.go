package registry

import (
	"strconv"
	"strings"
)

const maxKey = 80

// MakeID returns the id of a thing by its kind and key, for example Region:VR08.
func MakeID(kind Kind, key string) string { return string(kind) + ":" + key }

// ParseID takes an id apart; BAD_USER_INPUT, MALFORMED_ID when it is none.
func ParseID(id string) (Kind, string, error) {
	kind, key, _ := strings.Cut(id, ":")
	shape := kinds[Kind(kind)].shape
	if shape == nil || len(key) > maxKey || !shape.MatchString(key) {
		return "", "", (&Error{Code: CodeBadInput, Reason: ReasonMalformedID, Message: strconv.Quote(clip(id)) + " is not an id"}).with("id", clip(id))
	}
	return Kind(kind), key, nil
}

// DatedID returns the id of a thing as it is read at a day, for example Partner:vitens@2019-03-05.
func DatedID(id string, on Date) string { return id + "@" + string(on) }

// CutDate returns an id without the day at which its thing was read, and that day; nil when it names none. A change is
// read at no day, so that its id stays as it is; so does what is no id.
func CutDate(id string) (thing string, on *Date) {
	thing, text, _ := strings.Cut(id, "@")
	day, err := ParseDate(text)
	if err != nil || strings.HasPrefix(thing, string(KindChange)+":") {
		return id, nil
	}
	return thing, &day
}

// CheckKey refuses a code or key that has not the shape of its kind; BAD_USER_INPUT, MALFORMED_CODE.
func CheckKey(field string, kind Kind, key string) error {
	row := kinds[kind]
	if len(key) > maxKey || !row.shape.MatchString(key) {
		return Invalid(ReasonMalformedCode, field, "%q is not the code of a %s, such as %s", clip(key), kind, row.example)
	}
	return nil
}

// CheckKeys checks a filter's list: not empty, not over-long, each of its kind's shape.
func CheckKeys(field string, kind Kind, keys []string) error {
	if err := checkList(field, keys); err != nil {
		return err
	}
	for _, key := range keys {
		if err := CheckKey(field, kind, key); err != nil {
			return err
		}
	}
	return nil
}

// checkList refuses the empty list of a filter, which would meet nothing: absent is meant; and doubles.
func checkList[T comparable](field string, list []T) error {
	if list != nil && len(list) == 0 {
		return Invalid(ReasonEmptyList, field, "an empty list meets nothing: leave the field out")
	}
	if err := checkLength(field, list, maxList); err != nil {
		return err
	}
	seen := make(map[T]bool, len(list))
	for _, value := range list {
		if seen[value] {
			return duplicate(field)
		}
		seen[value] = true
	}
	return nil
}
