package neo4j

import (
	"context"
	"fmt"

	"ketenkaart/registry"
)

// captionAll gives the regions and partners of a store of an older schema their captions, a batch at a time.
func (s *Store) captionAll(ctx context.Context, do run) error {
	for {
		records, err := do(ctx, readTime, s.library.Text("Uncaptioned"), map[string]any{"limit": batchSize})
		if err != nil || len(records) == 0 {
			return err
		}
		rows := make([]map[string]any, 0, len(records))
		for _, record := range records {
			p := properties(record.AsMap())
			rows = append(rows, map[string]any{"id": p["id"], "caption": captionOf(p)})
		}
		if _, err := do(ctx, writeTime, s.library.Text("SetCaptions"), map[string]any{"rows": rows}); err != nil {
			return fmt.Errorf("write captions: %w", err)
		}
	}
}

func captionOf(p properties) string {
	name, shortName := p.text("name"), optional[string](p, "shortName")
	if p.flag("region") {
		return registry.Region{Name: name, ShortName: shortName}.Caption()
	}
	return registry.Partner{Name: name, ShortName: shortName}.Caption()
}
