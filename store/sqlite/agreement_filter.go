package sqlite

import (
	"database/sql"
	"slices"

	"ketenkaart/registry"
)

// addAgreement adds the fields of an AgreementFilter.
func (q *query) addAgreement(f *registry.AgreementFilter, asOf registry.Date) *query {
	if len(f.Tokens) > 0 {
		q.add("AgreementSearch", jsonArg("words", prefixes(f.Tokens)))
	}
	q.addAgreementParties(f)
	q.addAgreementDays(f, asOf)
	if f.Chains != nil {
		addList(q, "AgreementChains", "chains", f.Chains)
	}
	if f.Profiles != nil {
		q.add("AgreementProfiles", sql.Named("profiles", profileBits(f.Profiles)))
	}
	if f.EmptyDimensions != nil {
		q.add("AgreementEmptyDimensions", sql.Named("emptyDimensions", dimensionBits(f.EmptyDimensions)))
	}
	if f.Reviewed != nil {
		q.add("AgreementReviewed", sql.Named("reviewed", bit(*f.Reviewed)))
	}
	if f.Certainty != nil {
		addList(q, "AgreementCertainty", "certainty", f.Certainty)
	}
	if f.Without != nil {
		addList(q, "AgreementWithout", "without", f.Without)
	}
	return q
}

func (q *query) addAgreementParties(f *registry.AgreementFilter) {
	if f.Partners != nil {
		addList(q, "AgreementPartners", "partners", idsOf(registry.KindPartner, f.Partners))
	}
	if f.WaitingFor != nil {
		addList(q, "AgreementWaitingFor", "waitingFor", f.WaitingFor)
	}
	if f.Regions != nil {
		addList(q, "AgreementRegions", "regions", idsOf(registry.KindRegion, f.Regions))
	}
	if f.LedBy != nil {
		addList(q, "AgreementLedBy", "ledBy", f.LedBy)
	}
	if f.Sectors != nil {
		addList(q, "AgreementSectors", "sectors", f.Sectors)
	}
}

func (q *query) addAgreementDays(f *registry.AgreementFilter, asOf registry.Date) {
	if f.Status != nil || f.InForce != nil {
		q.args = append(q.args, dateArg("asOf", asOf))
	}
	if f.Status != nil {
		addList(q, "AgreementStatus", "status", f.Status)
	}
	if f.InForce != nil {
		q.add("AgreementInForce", sql.Named("inForce", bit(*f.InForce)))
	}
	if f.EndsBefore != nil {
		q.add("AgreementEndsBefore", dateArg("endsBefore", *f.EndsBefore))
	}
	if f.EvaluationDueBefore != nil {
		q.add("AgreementEvaluationDue", dateArg("evaluationDueBefore", *f.EvaluationDueBefore))
	}
}

func idsOf(kind registry.Kind, keys []string) []string {
	ids := make([]string, 0, len(keys))
	for _, key := range keys {
		ids = append(ids, registry.MakeID(kind, key))
	}
	return ids
}

// dimensionBits returns the set of dimensions, as the indexes that give the orders hold it.
func dimensionBits(dimensions []registry.Dimension) int64 {
	return bitsOf(registry.AllDimensions(), dimensions)
}

// profileBits returns the set of profiles, likewise.
func profileBits(profiles []registry.Profile) int64 { return bitsOf(registry.AllProfiles(), profiles) }

// bitsOf has a bit for each of all.
func bitsOf[T comparable](all, some []T) int64 {
	var bits int64
	for i, value := range all {
		if slices.Contains(some, value) {
			bits |= 1 << i
		}
	}
	return bits
}
