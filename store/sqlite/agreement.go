package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"ketenkaart/registry"
)

// Agreements by one field of the select, in order of UUID.
func (r *reader) Agreements(ctx context.Context, of registry.AgreementSelect) ([]registry.Agreement, error) {
	q := r.library.query("Agreements")
	switch {
	case of.UUIDs != nil:
		addList(q, "AgreementsByUUID", "uuids", of.UUIDs)
	case of.Commitments != nil:
		addList(q, "AgreementsByCommitment", "commitments", of.Commitments)
	case of.Pairs != nil:
		q.add("AgreementsOfPairs", partiesArg(of.Pairs))
	default:
		addList(q, "AgreementsAmending", "amending", of.Amending)
	}
	found, err := fetch(ctx, r, q, agreementOf)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(found, func(a, b registry.Agreement) int { return cmp.Compare(a.UUID, b.UUID) })
	if of.WithoutPairs {
		return found, nil
	}
	return found, r.addPairs(ctx, found, of.OnlyPairs)
}

// partiesArg passes both ends of pairs by the ids that parties have.
func partiesArg(pairs []registry.Pair) any {
	parties := make([]registry.Pair, 0, len(pairs))
	for _, pair := range pairs {
		parties = append(parties, registry.Pair{
			Region:  registry.MakeID(registry.KindRegion, pair.Region),
			Partner: registry.MakeID(registry.KindPartner, pair.Partner),
		})
	}
	return pairsArg(parties)
}

func agreementOf(r *row) registry.Agreement {
	return registry.Agreement{
		UUID: r.text(0), Title: r.text(1), Summary: optional[string](r, 2), Stage: registry.AgreementStatus(r.text(3)),
		RegionCodes: listOf(r, 4, word[string]), PartnerKeys: listOf(r, 5, word[string]), LedBy: optional[string](r, 6),
		Signatories: thingsOf[registry.Signatory](r, 7), ChainCodes: listOf(r, 8, word[string]),
		SignedOn: optional[registry.PartialDate](r, 9), Since: optional[registry.Date](r, 10), Until: optional[registry.Date](r, 11),
		EndReason: optional[string](r, 12), Talks: thingsOf[registry.Talk](r, 13), Documents: thingsOf[registry.AgreementDocument](r, 14),
		Commitments: thingsOf[registry.Commitment](r, 15), NotApplicable: thingsOf[registry.NotApplicable](r, 16), Milestones: listOf(r, 17, milestone),
		ProposedOn: optional[registry.Date](r, 18), Approvals: thingsOf[registry.Approval](r, 19), Refusal: thingOf[registry.Refusal](r, 20),
		Supersedes: optional[string](r, 21), ReviewedOn: optional[registry.Date](r, 22), Provenance: objectOf(r, 23, provenance),
		TextVersion: r.number(24), Stamp: r.stamp(25),
	}
}

// ListAgreements returns one page for each query.
func (r *reader) ListAgreements(ctx context.Context, queries []registry.AgreementQuery) ([]registry.List[registry.Agreement], error) {
	lists := make([]registry.List[registry.Agreement], 0, len(queries))
	for _, asked := range queries {
		list, err := r.listAgreements(ctx, asOfParty(asked))
		if err != nil {
			return nil, err
		}
		lists = append(lists, list)
	}
	return lists, nil
}

// listAgreements finds the page first and reads it then, so that what is only read is read for the page alone.
func (r *reader) listAgreements(ctx context.Context, asked registry.AgreementQuery) (list registry.List[registry.Agreement], err error) {
	w := agreementWalk(asked)
	q := r.agreements("AgreementPage", asked)
	w.page(q, asked.Page)
	uuids, err := collect(ctx, r, q, func(row *row) string { return row.text(0) })
	if err != nil || len(uuids) == 0 {
		return list, err
	}
	page := registry.Trim(uuids, asked.Page)
	list.More = page.More
	list.Items, err = r.Agreements(ctx, registry.AgreementSelect{UUIDs: page.Items, WithoutPairs: true})
	slices.SortFunc(list.Items, func(a, b registry.Agreement) int {
		return cmp.Compare(slices.Index(page.Items, a.UUID), slices.Index(page.Items, b.UUID))
	})
	return list, err
}

// CountAgreements counts the whole list of each query.
func (r *reader) CountAgreements(ctx context.Context, queries []registry.AgreementQuery) ([]int, error) {
	return counts(ctx, r, queries, func(asked registry.AgreementQuery) *query { return r.agreements("CountAgreements", asOfParty(asked)) })
}

// asOfParty makes a filter by one region or one partner the party of the list, whose agreements have indexes of their own.
func asOfParty(asked registry.AgreementQuery) registry.AgreementQuery {
	switch f := &asked.Filter; {
	case asked.Party != "":
	case len(f.Partners) == 1:
		asked.Party, f.Partners = registry.MakeID(registry.KindPartner, f.Partners[0]), nil
	case len(f.Regions) == 1:
		asked.Party, f.Regions = registry.MakeID(registry.KindRegion, f.Regions[0]), nil
	}
	return asked
}

// agreements begins a statement about the agreements that a query describes.
func (r *reader) agreements(statement string, asked registry.AgreementQuery) *query {
	q := r.library.query(statement)
	if asked.Party != "" {
		q = r.library.query(statement+"OfParty", sql.Named("party", asked.Party))
	}
	return q.addAgreement(&asked.Filter, asked.AsOf)
}

// agreementWalk names the fragments of an order: each has an index of all agreements, and one of those of a party.
func agreementWalk(asked registry.AgreementQuery) walk {
	w := walk{things: "Agreements", by: "Version", numeric: true, down: asked.Order.Direction == registry.Descending}
	if asked.Party != "" {
		w.things = "AgreementsOfParty"
	}
	switch asked.Order.Field {
	case registry.ByTitle:
		w.by, w.numeric = "Title", false
	case registry.ByBeginning:
		w.by, w.numeric = "Since", false
	case registry.BySigning:
		w.by, w.numeric = "SignedUp", false
		if w.down {
			w.by = "SignedDown"
		}
	case registry.ByEnd:
		w.by, w.numeric = "Until", false
		if asked.Filter.EndsBefore != nil {
			w.to = &registry.Key{Text: string(*asked.Filter.EndsBefore)}
		}
	}
	return w
}
