package registry

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// DataQualityKind is why something needs a look.
type DataQualityKind string

// The kinds.
const (
	QualityNoSource          DataQualityKind = "NO_SOURCE"
	QualityNotVerified       DataQualityKind = "NOT_VERIFIED"
	QualityOld               DataQualityKind = "OLD"
	QualityAreaUnknown       DataQualityKind = "AREA_UNKNOWN"
	QualityNoCoreTask        DataQualityKind = "NO_CORE_TASK"
	QualityNoChain           DataQualityKind = "NO_CHAIN"
	QualityNoContact         DataQualityKind = "NO_CONTACT"
	QualityAlone             DataQualityKind = "ALONE"
	QualityNotSuitable       DataQualityKind = "PROFILE_NOT_SUITABLE"
	QualityBelowAmbition     DataQualityKind = "BELOW_AMBITION"
	QualitySharedNotAdopted  DataQualityKind = "SHARED_NOT_ADOPTED"
	QualityNotConfirmed      DataQualityKind = "RECORDED_NOT_CONFIRMED"
	QualityIdentifierMissing DataQualityKind = "IDENTIFIER_MISSING"
)

// AllDataQualityKinds lists them in the order in which answers have them.
func AllDataQualityKinds() []DataQualityKind {
	return []DataQualityKind{
		QualityNoSource, QualityNotVerified, QualityOld, QualityAreaUnknown, QualityNoCoreTask, QualityNoChain, QualityNoContact, QualityAlone,
		QualityNotSuitable, QualityBelowAmbition, QualitySharedNotAdopted, QualityNotConfirmed, QualityIdentifierMissing,
	}
}

// oldAfter is how many years facts about a partner stay fresh.
const oldAfter = 3

// DataQualityQuery asks what needs a look on a day.
type DataQualityQuery struct {
	// Kinds are those that are looked for; nil is all that the viewer may know of.
	Kinds []DataQualityKind
	// RegionCode narrows it to what concerns a region: its collaborations, adoptions and agreements, and the partners that work there
	// or with it; nil is everything.
	RegionCode *string
	// Certainty narrows the collaborations, adoptions and agreements that are looked at; nil is all.
	Certainty []Certainty
	Args      PageArgs
	AsOf      Date
}

// DataQualityIssue is one thing that needs a look for one reason.
type DataQualityIssue struct {
	Kind DataQualityKind
	// SubjectID is of a partner, collaboration, adoption or agreement.
	SubjectID string
	// Why says it in a sentence, in Dutch.
	Why string
	// Since is the day from which it is so; nil is not known, or always.
	Since *Date

	key Key
}

// DataQualityConnection is a page of what needs a look.
type DataQualityConnection struct {
	Paged[DataQualityIssue]
	TotalCount int
}

// DataQualityEdge is one item of the page.
type DataQualityEdge = Edge[DataQualityIssue]

const dataQualityOrder = "DATA_QUALITY.ASC"

// DataQuality returns a page of what needs a look, in order of kind, then of the type of thing, then of region and partner. BAD_USER_INPUT;
// NOT_FOUND for the region; UNAUTHENTICATED when it asks for contact points and may not see them (R18).
func (r *Registry) DataQuality(ctx context.Context, query DataQualityQuery) (found DataQualityConnection, err error) {
	page, err := query.check(ctx)
	if err != nil {
		return found, err
	}
	kept, err := r.keptAt(ctx)
	if err != nil {
		return found, err
	}
	look, err := kept.look(query)
	if err != nil {
		return found, err
	}
	var issues []qualityIssue
	for _, kind := range AllDataQualityKinds() {
		if slices.Contains(query.Kinds, kind) {
			issues = append(issues, look.issues(kind)...)
		}
	}
	list := pageOf(issues, page, look.key)
	told := List[DataQualityIssue]{More: list.More}
	for _, issue := range list.Items {
		told.Items = append(told.Items, look.tell(issue))
	}
	return DataQualityConnection{Paged: connect(told, page, func(i DataQualityIssue) Key { return i.key }), TotalCount: len(issues)}, nil
}

