package observe

import (
	"fmt"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

const (
	// mostNames bounds how many names there ever are, longestName what is one.
	mostNames   = 100
	longestName = 64
	// oftenEnough is how often a name comes before it is one, watchedNames of how many others it is counted meanwhile.
	oftenEnough  = 3
	watchedNames = 1_000
	// Other stands for all other names, Anonymous for none.
	Other     = "other"
	Anonymous = "anonymous"
)

// Names keeps the names by which things are counted few, whatever clients make up: those that come often are told apart, the
// rest is Other.
type Names struct {
	mutex sync.Mutex
	known map[string]bool
	seen  *simplelru.LRU[string, int]
}

// NewNames knows no name yet.
func NewNames() *Names {
	seen, err := simplelru.NewLRU[string, int](watchedNames, nil)
	if err != nil {
		panic(fmt.Errorf("count names: %w", err)) // the size is a constant
	}
	return &Names{known: map[string]bool{}, seen: seen}
}

// Of returns the name by which something is counted.
func (n *Names) Of(given string) string {
	switch {
	case given == "":
		return Anonymous
	case len(given) > longestName:
		return Other
	}
	n.mutex.Lock()
	defer n.mutex.Unlock()
	if n.known[given] {
		return given
	}
	if len(n.known) == mostNames {
		return Other
	}
	times, _ := n.seen.Get(given)
	if times+1 < oftenEnough {
		n.seen.Add(given, times+1)
		return Other
	}
	n.seen.Remove(given)
	n.known[given] = true
	return given
}
