package registry

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// command is a mutation as it was asked for.
type command struct {
	action Action
	// input is hashed, so that an idempotencyKey goes with one input (R15).
	input any
	key   *string
}

// work is one mutation in its transaction: what it reads, what it puts, and the items of its Change (R16). Rules only
// read, so that they serve whoever asks beforehand too, without a writer.
type work struct {
	Reader
	writer Writer
	now    time.Time
	today  Date
	guide  Guide
	stamp  Stamp
	// reason is why, for the Change; because sets it.
	reason *string
	items  []ChangeItem
	// seen has the place of each subject in items, and first how it was before, so that a thing put twice gives one item.
	seen  map[string]int
	first map[string]Node
}

// mutate runs a mutation: authorisation, key, then version and rules in do (R15). It gives the thing as it is now and
// the Change; a key that was used before with the same input gives the first Change and writes nothing.
func mutate[T Node](ctx context.Context, r *Registry, cmd command, do func(context.Context, *work) (T, error)) (thing T, change Change, err error) {
	actor, err := authorise(ctx, cmd.action)
	if err != nil {
		return thing, change, err
	}
	hash, err := cmd.hash()
	if err != nil {
		return thing, change, err
	}
	err = r.update(ctx, func(ctx context.Context, writer Writer) error {
		if cmd.key != nil {
			earlier, err := writer.ChangeByKey(ctx, actor.ID, *cmd.key)
			if err != nil {
				return fmt.Errorf("look up the idempotency key: %w", err)
			}
			if earlier != nil {
				thing, change, err = replay[T](ctx, writer, *earlier, hash)
				return err
			}
		}
		w, err := r.begin(ctx, writer)
		if err != nil {
			return err
		}
		if thing, err = do(ctx, w); err != nil {
			return err
		}
		if w.changedNothing() {
			return Invalid(ReasonNothingToChange, "input", "it is like that already").rule("R15")
		}
		change = Change{
			Revision: w.stamp.Version, At: w.now, ActorID: actor.ID, Action: cmd.action, Reason: w.reason,
			SubjectID: thing.ID(), Items: w.items, IdempotencyKey: cmd.key, InputHash: hash,
		}
		return writer.AppendChange(ctx, change)
	})
	return thing, change, err
}

// because takes the reason of an ending or a correction, and gives it trimmed (R4, R14).
func (w *work) because(given string) (string, error) {
	reason, err := cleanReason(given)
	w.reason = &reason
	return reason, err
}

// begin takes the next revision and one moment for the whole mutation.
func (r *Registry) begin(ctx context.Context, writer Writer) (*work, error) {
	revision, err := writer.Revision(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the revision: %w", err)
	}
	now := r.now().UTC().Truncate(time.Millisecond)
	return &work{
		Reader: writer, writer: writer, now: now, today: DateOf(now, r.amsterdam), guide: r.guide,
		stamp: Stamp{Version: revision + 1, UpdatedAt: now}, seen: map[string]int{}, first: map[string]Node{},
	}, nil
}

// replay returns the first Change of an idempotency key, and the thing as it is now (R15): nothing when it was voided.
func replay[T Node](ctx context.Context, reader Reader, earlier Change, hash string) (thing T, change Change, err error) {
	if earlier.InputHash != hash {
		return thing, change, Conflict(ReasonKeyReused, "this idempotencyKey was used before, for another mutation or input").
			with("revision", earlier.Revision).rule("R15")
	}
	thing, err = find[T](ctx, reader, "idempotencyKey", earlier.SubjectID)
	if CodeOf(err) == CodeNotFound {
		return thing, earlier, nil // it was voided, by this mutation or since
	}
	return thing, earlier, err
}

// changedNothing says whether all that was written is as it was.
func (w *work) changedNothing() bool {
	return !slices.ContainsFunc(w.items, func(item ChangeItem) bool { return !bytes.Equal(item.Before, item.After) })
}

// hash is of the mutation and its input (R15).
func (cmd command) hash() (string, error) {
	if cmd.key != nil {
		if *cmd.key == "" {
			return "", Invalid(ReasonInvalid, "idempotencyKey", "is empty").as(detailEmpty).rule("R15")
		}
		if err := checkText("idempotencyKey", *cmd.key, maxName); err != nil {
			return "", err
		}
	}
	input, err := json.Marshal(cmd.input)
	if err != nil {
		return "", fmt.Errorf("hash the input of %s: %w", cmd.action, err)
	}
	sum := sha256.Sum256(append([]byte(cmd.action+"\n"), input...))
	return hex.EncodeToString(sum[:]), nil
}

// record adds an item to the Change, or joins it with the earlier one of the same thing; nil is not there.
func (w *work) record(before, after Node) error {
	subject := cmp.Or(idOf(after), idOf(before))
	kind, _, err := ParseID("", subject)
	if err != nil {
		return err
	}
	place, twice := w.seen[subject]
	if !twice {
		place = len(w.items)
		w.seen[subject], w.first[subject] = place, before
		item := ChangeItem{Place: place, SubjectID: subject, Kind: kind}
		item.Regions, item.Partners = kind.touches(before, after)
		w.items = append(w.items, item)
	}
	w.items[place].Before, w.items[place].After, err = differences(w.first[subject], after)
	return err
}

func idOf(thing Node) string {
	if thing == nil {
		return ""
	}
	return thing.ID()
}

func encode(thing Node) (json.RawMessage, error) {
	if thing == nil {
		return nil, nil
	}
	encoded, err := json.Marshal(thing)
	if err != nil {
		return nil, fmt.Errorf("write %s into the feed: %w", thing.ID(), err)
	}
	return encoded, nil
}

// touches returns the regions and partners that a thing concerns in any of its states, each list sorted.
func (k Kind) touches(states ...Node) (regions, partners []string) {
	of := kinds[k].touches
	for _, state := range states {
		if state == nil || of == nil {
			continue
		}
		itsRegions, itsPartners := of(state)
		regions, partners = append(regions, itsRegions...), append(partners, itsPartners...)
	}
	slices.Sort(regions)
	slices.Sort(partners)
	return slices.Compact(regions), slices.Compact(partners)
}

// checkVersion refuses a mutation of something that changed since it was read (R15).
func checkVersion(id string, is, read int) error {
	if is == read {
		return nil
	}
	return Conflict(ReasonVersion, "%s changed since you read it: its version is %d, not %d", id, is, read).
		with("id", id).with("version", is).rule("R15")
}

// alike says whether two states of a thing would be the same in the feed.
func alike(a, b Node) (bool, error) {
	before, err := encode(a)
	if err != nil {
		return false, err
	}
	after, err := encode(b)
	return bytes.Equal(before, after), err
}

// recordOf is record for a thing that was put; before is nil when it is new.
func recordOf[T Node](w *work, before *T, after T) error {
	if before == nil {
		return w.record(nil, after)
	}
	return w.record(*before, after)
}
