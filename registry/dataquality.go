package registry

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
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

// qualityIssue is a thing that needs a look: an edge, or with none the partner of a node.
type qualityIssue struct {
	kind DataQualityKind
	of   Kind
	node int32
	edge keptEdge
}

// qualityLook is what is looked at: the network on a day, as far as it concerns a region.
type qualityLook struct {
	countedNetwork
	asOf Date
	day  dayNumber
	// region is the number of the region; nil is all.
	region *int32
	// of has, for each partner, what it has on the day.
	of []partnerEdges
}

// partnerEdges is what a partner has on a day.
type partnerEdges struct {
	collaborations int
	adopted, bound bool
	// here says whether it works in the region that is looked at, or with it.
	here bool
	// first and second are when the first two of its collaborations began.
	first, second dayNumber
}

// look counts what each partner has. NOT_FOUND for the region.
func (k *keptNetwork) look(query DataQualityQuery) (look qualityLook, err error) {
	look = qualityLook{
		countedNetwork: k.counted(CountFilter{Certainty: query.Certainty}), asOf: query.AsOf, day: dayNumberOf(&query.AsOf, noSince), of: make([]partnerEdges, len(k.nodes)),
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
	for _, edge := range look.current(EdgeCollaboration) {
		look.of[edge.target].collaborates(edge)
		look.of[edge.target].here = look.of[edge.target].here || look.concerns(edge)
	}
	for _, edge := range look.current(EdgeAdoption) {
		look.of[edge.target].adopted = true
	}
	for _, edge := range look.current(EdgeAgreement) {
		look.of[edge.target].bound = true
	}
	return look, nil
}

func (p *partnerEdges) collaborates(edge keptEdge) {
	p.collaborations++
	switch {
	case p.collaborations == 1 || edge.since < p.first:
		p.first, p.second = edge.since, p.first
	case p.collaborations == 2 || edge.since < p.second:
		p.second = edge.since
	}
}

// current returns the edges of a kind that hold on the day, of all regions.
func (l qualityLook) current(kind NetworkEdgeKind) (found []keptEdge) {
	for _, edge := range l.edgesOf(kind) {
		if edge.holds(l.day) && l.has(edge) {
			found = append(found, edge)
		}
	}
	return found
}

// concerns says whether an edge is of the region that is looked at.
func (l qualityLook) concerns(edge keptEdge) bool { return l.region == nil || *l.region == edge.source }

// issues returns what needs a look for one reason, in order.
func (l qualityLook) issues(kind DataQualityKind) (issues []qualityIssue) {
	edges := func(of Kind, among []keptEdge, needs func(keptEdge) bool) {
		for _, edge := range among {
			if l.concerns(edge) && needs(edge) {
				issues = append(issues, qualityIssue{kind: kind, of: of, edge: edge})
			}
		}
	}
	partners := func(needs func(*keptPartner, partnerEdges) bool) {
		for number, node := range l.nodes {
			if node.partner != nil && node.exists(l.day) && l.of[number].here && needs(node.partner, l.of[number]) {
				issues = append(issues, qualityIssue{kind: kind, of: KindPartner, node: int32(number)})
			}
		}
	}
	switch kind {
	case QualityNoSource:
		l.uncertain(edges, partners, func(certainty uint8) bool { return certainty == 0 })
	case QualityNotVerified:
		l.uncertain(edges, partners, func(certainty uint8) bool { return certainty > ordinal(AllCertainties(), Derived) })
	case QualityNotSuitable:
		edges(KindCollaboration, l.current(EdgeCollaboration), func(edge keptEdge) bool { return !l.suits(edge) })
	case QualityBelowAmbition:
		edges(KindCollaboration, l.current(EdgeCollaboration), l.belowAmbition)
	case QualityNotConfirmed:
		edges(KindAgreement, l.currentAgreements(), func(edge keptEdge) bool { return edge.onRecord })
	default:
		partners(l.partnerNeeds(kind))
	}
	return issues
}

// uncertain looks at the provenance of everything.
func (l qualityLook) uncertain(edges func(Kind, []keptEdge, func(keptEdge) bool), partners func(func(*keptPartner, partnerEdges) bool), needs func(certainty uint8) bool) {
	ofEdge := func(edge keptEdge) bool { return needs(edge.certainty) }
	edges(KindAdoption, l.current(EdgeAdoption), ofEdge)
	edges(KindAgreement, l.currentAgreements(), ofEdge)
	edges(KindCollaboration, l.current(EdgeCollaboration), ofEdge)
	partners(func(p *keptPartner, _ partnerEdges) bool { return needs(p.certainty) })
}

// partnerNeeds is the question by which a partner needs a look.
func (l qualityLook) partnerNeeds(kind DataQualityKind) func(*keptPartner, partnerEdges) bool {
	switch kind {
	case QualityOld:
		before := Date(l.asOf.Time().AddDate(-oldAfter, 0, 0).Format("2006-01-02"))
		return func(p *keptPartner, _ partnerEdges) bool { return p.updatedOn <= dayNumberOf(&before, noSince) }
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

// currentAgreements returns an edge of each agreement of the region, or of all, that is in force or on record on the day, in order of UUID.
func (l qualityLook) currentAgreements() []keptEdge {
	found, seen := []keptEdge{}, map[[16]byte]bool{}
	for _, edge := range l.current(EdgeAgreement) {
		if l.concerns(edge) && !seen[edge.thing] {
			seen[edge.thing] = true
			found = append(found, edge)
		}
	}
	slices.SortFunc(found, func(a, b keptEdge) int { return slices.Compare(a.thing[:], b.thing[:]) })
	return found
}

// suits says whether the profile of a collaboration suits its partner, as it is now (R2).
func (k *keptNetwork) suits(edge keptEdge) bool {
	return AllProfiles()[edge.profile-1].Suits(k.nodes[edge.target].partner.coreTasks, edge.incidental)
}

// belowAmbition says whether a collaboration is by a lesser profile than its partner wants to reach.
func (k *keptNetwork) belowAmbition(edge keptEdge) bool {
	return edge.profile < k.nodes[edge.target].partner.ambition
}

// key is the place of an issue in the list: no UUID orders where region and partner tell things apart, so that stores give one order.
func (l qualityLook) key(issue qualityIssue) Key {
	key := Key{Order: dataQualityOrder, Number: slices.Index(AllDataQualityKinds(), issue.kind)}
	switch issue.of {
	case KindPartner:
		key.Tie = l.nodes[issue.node].id
	case KindAgreement:
		key.Tie = MakeID(KindAgreement, issue.edge.uuid())
	default:
		key.Tie = string(issue.of) + " " + l.nodes[issue.edge.source].key() + " " + l.nodes[issue.edge.target].key()
	}
	return key
}

// tell writes an issue out.
func (l qualityLook) tell(issue qualityIssue) DataQualityIssue {
	told := DataQualityIssue{Kind: issue.kind, key: l.key(issue), Why: text(dutch("DataQualityKind", string(issue.kind)).Help)}
	if issue.of != KindPartner {
		told.SubjectID = MakeID(issue.of, issue.edge.uuid())
		if !issue.edge.vague {
			told.Since = issue.edge.since.date()
		}
		told.Why = cmp.Or(l.whyOfEdge(issue), told.Why)
		return told
	}
	node := l.nodes[issue.node]
	told.SubjectID = node.id
	switch issue.kind {
	case QualityOld:
		told.Since = node.partner.updatedOn.date()
	case QualitySharedNotAdopted:
		told.Since = l.of[issue.node].second.date()
	}
	return told
}

// whyOfEdge says more where the facts do; "" where they do not.
func (l qualityLook) whyOfEdge(issue qualityIssue) string {
	switch issue.kind {
	case QualityNotSuitable:
		return AllProfiles()[issue.edge.profile-1].why(l.nodes[issue.edge.target].partner.coreTasks, issue.edge.incidental)
	case QualityBelowAmbition:
		profile, ambition := AllProfiles()[issue.edge.profile-1], AllProfiles()[l.nodes[issue.edge.target].partner.ambition-1]
		return fmt.Sprintf("De partner wil naar %s, en het is %s.", strings.ToLower(ambition.Label()), strings.ToLower(profile.Label()))
	}
	return ""
}
