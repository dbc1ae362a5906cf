package exchange

import (
	"context"
	"iter"
	"slices"

	"ketenkaart/registry"
)

// agreements are those that meet a filter, in order of title.
func (t tables) agreements(ctx context.Context, out rowWriter, asked Asked) error {
	pages, err := t.agreementPages(ctx, asked)
	if err != nil {
		return err
	}
	return write(out, asked, agreementTable(asked.AsOf), pages)
}

func (t tables) agreementPages(ctx context.Context, asked Asked) (iter.Seq2[[]registry.Agreement, error], error) {
	order := registry.AgreementOrder{Field: registry.ByTitle, Direction: registry.Ascending}
	query, err := registry.AgreementQueryOf("", argument[*registry.AgreementFilter](asked, "filter"), &order, registry.PageArgs{}, asked.AsOf)
	return t.registry.AgreementPages(ctx, query), err
}

func agreementTable(asOf registry.Date) []column[registry.Agreement] {
	type a = registry.Agreement
	return slices.Concat([]column[a]{
		{"id", func(a a) any { return a.ID() }},
		{"title", func(a a) any { return a.Title }},
		{"summary", func(a a) any { return known(a.Summary) }},
		{"status", func(a a) any { return string(a.Status(asOf)) }},
		{"in_force", func(a a) any { return a.InForce(asOf) }},
		{"led_by", func(a a) any { return known(a.LedBy) }},
		{"regions", func(a a) any { return texts(a.RegionCodes) }},
		{"partners", func(a a) any { return texts(a.PartnerKeys) }},
		{"chains", func(a a) any { return texts(a.ChainCodes) }},
		{"signed_on", func(a a) any { return known(a.SignedOn) }},
		{"since", func(a a) any { return known(a.Since) }},
		{"until", func(a a) any { return known(a.Until) }},
		{"end_reason", func(a a) any { return known(a.EndReason) }},
		{"commitments", func(a a) any { return len(a.Commitments) }},
		{"empty_dimensions", func(a a) any { return texts(a.EmptyDimensions()) }},
		{"waiting_for", func(a a) any { return texts(a.WaitingFor()) }},
		{"reviewed_on", func(a a) any { return known(a.ReviewedOn) }},
		{"supersedes", func(a a) any { return agreementID(a.Supersedes) }},
	},
		of(func(a a) *registry.Provenance { return a.Provenance }, provenanceColumns("")),
		[]column[a]{{"text_version", func(a a) any { return a.TextVersion }}},
		of(func(a a) registry.Stamp { return a.Stamp }, stampColumns()),
	)
}

func agreementID(uuid *string) any {
	if uuid == nil {
		return nil
	}
	return registry.MakeID(registry.KindAgreement, *uuid)
}

// agreed is a commitment with the agreement that it is of.
type agreed struct {
	registry.Commitment
	agreement registry.Agreement
}

// commitments are those of the agreements that meet a filter, in order of the title of the agreement.
func (t tables) commitments(ctx context.Context, out rowWriter, asked Asked) error {
	pages, err := t.agreementPages(ctx, asked)
	if err != nil {
		return err
	}
	return write(out, asked, commitmentTable(asked.AsOf), mapped(pages, commitmentsOf))
}

func commitmentsOf(agreements []registry.Agreement) (rows []agreed, _ error) {
	for _, agreement := range agreements {
		for _, commitment := range agreement.Commitments {
			rows = append(rows, agreed{commitment, agreement})
		}
	}
	return rows, nil
}

func commitmentTable(asOf registry.Date) []column[agreed] {
	return []column[agreed]{
		{"id", func(c agreed) any { return c.ID() }},
		{"agreement", func(c agreed) any { return c.agreement.ID() }},
		{"agreement_title", func(c agreed) any { return c.agreement.Title }},
		{"agreement_status", func(c agreed) any { return string(c.agreement.Status(asOf)) }},
		{"dimension", func(c agreed) any { return string(c.Dimension) }},
		{"subject", func(c agreed) any { return c.Subject }},
		{"text", func(c agreed) any { return c.Text }},
		{"by", func(c agreed) any { return texts(c.By) }},
		{"due", func(c agreed) any { return known(c.Due) }},
		{"done_on", func(c agreed) any { return known(c.DoneOn) }},
		{"finding", func(c agreed) any { return known(c.FindingKey) }},
		{"version", func(c agreed) any { return c.agreement.Version }},
	}
}
