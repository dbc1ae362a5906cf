package registry

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
)

// lists are what hardly changes and nearly every operation asks for, in the order in which a store gives it. What they give is shared, so
// it is left as it is.
type lists struct {
	regions        wholeList[Region]
	neighbours     wholeList[regionNeighbours]
	municipalities wholeList[Municipality]
	sectors        wholeList[Sector]
	chains         wholeList[Chain]
	ministries     wholeList[Ministry]
}

func newLists() *lists {
	return &lists{
		regions:        newWholeList[Region](),
		neighbours:     newWholeList[regionNeighbours](),
		municipalities: newWholeList[Municipality](),
		sectors:        newWholeList[Sector](),
		chains:         newWholeList[Chain](),
		ministries:     newWholeList[Ministry](),
	}
}

// listKinds are the kinds of things whose changes the lists tell of; a change of neighbours is one of regions.
func listKinds() []Kind {
	return []Kind{KindRegion, KindMunicipality, KindSector, KindChain, KindMinistry}
}

// regionNeighbours are the neighbours of one region.
type regionNeighbours struct {
	code   string
	beside []Neighbour
}

// wholeList is read as soon as any of it is asked.
type wholeList[T any] struct {
	kept atomic.Pointer[placed[T]]
	// reading is held while it is read, so that those who ask meanwhile do not read it too.
	reading chan struct{}
}

func newWholeList[T any]() wholeList[T] { return wholeList[T]{reading: make(chan struct{}, 1)} }

// placed is a list in its order, with the place of each code.
type placed[T any] struct {
	things []T
	place  map[string]int
}

