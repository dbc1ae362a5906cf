package registry

import (
	"context"
	"fmt"
	"slices"
	"strconv"
)

// PeerReview is an intercollegiale toets: colleagues of several disciplines look at a finished agreement (R12).
type PeerReview struct {
	// UUID is a UUIDv7, the key in its id.
	UUID          string `json:"-"`
	AgreementUUID string `json:"agreement"`
	// RegionCodes and PartnerKeys are the parties of the agreement when it was reviewed.
	RegionCodes   []string   `json:"regionCodes"`
	PartnerKeys   []string   `json:"partnerKeys"`
	On            Date       `json:"on"`
	Reviewers     []Reviewer `json:"reviewers"`
	FrameworkCode string     `json:"framework"`
	Findings      []Finding  `json:"findings"`
	// Outcome is one of the framework's; nil as long as there is none.
	Outcome *string `json:"outcome,omitempty"`
	Stamp
}

// Reviewer is a function of a discipline, never a named person.
type Reviewer struct {
	Function   string `json:"function"`
	Discipline string `json:"discipline"`
	// OrganisationID is that of a region or partner of the register; nil when it is of another.
	OrganisationID *string `json:"organisation,omitempty"`
}

// Finding is what a review found in one dimension.
type Finding struct {
	// ID is the UUID of the review, a point and the place of the finding in it; a commitment refers to it.
	ID        string    `json:"id"`
	Dimension Dimension `json:"dimension"`
	// CriterionCode is one of the framework's.
	CriterionCode *string `json:"criterion,omitempty"`
	Text          string  `json:"text"`
}

// ID gives PeerReview:0190….
func (r PeerReview) ID() string { return MakeID(KindPeerReview, r.UUID) }

// IsNode marks a Node.
func (PeerReview) IsNode() {}

const actionRecordPeerReview Action = "recordPeerReview"

// FindingInput is what a review found.
type FindingInput struct {
	Dimension     Dimension
	CriterionCode *string
	Text          string
}

// RecordPeerReviewInput is a review of an agreement.
type RecordPeerReviewInput struct {
	AgreementID string
	// Version is that of the agreement.
	Version        int
	On             Date
	FrameworkCode  string
	Reviewers      []Reviewer
	Findings       []FindingInput
	Outcome        *string
	IdempotencyKey *string
}

// PeerReviewPayload is the review, and what the mutation did.
type PeerReviewPayload struct {
	Review PeerReview
	Change Change
}

// RecordPeerReview takes up a review of a finished text (R12). BAD_USER_INPUT with DISCIPLINES_TOO_FEW, UNKNOWN_WORD or
// OUTSIDE_PERIOD; NOT_FOUND; CONFLICT with VERSION_MISMATCH or STEP_NOT_POSSIBLE.
func (r *Registry) RecordPeerReview(ctx context.Context, in RecordPeerReviewInput) (PeerReviewPayload, error) {
	cmd := command{action: actionRecordPeerReview, input: in, key: in.IdempotencyKey}
	review, change, err := mutate(ctx, r, cmd, func(ctx context.Context, w *work) (PeerReview, error) {
		a, err := findVersion[Agreement](ctx, w, in.AgreementID, in.Version)
		if err != nil {
			return PeerReview{}, err
		}
		if err := a.allows(cmd.action); err != nil {
			return PeerReview{}, err
		}
		review, err := w.reviewOf(ctx, a, in)
		if err != nil {
			return review, err
		}
		return w.putPeerReview(ctx, a, review)
	})
	return PeerReviewPayload{Review: review, Change: change}, err
}

