package registry

// Expected is what a mutation begins with.
type Expected struct {
	// ActorID made it, with the idempotency key; "" is none.
	ActorID, Key string
	// IDs are of regions, partners, collaborations and agreements that it reads, those of a collaboration with its partner and what stands
	// beside it; Pairs are of what it puts an edge between.
	IDs   []string
	Pairs []Pair
}

// joins says that the command puts an edge between two.
func (cmd *command) joins(pair Pair) {
	cmd.reads = append(cmd.reads, MakeID(KindRegion, pair.Region), MakeID(KindPartner, pair.Partner))
	cmd.pairs = append(cmd.pairs, pair)
}

// expects returns what the command begins with.
func (cmd command) expects(actorID string) Expected {
	expected := Expected{ActorID: actorID, Pairs: cmd.pairs}
	if cmd.key != nil {
		expected.Key = *cmd.key
	}
	for _, given := range cmd.reads {
		if kind, key, err := ParseID("", given); err == nil { // what is none is refused by the rules
			expected.IDs = append(expected.IDs, MakeID(kind, key))
		}
	}
	return expected
}

// KeysOf returns the keys of the expected things of a kind.
func (e Expected) KeysOf(kind Kind) (keys []string) {
	for _, id := range e.IDs {
		if of, key := splitID(id); of == kind {
			keys = append(keys, key)
		}
	}
	return keys
}