// check refuses what cannot be meant, and sets the kinds when none are given.
func (q *DataQualityQuery) check(ctx context.Context) (Page, error) {
	if err := cmp.Or(checkList("kinds", q.Kinds), checkList("certainty", q.Certainty)); err != nil {
		return Page{}, err
	}
	if q.RegionCode != nil {
		if err := CheckKey("regionCode", KindRegion, *q.RegionCode); err != nil {
			return Page{}, err
		}
	}
	if slices.Contains(q.Kinds, QualityNoContact) && !MaySeeContacts(ctx) {
		return Page{}, (&Error{Code: CodeUnauthenticated, Reason: ReasonSignIn, Message: "sign in to see who has no contact points"}).At("kinds").rule("R18")
	}
	if q.Kinds == nil {
		q.Kinds = slices.DeleteFunc(AllDataQualityKinds(), func(kind DataQualityKind) bool { return kind == QualityNoContact && !MaySeeContacts(ctx) })
	}
	return q.Args.page(dataQualityOrder)
}

// qualityIssue is a thing that needs a look: an edge, or without one the partner of a node.
type qualityIssue struct {
	// kind is the place of its kind.
	kind uint8
	node int32
	edge *keptEdge
}

// qualityLook is what is looked at: the network on a day, as far as it concerns a region.
type qualityLook struct {
	countedNetwork
	suits *suitability
	asOf  Date
	day   dayNumber
	// region is the number of the region; nil is all.
	region *int32
	// of has, for each partner, what it has on the day.
	of []partnerEdges
}

// partnerEdges is what a partner has on a day.
type partnerEdges struct {
	collaborations int32
	// first and second are when the first two of its collaborations began.
	first, second  dayNumber
	adopted, bound bool
	// here says whether it works in the region that is looked at, or with it.
	here bool
}

// look counts what each partner has. NOT_FOUND for the region.
func (k *keptNetwork) look(query DataQualityQuery) (look qualityLook, err error) {
	look = qualityLook{
		countedNetwork: k.counted(CountFilter{Certainty: query.Certainty}), suits: new(newSuitability()),
		asOf: query.AsOf, day: dayNumberOf(&query.AsOf, noSince), of: make([]partnerEdges, len(k.nodes)),
	}
	if query.RegionCode != nil {
		id := MakeID(KindRegion, *query.RegionCode)
		number, there := k.numbers[id]
		if !there {
			return look, NotFound(id).At("regionCode")
		}
		look.region = &number
	}
	for number, node := range k.nodes {
		look.of[number].here = query.RegionCode == nil || node.partner != nil && node.partner.worksIn(*query.RegionCode)
	}
	look.each(EdgeCollaboration, func(edge *keptEdge) {
		look.of[edge.target].collaborates(edge)
		look.of[edge.target].here = look.of[edge.target].here || look.concerns(edge)
	})
	look.each(EdgeAdoption, func(edge *keptEdge) { look.of[edge.target].adopted = true })
	look.each(EdgeAgreement, func(edge *keptEdge) { look.of[edge.target].bound = true })
	return look, nil
}

func (p *partnerEdges) collaborates(edge *keptEdge) {
	p.collaborations++
	switch {
	case p.collaborations == 1 || edge.since < p.first:
		p.first, p.second = edge.since, p.first
	case p.collaborations == 2 || edge.since < p.second:
		p.second = edge.since
	}
}

// each calls use with the edges of a kind that hold on the day, of all regions.
func (l qualityLook) each(kind NetworkEdgeKind, use func(*keptEdge)) {
	all := l.edgesOf(kind)
	for i := range all {
		if edge := &all[i]; edge.holds(l.day) && l.has(edge) {
			use(edge)
		}
	}
}

// concerns says whether an edge is of the region that is looked at.
func (l qualityLook) concerns(edge *keptEdge) bool {
	return l.region == nil || *l.region == edge.source
}

