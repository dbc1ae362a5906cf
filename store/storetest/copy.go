package storetest

import (
	"context"
	"errors"
	"testing"

	"ketenkaart/registry"
)

// RunCopy copies registers from one store to another and back; each call of a function gives an empty store.
func RunCopy(t *testing.T, open, other func(t *testing.T) registry.Store) {
	opened := func(t *testing.T, open func(t *testing.T) registry.Store) registry.Store {
		store := open(t)
		t.Cleanup(func() { closes(t, store) })
		return store
	}
	t.Run("there and back", func(t *testing.T) {
		first, second, third := opened(t, other), opened(t, open), opened(t, other)
		OfEverything().Put(t, first)
		into := &asking{Store: second}
		copies(t, first, into)
		wantsSame(t, first, second)
		if into.expects == 0 || into.expects > into.keyed {
			t.Errorf("the keys of changes were looked up %d times, in %d Updates that have any", into.expects, into.keyed)
		}
		copies(t, second, third)
		wantsSame(t, first, third)
		refusesCopy(t, "into a store that is not empty", first, third)
	})
	t.Run("cut off after each batch", func(t *testing.T) {
		first, second := opened(t, other), opened(t, open)
		OfEverything().Put(t, first)
		testCutOff(t, first, second)
	})
	t.Run("of more than a batch, that changes meanwhile", func(t *testing.T) {
		first, second, third := opened(t, other), opened(t, open), opened(t, other)
		Fill(t, first, Generate(2100, 1))
		testChangedMeanwhile(t, first, second)
		copies(t, second, third)
		wantsSame(t, first, third)
	})
	t.Run("nothing", func(t *testing.T) { refusesCopy(t, "of an empty store", opened(t, other), opened(t, open)) })
}

func copies(t *testing.T, from, to registry.Store) {
	t.Helper()
	state, err := registry.Copy(t.Context(), from, to, nil)
	if err != nil {
		t.Fatalf("Copy: %v", err)
	}
	wants(t, "the state of the copy", get(t, to, readState), state)
}

func refusesCopy(t *testing.T, what string, from, to registry.Store) {
	t.Helper()
	_, err := registry.Copy(t.Context(), from, to, nil)
	wantsError(t, what, err, registry.CodeBadInput, registry.ReasonInvalid)
}

// wantsSame reads all of both stores, and looks up the idempotency keys.
func wantsSame(t *testing.T, first, second registry.Store) {
	t.Helper()
	wants(t, "State", get(t, second, readState), get(t, first, readState))
	for _, kind := range scanKinds() {
		all := scanAll(t, first, kind, 500)
		wants(t, string(kind), scanAll(t, second, kind, 500), all)
		for _, node := range all {
			if change, ok := node.(registry.Change); ok && change.IdempotencyKey != nil {
				wantsKey(t, second, change)
			}
		}
	}
	codes := names(get(t, first, readRegions(nil)), regionCode)
	wants(t, "Neighbours", get(t, second, readNeighbours(codes...)), get(t, first, readNeighbours(codes...)))
	partners := names(scanAll(t, first, registry.KindPartner, 500), keyOf)
	wants(t, "CollaborationCounts", get(t, second, readCounts(partners)), get(t, first, readCounts(partners)))
	wants(t, "Edges", throughEdges(t, second, 500), throughEdges(t, first, 500))
}

func readCounts(partners []string) func(context.Context, registry.Reader) (map[string]registry.CollaborationCount, error) {
	return func(ctx context.Context, r registry.Reader) (map[string]registry.CollaborationCount, error) {
		return r.CollaborationCounts(ctx, partners, "2025-01-01")
	}
}

func wantsKey(t *testing.T, store registry.Store, change registry.Change) {
	t.Helper()
	write(t, store, func(ctx context.Context, w registry.Writer) error {
		found, err := changeByKey(ctx, w, change.ActorID, *change.IdempotencyKey)
		if found == nil || found.Revision != change.Revision {
			t.Errorf("the key of revision %d finds %v", change.Revision, found)
		}
		return err
	})
}

// asking is a store that counts how often its Updates look up keys, and in how many of them changes have any.
type asking struct {
	registry.Store
	expects, keyed int
}

func (a *asking) Update(ctx context.Context, write func(context.Context, registry.Writer) error) error {
	return a.Store.Update(ctx, func(ctx context.Context, w registry.Writer) error {
		asked := &askingWriter{Writer: w}
		err := write(ctx, asked)
		a.expects += asked.expects
		if asked.keyed {
			a.keyed++
		}
		return err
	})
}

