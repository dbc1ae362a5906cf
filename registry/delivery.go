package registry

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// DeliveryStore keeps how far webhooks are. It is beside the contract of a Store, for a delivery is no part of the register: no
// revision comes of it, and nothing reads both at once.
type DeliveryStore interface {
	// Deliveries returns all, in order of name.
	Deliveries(ctx context.Context) ([]Delivery, error)
	// PutDelivery keeps a delivery as the version after the one that it has. CONFLICT with VERSION_MISMATCH when that is not the one
	// that is kept; 0 is that of one that is not.
	PutDelivery(ctx context.Context, delivery Delivery) error
}

// Delivery is how far one webhook is.
type Delivery struct {
	// Name is the webhook's.
	Name string
	// Version grows with each Put.
	Version int `json:"-"`
	// Revision is that up to which everything was delivered or given up.
	Revision int
	// Holder is the one server that sends; "" when none does.
	Holder string
	// Failure is that of the change which comes next; nil when the last one went well.
	Failure *DeliveryFailure
	// Dead are the latest changes that were given up, in that order: MaxDead at most. Lost counts those before them.
	Dead []DeadLetter
	Lost int
	// Again are the revisions of changes that are to be sent once more each, when nothing new is there.
	Again []int
}

// DeliveryFailure is why a change was not delivered yet.
type DeliveryFailure struct {
	Revision, Attempts int
	// Since is the moment of the first attempt, At that of the last.
	Since, At time.Time
	// Tried is for how long it was tried: the time in which no server ran is none of it.
	Tried time.Duration
	Why   string
}

// DeadLetter is a change that was given up.
type DeadLetter struct {
	Revision int
	At       time.Time
	Why      string
}

// MaxDead bounds the dead letters of a webhook: of those before them is known how many there were.
const MaxDead = 1_000

// maxPuts bounds how often a delivery is changed anew because somebody else changed it meanwhile.
const maxPuts = 10

// Bury gives a change up.
func (d *Delivery) Bury(letter DeadLetter) {
	d.Dead = append(d.Dead, letter)
	if over := len(d.Dead) - MaxDead; over > 0 {
		d.Dead, d.Lost = slices.Clone(d.Dead[over:]), d.Lost+over
	}
}

// Resend has all dead letters be sent once more.
func (d *Delivery) Resend() {
	for _, letter := range d.Dead {
		if !slices.Contains(d.Again, letter.Revision) {
			d.Again = append(d.Again, letter.Revision)
		}
	}
	d.Dead = nil
}

// Resent says how it ended that a change was sent once more: why not is "" when it was taken, and else it is a dead letter again.
func (d *Delivery) Resent(revision int, at time.Time, whyNot string) {
	if len(d.Again) == 0 || d.Again[0] != revision {
		return
	}
	d.Again = d.Again[1:]
	if whyNot != "" {
		d.Bury(DeadLetter{Revision: revision, At: at, Why: whyNot})
	}
}

// Skip gives up the change that fails, for whoever would wait no longer, and says whether there was any.
func (d *Delivery) Skip(at time.Time) bool {
	failed := d.Failure
	if failed == nil {
		return false
	}
	d.Bury(DeadLetter{Revision: failed.Revision, At: at, Why: failed.Why})
	d.Passed(failed.Revision)
	return true
}

// Passed says that a change needs no more: it was delivered or given up.
func (d *Delivery) Passed(revision int) {
	d.Failure = nil
	d.Revision = max(d.Revision, revision)
}

// Awaits says whether a change is still to be delivered: an operator may have skipped it meanwhile.
func (d *Delivery) Awaits(revision int) bool { return revision > d.Revision }

// DeliveryOf returns the delivery of a webhook; one that is not kept has version 0.
func DeliveryOf(ctx context.Context, store DeliveryStore, name string) (Delivery, error) {
	all, err := store.Deliveries(ctx)
	if err != nil {
		return Delivery{}, err
	}
	i := slices.IndexFunc(all, func(each Delivery) bool { return each.Name == name })
	if i < 0 {
		return Delivery{Name: name}, nil
	}
	return all[i], nil
}

// ChangeDelivery changes the delivery of a webhook, and gives it as it is then. It calls change anew when somebody else changed it
// meanwhile.
func ChangeDelivery(ctx context.Context, store DeliveryStore, name string, change func(*Delivery) error) (delivery Delivery, err error) {
	for range maxPuts {
		if delivery, err = DeliveryOf(ctx, store, name); err != nil {
			break
		}
		if err = change(&delivery); err != nil {
			break
		}
		if err = store.PutDelivery(ctx, delivery); ReasonOf(err) != ReasonVersion {
			delivery.Version++
			break
		}
	}
	if err != nil {
		return delivery, fmt.Errorf("keep how far webhook %s is: %w", name, err)
	}
	return delivery, nil
}

// CheckDeliveryVersion refuses to keep a delivery over another version than it has.
func CheckDeliveryVersion(delivery Delivery, kept int) error {
	if delivery.Version == kept {
		return nil
	}
	return Conflict(ReasonVersion, "webhook %s is at version %d, and not at %d", delivery.Name, kept, delivery.Version)
}

// CopyDeliveries has webhooks go on from where they are in another store; no server sends there yet.
func CopyDeliveries(ctx context.Context, from, to DeliveryStore) error {
	deliveries, err := from.Deliveries(ctx)
	if err != nil {
		return fmt.Errorf("read how far webhooks are: %w", err)
	}
	for _, each := range deliveries {
		_, err := ChangeDelivery(ctx, to, each.Name, func(d *Delivery) error {
			version := d.Version
			*d = each
			d.Version, d.Holder = version, ""
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
