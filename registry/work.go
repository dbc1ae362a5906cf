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
	// reads are the ids of what it reads, and pairs those that it puts edges between, for Expect.
	reads []string
	pairs []Pair
}

// work is one mutation in its transaction: what it reads, what it puts, and the items of its Change (R16). Rules only
// read, so that they serve whoever asks beforehand too, without a writer.
type work struct {
	Reader
	writer Writer
	// actor is who does it; a work that only looks has none.
	actor Actor
	// guard knows what is hidden from who acts; nil hides nothing.
	guard *guard
	now   time.Time
	today Date
	guide Guide
	stamp Stamp
	// reason is why, for the Change; because sets it.
	reason *string
	items  []ChangeItem
	// touched has, for each item, the thing as it was before, or as it became when it was not there.
	touched []Node
	// seen has the place of each subject in items, and first how it was before, so that a thing put twice gives one item.
	seen  map[string]int
	first map[string]Node
}

// mutate carries out a mutation of one thing, and gives it as it is now.
func mutate[T Node](ctx context.Context, r *Registry, cmd command, do func(context.Context, *work) (T, error)) (thing T, change Change, err error) {
	change, err = r.carryOut(ctx, cmd, func(ctx context.Context, w *work) (subject string, err error) {
		if thing, err = do(ctx, w); err != nil {
			return "", err
		}
		return thing.ID(), nil
	}, func(ctx context.Context, reader Reader, earlier Change) (err error) {
		thing, err = find[T](ctx, reader, "idempotencyKey", earlier.SubjectID)
		if CodeOf(err) == CodeNotFound {
			return nil // it was voided, by this mutation or since
		}
		return err
	})
	return thing, change, err
}

// carryOut runs a mutation: authorisation, key, then version and rules in do (R15), which gives the id of what it is about. A key
// that was used before with the same input gives the first Change and writes nothing; again then reads the things as they are now.
func (r *Registry) carryOut(ctx context.Context, cmd command, do func(context.Context, *work) (string, error), again func(context.Context, Reader, Change) error) (change Change, err error) {
	actor, err := authorise(ctx, cmd.action)
	if err != nil {
		return change, err
	}
	hash, err := cmd.hash()
	if err != nil {
		return change, err
	}
	repeated, expected := false, cmd.expects(actor.ID)
	err = r.group.do(ctx, expected, func(ctx context.Context, writer Writer) error {
		earlier, err := cmd.earlier(ctx, writer, expected, hash)
		if repeated = earlier != nil; err != nil {
			return err
		}
		if repeated {
			change = *earlier
			return nil
		}
		w, err := r.begin(ctx, writer, actor)
		if err != nil {
			return err
		}
		subject, err := do(ctx, w)
		if err != nil {
			return err
		}
		if err := w.checkRights(cmd.action, subject); err != nil {
			return err
		}
		if w.changedNothing() {
			return Invalid(ReasonNothingToChange, "input", "it is like that already").rule("R15")
		}
		change = Change{
			Revision: w.stamp.Version, At: w.now, ActorID: actor.ID, Action: cmd.action, Reason: w.reason,
			SubjectID: subject, Items: w.items, IdempotencyKey: cmd.key, InputHash: hash,
		}
		return writer.AppendChange(ctx, change)
	})
	if err != nil || !repeated {
		return change, err
	}
	// What is read for clients is of what was committed, and not of what others wrote in the same transaction.
	return change, r.guard.view(ctx, func(ctx context.Context, reader Reader) error { return again(ctx, reader, change) })
}

// earlier returns the Change that the same mutation made before; nil when it has no key, or one that was not used. CONFLICT with
// IDEMPOTENCY_KEY_REUSED when it was used for another (R15).
func (cmd command) earlier(ctx context.Context, writer Writer, expected Expected, hash string) (*Change, error) {
	earlier, err := only(writer.Expect(ctx, []Expected{expected}))
	if err != nil {
		return nil, fmt.Errorf("look up the idempotency key: %w", err)
	}
	if earlier != nil && earlier.InputHash != hash {
		return nil, Conflict(ReasonKeyReused, "this idempotencyKey was used before, for another mutation or input").
			with("revision", earlier.Revision).rule("R15")
	}
	return earlier, nil
}

// sees says whether who acts may know that there is such a thing (R21). What the rules hold it against, they see all of.
func (w *work) sees(ctx context.Context, thing Node) bool {
	agreement, ok := thing.(Agreement)
	return !ok || w.guard == nil || !w.guard.over(ctx, w.Reader).hides(agreement)
}

// because takes the reason of an ending or a correction, and gives it trimmed (R4, R14).
func (w *work) because(given string) (string, error) {
	reason, err := cleanReason(given)
	w.reason = &reason
	return reason, err
}

// begin takes the next revision and one moment for the whole mutation.
func (r *Registry) begin(ctx context.Context, writer Writer, actor Actor) (*work, error) {
	revision, err := writer.Revision(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the revision: %w", err)
	}
	now := r.now().UTC().Truncate(time.Millisecond)
	return &work{
		Reader: writer, writer: writer, actor: actor, guard: r.guard, now: now, today: DateOf(now, r.amsterdam), guide: r.guide,
		stamp: Stamp{Version: revision + 1, UpdatedAt: now}, seen: map[string]int{}, first: map[string]Node{},
	}, nil
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
		w.items, w.touched = append(w.items, item), append(w.touched, firstThere(before, after))
	}
	w.items[place].Before, w.items[place].After, err = differences(w.first[subject], after)
	return err
}

func firstThere(before, after Node) Node {
	if before != nil {
		return before
	}
	return after
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
