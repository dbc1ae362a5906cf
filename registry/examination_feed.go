package registry

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// mostAstray bounds what an examination remembers of things that are not there any more, until a change says that they went.
const mostAstray = 100_000

// examinedFeed is what an examination knows of the changes that it read.
type examinedFeed struct {
	// last is the revision of the last one.
	last int
	// astray has the revision of the last change that says that a thing is there, of things that are not.
	astray map[string]int
}

// changes holds the next changes against R16: a revision follows the one before it, items have their places, and what they
// say is there is there, or was taken out by a later one.
func (e *examination) changes(ctx context.Context, reader Reader, nodes []Node) error {
	there, err := e.subjects(ctx, reader, nodes)
	if err != nil {
		return err
	}
	last := e.feed.last
	for _, node := range nodes {
		change := node.(Change)
		if change.Revision != last+1 {
			e.tell("R16", change, fmt.Sprintf("the change before it is %d: there is none between", last))
		}
		last = change.Revision
		for place, item := range change.Items {
			if item.Place != place {
				e.tell("R16", change, fmt.Sprintf("its item %d has place %d", place, item.Place))
			}
			e.item(change, item, there)
		}
	}
	e.feed.last = last
	return nil
}

// subjects gives those of what changes touched that are there.
func (e *examination) subjects(ctx context.Context, reader Reader, nodes []Node) (map[string]Node, error) {
	ids := map[string]bool{}
	for _, node := range nodes {
		for _, item := range node.(Change).Items {
			if _, _, err := ParseID("subject", item.SubjectID); err == nil {
				ids[item.SubjectID] = true
			}
		}
	}
	there, err := Nodes(ctx, pairless{reader}, slices.Sorted(maps.Keys(ids)))
	if err != nil {
		return nil, fmt.Errorf("read what changes touched: %w", err)
	}
	return there, nil
}

func (e *examination) item(change Change, item ChangeItem, there map[string]Node) {
	kind, _, err := ParseID("subject", item.SubjectID)
	if err != nil || kind != item.Kind {
		e.tell("R16", change, fmt.Sprintf("its item %d is of %q, as a thing of kind %s", item.Place, clip(item.SubjectID), item.Kind))
		return
	}
	gone := len(item.After) == 0
	if gone && len(item.Before) == 0 {
		e.tell("R16", change, fmt.Sprintf("its item %d says nothing of %s, neither before nor after", item.Place, item.SubjectID))
	}
	switch _, known := e.feed.astray[item.SubjectID]; {
	case there[item.SubjectID] != nil:
	case gone:
		delete(e.feed.astray, item.SubjectID)
	case known || len(e.feed.astray) < mostAstray:
		e.feed.astray[item.SubjectID] = change.Revision
	}
}

// conclude tells of what changes say is there, and is not.
func (f examinedFeed) conclude() (found []Violation) {
	for _, id := range slices.Sorted(maps.Keys(f.astray)) {
		found = append(found, Violation{"R16", MakeID(KindChange, fmt.Sprint(f.astray[id])), "it touched " + id + ", which is not there, and which no later change took out"})
	}
	return found
}