type askingWriter struct {
	registry.Writer
	expects int
	keyed   bool
}

func (w *askingWriter) Expect(ctx context.Context, mutations []registry.Expected) ([]*registry.Change, error) {
	w.expects++
	return w.Writer.Expect(ctx, mutations)
}

func (w *askingWriter) AppendChange(ctx context.Context, change registry.Change) error {
	w.keyed = w.keyed || change.IdempotencyKey != nil
	return w.Writer.AppendChange(ctx, change)
}

var errCut = errors.New("cut off")

// cutting is a store that is gone after so many Updates, as for a process that was killed behind a commit.
type cutting struct {
	registry.Store
	left int
}

func (c *cutting) Update(ctx context.Context, write func(context.Context, registry.Writer) error) error {
	if c.left == 0 {
		return errCut
	}
	c.left--
	return c.Store.Update(ctx, write)
}

// testCutOff begins again after each batch, and meanwhile finds the store marked and refused for another register.
func testCutOff(t *testing.T, first, second registry.Store) {
	for range 100 {
		_, err := registry.Copy(t.Context(), first, &cutting{second, 2}, nil)
		if err == nil {
			wantsSame(t, first, second)
			return
		}
		if !errors.Is(err, errCut) {
			t.Fatalf("Copy: %v", err)
		}
		mark := get(t, second, readState).Incomplete
		if mark == nil || mark.By != registry.FilledByCopy {
			t.Fatalf("a store that holds part of a copy is marked %v", mark)
		}
		refusesCopy(t, "from a store that is not whole", second, first)
		refusesCopy(t, "of another register", &anotherBeginning{first}, second)
	}
	t.Error("the copy has no end")
}

// anotherBeginning is a register that began at another moment.
type anotherBeginning struct{ registry.Store }

func (s *anotherBeginning) View(ctx context.Context, read func(context.Context, registry.Reader) error) error {
	return s.Store.View(ctx, func(ctx context.Context, r registry.Reader) error { return read(ctx, beganLater{r}) })
}

type beganLater struct{ registry.Reader }

func (r beganLater) ListChanges(ctx context.Context, queries []registry.ChangeQuery) ([]registry.List[registry.Change], error) {
	lists, err := r.Reader.ListChanges(ctx, queries)
	for _, list := range lists {
		for i := range list.Items {
			list.Items[i].At = list.Items[i].At.AddDate(0, 0, 1)
		}
	}
	return lists, err
}

// changing is a store that has something done to another before one of its Updates.
type changing struct {
	registry.Store
	at int
	do func()
}

func (c *changing) Update(ctx context.Context, write func(context.Context, registry.Writer) error) error {
	if c.at--; c.at == 0 {
		c.do()
	}
	return c.Store.Update(ctx, write)
}

// testChangedMeanwhile copies a register that gets a partner with a collaboration, changes a partner that was copied and
// loses a collaboration that was, at different moments of the copy.
func testChangedMeanwhile(t *testing.T, first, second registry.Store) {
	change := func(revision int, batch registry.Batch, gone []string, subjects ...string) {
		write(t, first, func(ctx context.Context, w registry.Writer) error {
			if err := errors.Join(w.Put(ctx, batch), w.Remove(ctx, gone)); err != nil {
				return err
			}
			made := registry.Change{Revision: revision, At: moment(revision), ActorID: "alice", Action: "test", InputHash: "-"}
			for place, id := range subjects {
				kind, _, err := registry.ParseID("", id)
				if err != nil {
					return err
				}
				made.Items = append(made.Items, registry.ChangeItem{Place: place, SubjectID: id, Kind: kind})
			}
			return w.AppendChange(ctx, made)
		})
	}
	newcomer, renamed := partner("aaa", "Nieuw"), generatedPartner(0)
	renamed.Name, renamed.Stamp = "Anders", stamp(2)
	met := edge(0, "VR01", "aaa", registry.Kern, period("2024-01-01"))
	met.UUID = "ffffffff-0000-7000-8000-000000000000"
	gone := "Collaboration:" + generatedUUID(0, 0)
	to := &changing{Store: second, at: 9, do: func() {
		change(2, registry.Batch{Partners: []registry.Partner{newcomer, renamed}, Collaborations: []registry.Collaboration{met}}, nil, newcomer.ID(), renamed.ID(), met.ID())
	}}
	last := &changing{Store: to, at: 11, do: func() { change(3, registry.Batch{}, []string{gone}, gone) }}
	copies(t, first, last)
	if to.at > 0 || last.at > 0 {
		t.Fatalf("nothing changed while it was copied")
	}
	wantsSame(t, first, second)
}
