package observed_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"ketenkaart/registry"
	"ketenkaart/store/observed"
	"ketenkaart/store/sqlite"
)

type underKey struct{}

func TestEveryCallIsWatchedWithItsEnd(t *testing.T) {
	kept, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "ketenkaart.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close(context.WithoutCancel(t.Context()))
	var told []string
	store := observed.Store(kept, func(ctx context.Context, method string, kinds ...string) (context.Context, func(error)) {
		under, _ := ctx.Value(underKey{}).(string)
		name := under + method
		for _, kind := range kinds {
			name += " " + kind
		}
		return context.WithValue(ctx, underKey{}, name+"/"), func(err error) {
			if err != nil {
				name += " failed"
			}
			told = append(told, name)
		}
	})
	failed := errors.New("no more")
	if err := store.Update(t.Context(), func(ctx context.Context, w registry.Writer) error {
		if _, err := w.Expect(ctx, nil); err != nil {
			return err
		}
		if err := w.Put(ctx, registry.Batch{}); err != nil {
			return err
		}
		return failed
	}); !errors.Is(err, failed) {
		t.Fatal(err)
	}
	if err := store.View(t.Context(), func(ctx context.Context, r registry.Reader) error {
		_, err := r.Revision(ctx)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	want := []string{"Update/Expect", "Update/Put", "Update failed", "View/Revision", "View"}
	if !slices.Equal(told, want) {
		t.Errorf("got  %q\nwant %q", told, want)
	}
}