// issues returns what needs a look for one reason, in order.
func (l qualityLook) issues(kind DataQualityKind) []qualityIssue {
	found := issuesOf{look: l, kind: ordinal(AllDataQualityKinds(), kind)}
	switch kind {
	case QualityNoSource:
		found.uncertain(func(certainty uint8) bool { return certainty == 0 })
	case QualityNotVerified:
		sure := ordinal(AllCertainties(), Derived)
		found.uncertain(func(certainty uint8) bool { return certainty > sure })
	case QualityNotSuitable:
		found.edges(EdgeCollaboration, func(edge *keptEdge) bool { return !l.suits.of(l.keptNetwork, *edge) })
	case QualityBelowAmbition:
		found.edges(EdgeCollaboration, func(edge *keptEdge) bool { return l.belowAmbition(*edge) })
	case QualityNotConfirmed:
		found.agreements(func(edge *keptEdge) bool { return edge.onRecord })
	default:
		found.partners(l.partnerNeeds(kind))
	}
	return found.list
}

// issuesOf gathers what needs a look for one reason.
type issuesOf struct {
	look qualityLook
	kind uint8
	list []qualityIssue
}

func (f *issuesOf) edges(kind NetworkEdgeKind, needs func(*keptEdge) bool) {
	f.look.each(kind, func(edge *keptEdge) {
		if f.look.concerns(edge) && needs(edge) {
			f.list = append(f.list, qualityIssue{kind: f.kind, edge: edge})
		}
	})
}

// agreements has each agreement once, in order of UUID.
func (f *issuesOf) agreements(needs func(*keptEdge) bool) {
	first, seen := len(f.list), map[[16]byte]bool{}
	f.edges(EdgeAgreement, func(edge *keptEdge) bool {
		again := seen[edge.thing]
		seen[edge.thing] = true
		return !again && needs(edge)
	})
	slices.SortFunc(f.list[first:], func(a, b qualityIssue) int { return slices.Compare(a.edge.thing[:], b.edge.thing[:]) })
}

func (f *issuesOf) partners(needs func(*keptPartner, partnerEdges) bool) {
	for number, node := range f.look.nodes {
		if has := f.look.of[number]; node.partner != nil && has.here && node.exists(f.look.day) && needs(node.partner, has) {
			f.list = append(f.list, qualityIssue{kind: f.kind, node: int32(number)})
		}
	}
}

// uncertain looks at the provenance of everything.
func (f *issuesOf) uncertain(needs func(certainty uint8) bool) {
	ofEdge := func(edge *keptEdge) bool { return needs(edge.certainty) }
	f.edges(EdgeAdoption, ofEdge)
	f.agreements(ofEdge)
	f.edges(EdgeCollaboration, ofEdge)
	f.partners(func(p *keptPartner, _ partnerEdges) bool { return needs(p.certainty) })
}

// partnerNeeds is the question by which a partner needs a look.
func (l qualityLook) partnerNeeds(kind DataQualityKind) func(*keptPartner, partnerEdges) bool {
	switch kind {
	case QualityOld:
		old := Date(l.asOf.Time().AddDate(-oldAfter, 0, 0).Format(time.DateOnly))
		last := dayNumberOf(&old, noSince)
		return func(p *keptPartner, _ partnerEdges) bool { return p.updatedOn <= last }
	case QualityAreaUnknown:
		return func(p *keptPartner, _ partnerEdges) bool { return p.areaUnknown() }
	case QualityNoCoreTask:
		return func(p *keptPartner, _ partnerEdges) bool { return len(p.coreTasks) == 0 }
	case QualityNoChain:
		return func(p *keptPartner, _ partnerEdges) bool { return len(p.chains) == 0 }
	case QualityNoContact:
		return func(p *keptPartner, _ partnerEdges) bool { return !p.reachable }
	case QualityAlone:
		return func(_ *keptPartner, has partnerEdges) bool {
			return has.collaborations == 0 && !has.adopted && !has.bound
		}
	case QualitySharedNotAdopted:
		return func(_ *keptPartner, has partnerEdges) bool { return has.collaborations > 1 && !has.adopted }
	default:
		return func(p *keptPartner, _ partnerEdges) bool { return !p.identified }
	}
}