func (l *wholeList[T]) whole(ctx context.Context, code func(T) string, read func() ([]T, error)) (*placed[T], error) {
	if kept := l.kept.Load(); kept != nil {
		return kept, nil
	}
	select {
	case l.reading <- struct{}{}:
		defer func() { <-l.reading }()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	if kept := l.kept.Load(); kept != nil {
		return kept, nil
	}
	things, err := read()
	if err != nil {
		return nil, err
	}
	kept := &placed[T]{things: things, place: make(map[string]int, len(things))}
	for i, thing := range things {
		kept.place[code(thing)] = i
	}
	l.kept.Store(kept)
	return kept, nil
}

// of returns the things with the codes in their order, each once; nil codes are all. It is false when one of them is not in the list.
func (p *placed[T]) of(codes []string) ([]T, bool) {
	if codes == nil {
		return slices.Clone(p.things), true
	}
	places := make([]int, 0, len(codes))
	for _, code := range codes {
		place, there := p.place[code]
		if !there {
			return nil, false
		}
		places = append(places, place)
	}
	slices.Sort(places)
	things := make([]T, 0, len(places))
	for _, place := range slices.Compact(places) {
		things = append(things, p.things[place])
	}
	return things, true
}

// keptLists keeps the lists of the register at one revision.
type keptLists struct {
	revisions *revisions
	byRevision[lists]
}

func newKeptLists(revisions *revisions) *keptLists {
	return &keptLists{revisions: revisions, byRevision: newByRevision[lists]()}
}

// mostChangesSince bounds the changes among which one of the lists is looked for; after more they are read anew.
const mostChangesSince = 1_000

// now returns the lists at the revision that the register has after it was asked, or a later one. Most changes are of other things, so that
// they stay what they are.
func (k *keptLists) now(ctx context.Context, reader Reader) (*lists, error) {
	_, of := k.current()
	revision, err := k.revisions.now(ctx)
	if err != nil {
		return nil, err
	}
	if revision < of {
		k.forget(of) // the store was put in the place of another
	}
	return k.byRevision.at(ctx, revision, func(old *lists, of int) (*lists, error) {
		if old == nil || revision-of > mostChangesSince {
			return newLists(), nil
		}
		query := ChangeQuery{Filter: ChangeFilter{Kinds: listKinds()}, After: of, Page: Page{Limit: 1}}
		changes, err := only(reader.ListChanges(ctx, []ChangeQuery{query}))
		if err != nil {
			return nil, fmt.Errorf("read whether lists changed: %w", err)
		}
		if len(changes.Items) > 0 {
			return newLists(), nil
		}
		return old, nil
	})
}

// look is one operation's look at the lists: at the revision that the register had after the operation began.
type look struct {
	lists *keptLists
	// mutex is held while the register is asked for its revision.
	mutex sync.Mutex
	found atomic.Pointer[lists]
	// failed is why a list could not be read: a store that fails is not asked again by each who needs one.
	failed error
}

// at returns the lists, for the whole operation the same.
func (l *look) at(ctx context.Context, reader Reader) (*lists, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.failed != nil {
		return nil, l.failed
	}
	if found := l.found.Load(); found != nil {
		return found, nil
	}
	found, err := l.lists.now(ctx, reader)
	if err == nil {
		l.found.Store(found)
	}
	return found, l.keep(ctx, err)
}

// fail keeps why a list could not be read.
func (l *look) fail(ctx context.Context, err error) error {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.keep(ctx, err)
}

// keep keeps it under the mutex, unless the caller stopped waiting: others of the operation may have more time.
func (l *look) keep(ctx context.Context, err error) error {
	if ctx.Err() == nil {
		l.failed = err
	}
	return err
}

// seen returns a thing of a list that the operation looked at already; false when there is none, or when it has not.
func seen[T any](ctx context.Context, which func(*lists) *wholeList[T], code string) (thing T, there bool) {
	look, there := ctx.Value(lookKey{}).(*look)
	if !there {
		return thing, false
	}
	found := look.found.Load()
	if found == nil {
		return thing, false
	}
	whole := which(found).kept.Load()
	if whole == nil {
		return thing, false
	}
	place, there := whole.place[code]
	if there {
		thing = whole.things[place]
	}
	return thing, there
}

// RegionAtHand returns a region, masked, without a read; false when it has to be read.
func (r *Registry) RegionAtHand(ctx context.Context, code string) (Region, bool) {
	region, there := seen(ctx, ofRegions, code)
	r.guard.over(ctx, nil).region(&region)
	return region, there
}

// SectorAtHand returns a sector without a read; false when it has to be read.
func (r *Registry) SectorAtHand(ctx context.Context, code string) (Sector, bool) {
	return seen(ctx, ofSectors, code)
}

// ChainAtHand returns a chain without a read; false when it has to be read.
func (r *Registry) ChainAtHand(ctx context.Context, code string) (Chain, bool) {
	return seen(ctx, ofChains, code)
}

// MinistryAtHand returns a ministry without a read; false when it has to be read.
func (r *Registry) MinistryAtHand(ctx context.Context, code string) (Ministry, bool) {
	return seen(ctx, ofMinistries, code)
}

type lookKey struct{}

// WithLists has what reads for clients by the context take regions, neighbours, municipalities, sectors, chains and ministries from what is
// kept of the register, by one look at its revision, which comes when the first of them is asked. It is for one operation that changes
// nothing.
func (r *Registry) WithLists(ctx context.Context) context.Context {
	return context.WithValue(ctx, lookKey{}, &look{lists: r.guard.lists})
}

// HasLists says whether what reads by the context may take things from the lists.
func HasLists(ctx context.Context) bool {
	_, there := ctx.Value(lookKey{}).(*look)
	return there
}

// overLists returns the reader, or one that takes from the lists what the operation may.
func overLists(ctx context.Context, reader Reader) Reader {
	if look, there := ctx.Value(lookKey{}).(*look); there {
		return listReader{reader, look}
	}
	return reader
}

// listReader gives what is in the lists; what is not, and may be new, it reads.
type listReader struct {
	Reader
	look *look
}

// pick returns things of a list by their codes.
func pick[T any](ctx context.Context, r listReader, which func(*lists) *wholeList[T], codes []string, code func(T) string, read func(context.Context, []string) ([]T, error)) ([]T, error) {
	lists, err := r.look.at(ctx, r.Reader)
	if err != nil {
		return nil, err
	}
	whole, err := which(lists).whole(ctx, code, func() ([]T, error) { return read(ctx, nil) })
	if err != nil {
		return nil, r.look.fail(ctx, err)
	}
	if things, all := whole.of(codes); all {
		return things, nil
	}
	return read(ctx, codes)
}

func regionCodeOf(region Region) string          { return region.Code }
func ofRegions(l *lists) *wholeList[Region]      { return &l.regions }
func ofSectors(l *lists) *wholeList[Sector]      { return &l.sectors }
func ofChains(l *lists) *wholeList[Chain]        { return &l.chains }
func ofMinistries(l *lists) *wholeList[Ministry] { return &l.ministries }

func (r listReader) Regions(ctx context.Context, codes []string) ([]Region, error) {
	return pick(ctx, r, ofRegions, codes, regionCodeOf, r.Reader.Regions)
}

func (r listReader) Sectors(ctx context.Context, codes []string) ([]Sector, error) {
	return pick(ctx, r, ofSectors, codes, func(s Sector) string { return s.Code }, r.Reader.Sectors)
}

func (r listReader) Chains(ctx context.Context, codes []string) ([]Chain, error) {
	return pick(ctx, r, ofChains, codes, func(c Chain) string { return c.Code }, r.Reader.Chains)
}

func (r listReader) Ministries(ctx context.Context, codes []string) ([]Ministry, error) {
	return pick(ctx, r, ofMinistries, codes, func(m Ministry) string { return m.Code }, r.Reader.Ministries)
}

func (r listReader) Neighbours(ctx context.Context, codes []string) (map[string][]Neighbour, error) {
	of := func(l *lists) *wholeList[regionNeighbours] { return &l.neighbours }
	found, err := pick(ctx, r, of, codes, func(n regionNeighbours) string { return n.code }, r.readNeighbours)
	beside := make(map[string][]Neighbour, len(found))
	for _, region := range found {
		if len(region.beside) > 0 {
			beside[region.code] = region.beside
		}
	}
	return beside, err
}

// readNeighbours reads those of each region; nil codes are all regions.
func (r listReader) readNeighbours(ctx context.Context, codes []string) ([]regionNeighbours, error) {
	if codes == nil {
		regions, err := r.Regions(ctx, nil)
		if err != nil {
			return nil, err
		}
		codes = []string{}
		for _, region := range regions {
			codes = append(codes, region.Code)
		}
	}
	beside, err := r.Reader.Neighbours(ctx, codes)
	found := make([]regionNeighbours, 0, len(codes))
	for _, code := range codes {
		found = append(found, regionNeighbours{code, beside[code]})
	}
	return found, err
}

func (r listReader) Municipalities(ctx context.Context, of MunicipalitySelect) ([]Municipality, error) {
	lists, err := r.look.at(ctx, r.Reader)
	if err != nil {
		return nil, err
	}
	whole, err := lists.municipalities.whole(ctx, func(m Municipality) string { return m.Code }, func() ([]Municipality, error) { return r.allMunicipalities(ctx) })
	if err != nil {
		return nil, r.look.fail(ctx, err)
	}
	found := whole.things
	if of.Regions == nil {
		var all bool
		if found, all = whole.of(append([]string{}, of.Codes...)); !all {
			return r.Reader.Municipalities(ctx, of)
		}
	}
	meant := []Municipality{}
	for _, m := range found {
		if (of.Regions == nil || slices.Contains(of.Regions, m.RegionCode)) && (of.AsOf == nil || m.Exists(*of.AsOf)) {
			meant = append(meant, m)
		}
	}
	return meant, nil
}

// allMunicipalities reads those of all regions.
func (r listReader) allMunicipalities(ctx context.Context) ([]Municipality, error) {
	regions, err := r.Regions(ctx, nil)
	if err != nil {
		return nil, err
	}
	codes := []string{}
	for _, region := range regions {
		codes = append(codes, region.Code)
	}
	return r.Reader.Municipalities(ctx, MunicipalitySelect{Regions: codes})
}
