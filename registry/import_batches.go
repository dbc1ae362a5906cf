package registry

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
)

// filling is an import of more rows than one transaction takes. It goes into a register that holds nothing, or the part of the same
// import that was written before it was cut off.
type filling struct {
	*Registry
	in ImportInput
	// of tells the import from others.
	of string
	// revision is that of the register, as far as the filling knows.
	revision int
}

// fillingOf says how an import goes in batches; nil is in one transaction. CONFLICT with REGISTER_NOT_EMPTY when the register holds
// part of another; TOO_LONG when it is in use.
func (r *Registry) fillingOf(ctx context.Context, in ImportInput) (*filling, error) {
	if err := in.Missing.check(in.Data); err != nil {
		return nil, err
	}
	state, err := r.State(ctx)
	if err != nil {
		return nil, fmt.Errorf("look what the register holds: %w", err)
	}
	rows, mark := in.Data.rows(), state.Incomplete
	if mark == nil && rows <= r.maxImport {
		return nil, nil
	}
	if mark == nil && state.Revision > 0 {
		return nil, tooManyRows(rows, r.maxImport)
	}
	of, err := in.Data.digest()
	if err != nil {
		return nil, err
	}
	if mark != nil && (mark.By != FilledByImport || mark.Of != of) {
		return nil, Conflict(ReasonNotEmpty, "the store holds part of another register (%s), of which an import or a copy was cut off: go on with that one, or take an empty store", mark.Of)
	}
	return &filling{Registry: r, in: in, of: of}, nil
}

// digest tells a dataset from others.
func (d Dataset) digest() (string, error) {
	sum := sha256.New()
	lists := json.NewEncoder(sum)
	for _, list := range []any{d.Ministries, d.Sectors, d.Chains, d.Regions, d.Neighbours, d.Municipalities, d.Partners, d.Collaborations, d.Adoptions, d.Agreements} {
		if err := lists.Encode(list); err != nil {
			return "", fmt.Errorf("tell the dataset from others: %w", err)
		}
	}
	return fmt.Sprintf("%d rows with the sum %s", d.rows(), hex.EncodeToString(sum.Sum(nil)[:8])), nil
}

// plan plans all of it at once, so that nothing is written when anything is refused; what is there already is unchanged.
func (f *filling) plan(ctx context.Context) (*planning, error) {
	pl, revision, err := f.planNow(ctx, f.in.undertaking())
	f.revision = revision
	return pl, err
}

// write writes what is new batch by batch, each in one transaction and one Change, along with the mark that the register is not
// whole; with the last the mark goes.
func (f *filling) write(ctx context.Context) (Plan, error) {
	pl, err := f.plan(ctx)
	if err != nil {
		return Plan{}, err
	}
	importing := f.in.undertaking()
	if err := importing.refusal(pl.plan); err != nil {
		return pl.plan, err
	}
	batches := pl.write.inBatches(f.maxImport)
	for i, batch := range batches {
		mark := &Incomplete{By: FilledByImport, Of: f.of, Next: fmt.Sprintf("batch %d", i+2)}
		if i == len(batches)-1 {
			mark = &Incomplete{}
		}
		pl.write = batch
		change, err := f.writeBatch(ctx, pl, importing.change, mark)
		if err != nil {
			return pl.plan, fmt.Errorf("write batch %d of %d: %w", i+1, len(batches), err)
		}
		if i == 0 {
			pl.plan.FirstRevision = change.Revision
		}
		f.revision, pl.plan.Change = change.Revision, &change
		if f.in.Written != nil {
			f.in.Written(batch.rows())
		}
	}
	return pl.plan, nil
}

// writeBatch writes one, unless anybody else changed the register since the one before. CONFLICT with VERSION_MISMATCH.
func (f *filling) writeBatch(ctx context.Context, pl *planning, change Change, mark *Incomplete) (Change, error) {
	actor, err := authorise(ctx, change.Action)
	if err != nil {
		return change, err
	}
	err = f.update(ctx, func(ctx context.Context, writer Writer) error {
		w, err := f.begin(ctx, writer, actor)
		if err != nil {
			return err
		}
		if w.stamp.Version != f.revision+1 {
			return Conflict(ReasonVersion, "the register changed while it was filled: its revision is %d, not %d", w.stamp.Version-1, f.revision)
		}
		if err := w.putPlan(ctx, pl); err != nil {
			return err
		}
		if err := writer.Put(ctx, Batch{Counted: partnersOf(pl.write.Collaborations), Mark: mark}); err != nil {
			return err
		}
		change.Revision, change.At, change.ActorID, change.Items = w.stamp.Version, w.now, actor.ID, w.items
		return writer.AppendChange(ctx, change)
	})
	return change, err
}

// partnersOf are the keys of the partners of collaborations, each once, in order.
func partnersOf(collaborations []Collaboration) []string {
	keys := make([]string, len(collaborations))
	for i, collaboration := range collaborations {
		keys[i] = collaboration.PartnerKey
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// inBatches parts a dataset into ones of so many rows at most, each of which refers to itself and to those before it. The lists that
// rules keep short are all in the first.
func (d Dataset) inBatches(most int) []Dataset {
	batches := []Dataset{{Ministries: d.Ministries, Sectors: d.Sectors, Chains: d.Chains, Regions: d.Regions, Neighbours: d.Neighbours}}
	successorsFirst := referredFirst(d.Municipalities, func(m Municipality) (string, *string) { return m.Code, m.SuccessorCode })
	wholesFirst := referredFirst(d.Partners, func(p Partner) (string, *string) { return p.Key, p.PartOfKey })
	batches = addInBatches(batches, most, successorsFirst, func(d *Dataset) *[]Municipality { return &d.Municipalities })
	batches = addInBatches(batches, most, wholesFirst, func(d *Dataset) *[]Partner { return &d.Partners })
	// Those of one partner come together, so that they are counted once.
	byPartner := slices.Clone(d.Collaborations)
	slices.SortStableFunc(byPartner, func(a, b Collaboration) int { return cmp.Compare(a.PartnerKey, b.PartnerKey) })
	batches = addInBatches(batches, most, byPartner, func(d *Dataset) *[]Collaboration { return &d.Collaborations })
	batches = addInBatches(batches, most, d.Adoptions, func(d *Dataset) *[]Adoption { return &d.Adoptions })
	return addInBatches(batches, most, d.Agreements, func(d *Dataset) *[]Agreement { return &d.Agreements })
}

// addInBatches adds things to the last batch while there is room, and then to new ones.
func addInBatches[T any](batches []Dataset, most int, things []T, list func(*Dataset) *[]T) []Dataset {
	for len(things) > 0 {
		last := &batches[len(batches)-1]
		room := min(most-last.rows(), len(things))
		if room <= 0 {
			batches = append(batches, Dataset{})
			continue
		}
		*list(last), things = things[:room], things[room:]
	}
	return batches
}

// referredFirst puts things behind those of the same list that they refer to; names gives the key of a thing, and that of the other.
func referredFirst[T any](things []T, names func(T) (key string, other *string)) []T {
	at := make(map[string]int, len(things))
	for i, thing := range things {
		key, _ := names(thing)
		at[key] = i
	}
	ordered, placed := make([]T, 0, len(things)), make([]bool, len(things))
	var place func(i int)
	place = func(i int) {
		if placed[i] {
			return
		}
		placed[i] = true
		if _, other := names(things[i]); other != nil {
			if before, here := at[*other]; here {
				place(before)
			}
		}
		ordered = append(ordered, things[i])
	}
	for i := range things {
		place(i)
	}
	return ordered
}
