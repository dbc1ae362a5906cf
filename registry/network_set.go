package registry

import (
	"math"
	"math/bits"
	"slices"
	"strconv"
)

// regionSet is a set of regions: that with code VR08 is bit 8.
type regionSet uint32

// allRegions is all that there can be.
const allRegions regionSet = math.MaxUint32

// regionSetOf is the set of one region, by its code.
func regionSetOf(code string) regionSet {
	number, err := strconv.Atoi(code[len("VR"):])
	if err != nil {
		return 0 // no region has such a code
	}
	return 1 << number
}

func (s regionSet) len() int { return bits.OnesCount32(uint32(s)) }

// taskSet is a set of kerntaken, by their places in AllCoreTasks.
type taskSet uint8

func taskSetOf(tasks []CoreTask) (set taskSet) {
	for place, task := range AllCoreTasks() {
		if slices.Contains(tasks, task) {
			set |= 1 << place
		}
	}
	return set
}

func (s taskSet) len() int { return bits.OnesCount8(uint8(s)) }
