package exchange

import "ketenkaart/registry"

const (
	chainFile            = "chains.csv"
	chainColumns         = "code,name,kind,source,certainty,note"
	chainMinistryFile    = "chain_ministries.csv"
	chainMinistryColumns = "chain,ministry,since,until,source,certainty,note"
)

func (r *reader) chains() []registry.Chain {
	before, ministries := seen{}, r.chainMinistries()
	return each(r, chainFile, func(row row) registry.Chain {
		before.once(row, "code")
		code := row.key("code", registry.KindChain)
		return registry.Chain{
			Code:       code,
			Name:       row.required("name"),
			Kind:       oneOf(row, "kind", []registry.ChainKind{registry.Algemeen, registry.Functioneel}),
			Ministries: parts(r, chainMinistryFile, ministries[code]),
			Provenance: row.provenance(""),
		}
	})
}

// chainMinistries returns the ministries of each chain, in the order of the file.
func (r *reader) chainMinistries() map[string][]registry.ChainMinistry {
	before, owners, found := seen{}, r.keysOf(chainFile, "code"), map[string][]registry.ChainMinistry{}
	r.visit(chainMinistryFile, func(row row) {
		before.once(row, "chain", "ministry", "since")
		chain := row.owner("chain", registry.KindChain, owners, chainFile)
		found[chain] = append(found[chain], chainMinistry(row))
	})
	return found
}

func chainMinistry(row row) registry.ChainMinistry {
	responsible := registry.ChainMinistry{
		MinistryCode: row.reference("ministry", registry.KindMinistry),
		Since:        row.optionalDate("since"),
		Until:        row.optionalDate("until"),
		Provenance:   row.provenance(""),
	}
	row.periodInOrder(responsible.Since, responsible.Until)
	return responsible
}
