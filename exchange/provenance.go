package exchange

import "ketenkaart/registry"

// provenance reads source, certainty and note, whose columns may have a prefix; nil when all three are empty.
func (r row) provenance(prefix string) *registry.Provenance {
	source, certainty, note := prefix+"source", prefix+"certainty", prefix+"note"
	if r.text(source) == "" && r.text(certainty) == "" && r.text(note) == "" {
		return nil
	}
	return &registry.Provenance{
		Source:    r.required(source),
		Certainty: oneOf(r, certainty, registry.AllCertainties()),
		Note:      r.optional(note),
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
