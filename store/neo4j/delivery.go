package neo4j

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/registry"
)

// Deliveries implements registry.DeliveryStore.
func (s *Store) Deliveries(ctx context.Context) ([]registry.Delivery, error) {
	session := s.session(ctx, neo4j.AccessModeRead)
	defer s.end(ctx, session)
	records, err := retrying(session)(ctx, readTime, s.library.Text("Deliveries"), nil)
	if err != nil {
		return nil, err
	}
	deliveries := make([]registry.Delivery, len(records))
	for i, record := range records {
		p := properties(record.AsMap())
		if err := json.Unmarshal([]byte(p.text("state")), &deliveries[i]); err != nil {
			return nil, fmt.Errorf("read how far a webhook is: %w", err)
		}
		deliveries[i].Version = p.number("version")
	}
	return deliveries, nil
}

// PutDelivery implements registry.DeliveryStore.
func (s *Store) PutDelivery(ctx context.Context, delivery registry.Delivery) error {
	state, err := json.Marshal(delivery)
	if err != nil {
		return err
	}
	return s.Update(ctx, func(ctx context.Context, given registry.Writer) error {
		w, kept := given.(*writer), 0
		records, err := w.rows(ctx, s.library.Text("DeliveryVersion"), map[string]any{"name": delivery.Name})
		if err != nil {
			return err
		}
		if len(records) > 0 {
			kept = properties(records[0].AsMap()).number("version")
		}
		if err := registry.CheckDeliveryVersion(delivery, kept); err != nil {
			return err
		}
		_, err = w.rows(ctx, s.library.Text("PutDelivery"), map[string]any{"name": delivery.Name, "version": kept + 1, "state": string(state)})
		return err
	})
}
