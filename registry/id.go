package registry

import (
	"regexp"
	"strconv"
	"strings"
)

// Kind names a type of node; it is the part of an id before the colon.
type Kind string

// The kinds of nodes.
const (
	KindRegion        Kind = "Region"
	KindMunicipality  Kind = "Municipality"
	KindPartner       Kind = "Partner"
	KindSector        Kind = "Sector"
	KindChain         Kind = "Chain"
	KindMinistry      Kind = "Ministry"
	KindCollaboration Kind = "Collaboration"
	KindAdoption      Kind = "Adoption"
	KindAgreement     Kind = "Agreement"
	KindCommitment    Kind = "Commitment"
	KindPeerReview    Kind = "PeerReview"
	KindFinding       Kind = "Finding"
	KindEvaluation    Kind = "InformalEvaluation"
	KindChange        Kind = "Change"
)

const maxKey = 80

// example shows what the part of an id after the colon looks like.
func (k Kind) example() string {
	switch k {
	case KindRegion:
		return "VR08"
	case KindMunicipality:
		return "GM0268"
	case KindPartner:
		return "kustwacht-nederland"
	case KindSector:
		return "drinkwater"
	case KindChain:
		return "BNK12"
	case KindMinistry:
		return "mnre1130"
	}
	return "1"
}

// shape is what the part of an id after the colon looks like.
func (k Kind) shape() *regexp.Regexp {
	switch k {
	case KindRegion:
		return regionCode
	case KindMunicipality:
		return municipalityCode
	case KindPartner, KindSector:
		return slugKey
	case KindChain:
		return chainCode
	case KindMinistry:
		return ministryCode
	case KindCollaboration, KindAdoption, KindAgreement, KindCommitment, KindPeerReview, KindEvaluation:
		return uuidKey
	case KindFinding:
		return findingKey
	case KindChange:
		return revisionKey
	}
	return nil
}

var (
	regionCode       = regexp.MustCompile(`^VR(0[1-9]|1[0-9]|2[0-5])$`)
	municipalityCode = regexp.MustCompile(`^GM[0-9]{4}$`)
	slugKey          = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	chainCode        = regexp.MustCompile(`^[A-Z0-9]{2,12}$`)
	ministryCode     = regexp.MustCompile(`^[a-z0-9_]{2,40}$`)
	uuidKey          = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	findingKey       = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[1-9][0-9]{0,2}$`)
	revisionKey      = regexp.MustCompile(`^[1-9][0-9]{0,9}$`)
)

// MakeID returns the id of a thing by its kind and key, for example Region:VR08.
func MakeID(kind Kind, key string) string { return string(kind) + ":" + key }

// ParseID takes an id apart; BAD_USER_INPUT, MALFORMED_ID when it is none.
func ParseID(id string) (Kind, string, error) {
	kind, key, _ := strings.Cut(id, ":")
	shape := Kind(kind).shape()
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
	if len(key) > maxKey || !kind.shape().MatchString(key) {
		return Invalid(ReasonMalformedCode, field, "%q is not the code of a %s, such as %s", clip(key), kind, kind.example())
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
