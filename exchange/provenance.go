package exchange

import "ketenkaart/registry"

// provenance reads source, certainty and note, whose columns may have a prefix; nil when all three are empty.
func (r row) provenance(prefix string) *registry.Provenance {
	if r.text(prefix+"source") == "" && r.text(prefix+"certainty") == "" && r.text(prefix+"note") == "" {
		return nil
	}
	return r.requiredProvenance(prefix)
}

// requiredProvenance reads source and certainty, which have to be there, and note.
func (r row) requiredProvenance(prefix string) *registry.Provenance {
	return &registry.Provenance{
		Source:    r.required(prefix + "source"),
		Certainty: oneOf(r, prefix+"certainty", registry.AllCertainties()),
		Note:      r.optional(prefix + "note"),
	}
}

// identifiers reads tooi, kvk and oin, each by its standard's form.
func (r row) identifiers() registry.Identifiers {
	ids := registry.Identifiers{TOOI: r.tooi(), KVK: r.optional("kvk"), OIN: r.optional("oin")}
	r.checkIdentifier("kvk", registry.Identifiers{KVK: ids.KVK})
	r.checkIdentifier("oin", registry.Identifiers{OIN: ids.OIN})
	return ids
}

// tooi reads an address of the TOOI standard.
func (r row) tooi() *registry.URL {
	address := r.url("tooi")
	r.checkIdentifier("tooi", registry.Identifiers{TOOI: address})
	return address
}

func (r row) checkIdentifier(column string, one registry.Identifiers) {
	if err := registry.CheckIdentifiers(one); err != nil {
		r.refuse(column, err)
	}
}