// reviewOf checks what is given and makes a review of it (R12).
func (w *work) reviewOf(ctx context.Context, a Agreement, in RecordPeerReviewInput) (review PeerReview, err error) {
	if in.On > w.today {
		return review, Invalid(ReasonOutside, "on", "%s is yet to come", in.On).rule("R12")
	}
	framework, known := w.guide.Framework(in.FrameworkCode)
	if !known {
		return review, Invalid(ReasonUnknownWord, "frameworkCode", "%q is no framework of the guide", clip(in.FrameworkCode)).
			with("frameworks", w.guide.frameworkCodes()).rule("R12")
	}
	if in.Outcome != nil && !slices.Contains(framework.Outcomes, *in.Outcome) {
		return review, Invalid(ReasonUnknownWord, "outcome", "%q is no outcome of %s", clip(*in.Outcome), framework.Code).
			with("outcomes", framework.Outcomes).rule("R12")
	}
	review = PeerReview{
		UUID: newUUID(), AgreementUUID: a.UUID, RegionCodes: a.RegionCodes, PartnerKeys: a.PartnerKeys, On: in.On,
		FrameworkCode: framework.Code, Outcome: in.Outcome,
	}
	if review.Reviewers, err = w.checkReviewers(ctx, in.Reviewers); err != nil {
		return review, err
	}
	review.Findings, err = in.findings(review.UUID, framework)
	return review, err
}

// checkReviewers refuses a review by fewer than two disciplines (R12), and organisations that are not in the register.
func (w *work) checkReviewers(ctx context.Context, given []Reviewer) ([]Reviewer, error) {
	if err := checkLength("reviewers", given); err != nil {
		return nil, err
	}
	reviewers, disciplines, organisations := slices.Clone(given), map[string]bool{}, []string{}
	for i := range reviewers {
		var err error
		if reviewers[i].Function, err = cleanName("reviewers.function", reviewers[i].Function); err != nil {
			return nil, err
		}
		if reviewers[i].Discipline, err = cleanName("reviewers.discipline", reviewers[i].Discipline); err != nil {
			return nil, err
		}
		disciplines[SortName(reviewers[i].Discipline)] = true
		if id := reviewers[i].OrganisationID; id != nil {
			organisations = append(organisations, *id)
		}
	}
	if len(disciplines) < 2 {
		return nil, Invalid(ReasonDisciplines, "reviewers", "a review is by two or more disciplines, not %d", len(disciplines)).rule("R12")
	}
	return reviewers, w.checkOrganisations(ctx, "reviewers.organisation", organisations)
}

// checkOrganisations refuses ids that are no region or partner of the register.
func (w *work) checkOrganisations(ctx context.Context, field string, ids []string) error {
	if err := checkParties(field, ids); err != nil {
		return err
	}
	there, err := Nodes(ctx, w, ids)
	if err != nil {
		return fmt.Errorf("read %s: %w", field, err)
	}
	for _, id := range ids {
		if _, ok := there[id]; !ok {
			return NotFound(id).with("field", field)
		}
	}
	return nil
}

// findings trims what was found, and gives each an id by its place.
func (in RecordPeerReviewInput) findings(review string, framework Framework) ([]Finding, error) {
	if err := checkLength("findings", in.Findings); err != nil {
		return nil, err
	}
	findings := make([]Finding, 0, len(in.Findings))
	for place, given := range in.Findings {
		text, err := cleanRequired("findings.text", given.Text)
		if err != nil {
			return nil, err
		}
		if given.CriterionCode != nil {
			if _, known := framework.Criterion(*given.CriterionCode); !known {
				return nil, Invalid(ReasonUnknownWord, "findings.criterionCode", "%q is no criterion of %s", clip(*given.CriterionCode), framework.Code).rule("R12")
			}
		}
		findings = append(findings, Finding{
			ID: review + "." + strconv.Itoa(place+1), Dimension: given.Dimension, CriterionCode: given.CriterionCode, Text: text,
		})
	}
	return findings, nil
}

// putPeerReview writes the review, and on its agreement that there was one.
func (w *work) putPeerReview(ctx context.Context, a Agreement, review PeerReview) (PeerReview, error) {
	review.Stamp = w.stamp
	if err := w.writer.PutPeerReviews(ctx, []PeerReview{review}); err != nil {
		return review, fmt.Errorf("write %s: %w", review.ID(), err)
	}
	if err := w.record(nil, review); err != nil {
		return review, err
	}
	reviewed := a
	if a.ReviewedOn == nil || *a.ReviewedOn < review.On {
		reviewed.ReviewedOn = &review.On
	}
	_, err := w.putAgreement(ctx, &a, reviewed)
	return review, err
}
