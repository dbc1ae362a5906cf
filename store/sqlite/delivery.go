package sqlite

import (
	"context"
	"database/sql"

	"ketenkaart/registry"
)

// Deliveries implements registry.DeliveryStore.
func (s *Store) Deliveries(ctx context.Context) ([]registry.Delivery, error) {
	r := &reader{library: s.library, session: s.reading}
	return collect(ctx, r, s.library.query("Deliveries"), func(row *row) registry.Delivery {
		delivery := decodeJSON[registry.Delivery](row, 1, row.text(1))
		delivery.Version = row.number(0)
		return delivery
	})
}

// PutDelivery implements registry.DeliveryStore.
func (s *Store) PutDelivery(ctx context.Context, delivery registry.Delivery) error {
	return s.Update(ctx, func(ctx context.Context, given registry.Writer) error {
		w := given.(*writer)
		kept, err := first(ctx, &w.reader, s.library.query("DeliveryVersion", sql.Named("name", delivery.Name)))
		if err != nil {
			return err
		}
		if err := registry.CheckDeliveryVersion(delivery, kept); err != nil {
			return err
		}
		a := &arguments{}
		a.set("name", delivery.Name)
		a.set("version", int64(kept+1))
		a.json("state", delivery)
		return w.put(ctx, "PutDelivery", a)
	})
}
