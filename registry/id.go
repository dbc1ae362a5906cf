package registry

import "strings"

const maxKey = 80

// MakeID returns the id of a thing by its kind and key, for example Region:VR08.
func MakeID(kind Kind, key string) string { return string(kind) + ":" + key }

// ParseID takes the id in a field of the input apart; BAD_USER_INPUT, MALFORMED_ID when it is none.
func ParseID(field, id string) (Kind, string, error) {
	kind, key, _ := strings.Cut(id, ":")
	shape := kinds[Kind(kind)].shape
	if shape == nil || len(key) > maxKey || !shape.MatchString(key) {
		return "", "", Invalid(ReasonMalformedID, field, "%q is not an id", clip(id)).with("id", clip(id))
	}
	return Kind(kind), key, nil
}

// splitID takes apart what MakeID made.
func splitID(id string) (Kind, string) {
	kind, key, _ := strings.Cut(id, ":")
	return Kind(kind), key
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

// KeyNamed returns the code or key of a thing of a kind that is named by it or by its id, dated or not. What names none stays as
// it is, for CheckKey to refuse by its field.
func KeyNamed(name string, kind Kind) string {
	id, _ := CutDate(name)
	if of, key, err := ParseID("", id); err == nil && of == kind {
		return key
	}
	return name
}

// IDNamed returns the id of a thing of one of these kinds, of which no two have codes or keys that look alike, by whichever of
// the two it is named. What names none stays as it is, for ParseID to refuse by its field.
func IDNamed(name string, kinds []Kind) string {
	for _, kind := range kinds {
		if key := KeyNamed(name, kind); CheckKey("", kind, key) == nil {
			return MakeID(kind, key)
		}
	}
	return name
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