// suitability has whether a profile suits a set of kerntaken and what is incidental or not (R2), each by its place: worked out
// once for a million edges.
type suitability [6][8][2]bool

func newSuitability() (s suitability) {
	for profile := range AllProfiles() {
		for tasks := range s[profile+1] {
			of := tasksIn(uint8(tasks))
			s[profile+1][tasks] = [2]bool{AllProfiles()[profile].Suits(of, false), AllProfiles()[profile].Suits(of, true)}
		}
	}
	return s
}

// tasksIn returns the kerntaken of a set of their places.
func tasksIn(set uint8) (tasks []CoreTask) {
	for place, task := range AllCoreTasks() {
		if set&(1<<place) != 0 {
			tasks = append(tasks, task)
		}
	}
	return tasks
}

// of says whether the profile of a collaboration suits its partner, as it is now.
func (s *suitability) of(k *keptNetwork, edge keptEdge) bool {
	var set uint8
	for _, task := range k.nodes[edge.target].partner.coreTasks {
		set |= 1 << (ordinal(AllCoreTasks(), task) - 1)
	}
	of := s[edge.profile][set]
	return edge.incidental && of[1] || !edge.incidental && of[0]
}

// belowAmbition says whether a collaboration is by a lesser profile than its partner wants to reach.
func (k *keptNetwork) belowAmbition(edge keptEdge) bool {
	return edge.profile < k.nodes[edge.target].partner.ambition
}

// thingOf says what an issue is of.
func (i qualityIssue) thingOf() Kind {
	if i.edge == nil {
		return KindPartner
	}
	return thingKind(AllNetworkEdgeKinds()[i.edge.kind-1])
}

// key is the place of an issue in the list: no UUID orders where region and partner tell things apart, so that stores give one order.
func (l qualityLook) key(issue qualityIssue) Key {
	key := Key{Order: dataQualityOrder, Number: int(issue.kind)}
	switch of := issue.thingOf(); of {
	case KindPartner:
		key.Tie = l.nodes[issue.node].id
	case KindAgreement:
		key.Tie = MakeID(of, issue.edge.uuid())
	default:
		key.Tie = string(of) + " " + l.nodes[issue.edge.source].key() + " " + l.nodes[issue.edge.target].key()
	}
	return key
}

// tell writes an issue out.
func (l qualityLook) tell(issue qualityIssue) DataQualityIssue {
	kind := AllDataQualityKinds()[issue.kind-1]
	told := DataQualityIssue{Kind: kind, key: l.key(issue), Why: text(dutch("DataQualityKind", string(kind)).Help)}
	if edge := issue.edge; edge != nil {
		told.SubjectID, told.Why = MakeID(issue.thingOf(), edge.uuid()), cmp.Or(l.whyOfEdge(kind, edge), told.Why)
		if !edge.vague {
			told.Since = edge.since.date()
		}
		return told
	}
	node := l.nodes[issue.node]
	told.SubjectID = node.id
	switch kind {
	case QualityOld:
		told.Since = node.partner.updatedOn.date()
	case QualitySharedNotAdopted:
		told.Since = l.of[issue.node].second.date()
	}
	return told
}

// whyOfEdge says more where the facts do; "" where they do not.
func (l qualityLook) whyOfEdge(kind DataQualityKind, edge *keptEdge) string {
	profile, partner := AllProfiles()[max(edge.profile, 1)-1], l.nodes[edge.target].partner
	switch kind {
	case QualityNotSuitable:
		return profile.why(partner.coreTasks, edge.incidental)
	case QualityBelowAmbition:
		return fmt.Sprintf("De partner wil naar %s, en het is %s.", strings.ToLower(AllProfiles()[partner.ambition-1].Label()), strings.ToLower(profile.Label()))
	}
	return ""
}
