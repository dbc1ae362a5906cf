package registry

import (
	"context"
	"errors"
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
	// Key is the UUID of the review, a point and the place of the finding in it; a commitment refers to it.
	Key       string    `json:"id"`
	Dimension Dimension `json:"dimension"`
	// CriterionCode is one of the framework's.
	CriterionCode *string `json:"criterion,omitempty"`
	Text          string  `json:"text"`
}

// ID gives Finding:0190….1.
func (f Finding) ID() string { return MakeID(KindFinding, f.Key) }

// IsNode marks a Node.
func (Finding) IsNode() {}

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
		a, err := findVersion[Agreement](ctx, w, "agreementId", in.AgreementID, in.Version)
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
	review = PeerReview{
		UUID: newUUID(), AgreementUUID: a.UUID, RegionCodes: a.RegionCodes, PartnerKeys: a.PartnerKeys, On: in.On,
		Reviewers: in.Reviewers, FrameworkCode: in.FrameworkCode, Outcome: in.Outcome, Findings: in.findings(),
	}
	if err := review.check(w.today, w.guide); err != nil {
		return review, err
	}
	before, err := w.PeerReviews(ctx, PeerReviewSelect{Agreements: []string{a.UUID}})
	if err != nil {
		return review, fmt.Errorf("read the reviews of %s: %w", a.ID(), err)
	}
	if err := checkNumber("agreementId", len(before)+1, maxReviews); err != nil {
		return review, err
	}
	organisations := []string{}
	for _, reviewer := range review.Reviewers {
		if reviewer.OrganisationID != nil {
			organisations = append(organisations, *reviewer.OrganisationID)
		}
	}
	return review, w.checkOrganisations(ctx, "reviewers.organisation", organisations)
}

// check cleans the review and gives all that is wrong with it (R12); each finding gets an id by its place.
func (r *PeerReview) check(today Date, guide Guide) error {
	problems := []error{}
	if r.On > today {
		problems = append(problems, Invalid(ReasonOutside, "on", "%s is yet to come", r.On).rule("R12"))
	}
	framework, known := guide.Framework(r.FrameworkCode)
	if !known {
		problems = append(problems, Invalid(ReasonUnknownWord, "frameworkCode", "%q is no framework of the guide", clip(r.FrameworkCode)).
			with("frameworks", guide.frameworkCodes()).rule("R12"))
	}
	if known && r.Outcome != nil && !slices.Contains(framework.Outcomes, *r.Outcome) {
		problems = append(problems, Invalid(ReasonUnknownWord, "outcome", "%q is no outcome of %s", clip(*r.Outcome), framework.Code).
			with("outcomes", framework.Outcomes).rule("R12"))
	}
	problems = append(problems, r.checkReviewers())
	err := cleanItems("findings", &r.Findings, maxFindings, func(f *Finding) error { return f.check(framework, known) }, func(f Finding) [2]string {
		return [2]string{string(f.Dimension), text(f.CriterionCode) + " " + f.Text}
	})
	for place := range r.Findings {
		r.Findings[place].Key = r.UUID + "." + strconv.Itoa(place+1)
	}
	return errors.Join(append(problems, err)...)
}

// checkReviewers refuses a review by fewer than two disciplines (R12).
func (r *PeerReview) checkReviewers() error {
	disciplines := map[string]bool{}
	err := cleanItems("reviewers", &r.Reviewers, maxReviewers, func(reviewer *Reviewer) error {
		err := errors.Join(cleanName("reviewers.function", &reviewer.Function), cleanName("reviewers.discipline", &reviewer.Discipline))
		disciplines[SortName(reviewer.Discipline)] = true
		return err
	}, func(reviewer Reviewer) [3]string {
		return [3]string{reviewer.Function, reviewer.Discipline, text(reviewer.OrganisationID)}
	})
	if err == nil && len(disciplines) < 2 {
		return Invalid(ReasonDisciplines, "reviewers", "a review is by two or more disciplines, not %d", len(disciplines)).rule("R12")
	}
	return err
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

func (in RecordPeerReviewInput) findings() []Finding {
	findings := make([]Finding, len(in.Findings))
	for i, given := range in.Findings {
		findings[i] = Finding{Dimension: given.Dimension, CriterionCode: given.CriterionCode, Text: given.Text}
	}
	return findings
}

// check refuses a finding without a text, or by a criterion that the framework does not have.
func (f *Finding) check(framework Framework, known bool) error {
	err := cleanRequired("findings.text", &f.Text)
	if !known || f.CriterionCode == nil {
		return err
	}
	if _, there := framework.Criterion(*f.CriterionCode); !there {
		err = errors.Join(err, Invalid(ReasonUnknownWord, "findings.criterionCode", "%q is no criterion of %s", clip(*f.CriterionCode), framework.Code).rule("R12"))
	}
	return err
}

// putPeerReview writes the review, and on its agreement that there was one.
func (w *work) putPeerReview(ctx context.Context, a Agreement, review PeerReview) (PeerReview, error) {
	review.Stamp = w.stamp
	if err := w.writer.Put(ctx, BatchOf(review)); err != nil {
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
