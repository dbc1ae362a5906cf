package registry

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"
)

// dayNumber is a date as a number that is in the order of dates, such as 20190305.
type dayNumber int32

// The bounds of a period that is open.
const (
	noSince dayNumber = 0
	noUntil dayNumber = math.MaxInt32
)

func dayNumberOf(d *Date, otherwise dayNumber) dayNumber {
	if d == nil {
		return otherwise
	}
	number := dayNumber(0)
	for _, digit := range string(*d) {
		if digit != '-' {
			number = number*10 + dayNumber(digit-'0')
		}
	}
	return number
}

// date is the day of the number; nil for one that is open.
func (d dayNumber) date() *Date {
	if d == noSince || d == noUntil {
		return nil
	}
	date := Date(fmt.Sprintf("%04d-%02d-%02d", d/10_000, d/100%100, d%100))
	return &date
}

// keptEdge is an edge of any period in as few bytes as it takes, for there may be a million.
type keptEdge struct {
	// source and target are numbers of nodes.
	source, target int32
	since, until   dayNumber
	// thing is the UUID of what the edge is of; all zeros of what has none.
	thing [16]byte
	// kind, profile and certainty are places in AllNetworkEdgeKinds, AllProfiles and AllCertainties, counted from 1; 0 is none.
	kind, profile, certainty uint8
	// vague says that since is the first day that a partial date can mean.
	vague bool
	// onRecord says that an agreement binds by being on record; incidental that a collaboration is.
	onRecord, incidental bool
}

func (e *keptEdge) holds(day dayNumber) bool { return e.since <= day && day < e.until }

// compareEdges puts edges in the order in which answers have them.
func compareEdges(a, b keptEdge) int {
	return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.source, b.source), cmp.Compare(a.target, b.target),
		cmp.Compare(a.since, b.since), slices.Compare(a.thing[:], b.thing[:]))
}

// joins says whether the edge is of the kind of another, and between the same two nodes.
func (e keptEdge) joins(other keptEdge) bool {
	return e.kind == other.kind && e.source == other.source && e.target == other.target
}

func (e keptEdge) weight() float64 { return float64(max(e.profile, 1)) }

// uuid is that of the edge's thing.
func (e keptEdge) uuid() string {
	h := hex.EncodeToString(e.thing[:])
	return strings.Join([]string{h[:8], h[8:12], h[12:16], h[16:20], h[20:]}, "-")
}

// thingKind says of which kind the thing of an edge is.
func thingKind(kind NetworkEdgeKind) Kind {
	switch kind {
	case EdgeCollaboration:
		return KindCollaboration
	case EdgeAdoption, EdgeMandate:
		return KindAdoption
	case EdgeAgreement:
		return KindAgreement
	}
	return ""
}
