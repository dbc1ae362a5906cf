package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"ketenkaart/exchange"
	"ketenkaart/registry"
	"ketenkaart/store/sqlite"
)

// registryOn returns a registry on a store, with the bundled guide.
func registryOn(store registry.Store) (*registry.Registry, error) {
	guide, err := exchange.BundledGuide()
	if err != nil {
		return nil, err
	}
	return registry.New(store, time.Now, guide)
}

// openBundled opens an SQLite store with the bundled register and the example, until done is called.
func openBundled(ctx context.Context) (registry.Store, *registry.Registry, func(), error) {
	store, _, done, err := openSQLite(ctx)
	if err != nil {
		return nil, nil, nil, err
	}
	reg, err := importBundled(ctx, store)
	if err != nil {
		done()
		return nil, nil, nil, err
	}
	return store, reg, done, nil
}

// importBundled fills an empty store, and gives the registry on it.
func importBundled(ctx context.Context, store registry.Store) (*registry.Registry, error) {
	reg, err := registryOn(store)
	if err != nil {
		return nil, err
	}
	all, err := exchange.BundledExample()
	if err != nil {
		return nil, err
	}
	if _, err := reg.Fill(registry.WithActor(ctx, registry.LocalActor()), all); err != nil {
		return nil, fmt.Errorf("import the bundled register: %w", err)
	}
	return reg, nil
}

// openSQLite opens an empty store in a folder of its own, which done takes away.
func openSQLite(ctx context.Context) (store *sqlite.Store, path string, done func(), err error) {
	folder, err := os.MkdirTemp("", "ketenkaart-bench-")
	if err != nil {
		return nil, "", nil, err
	}
	path = filepath.Join(folder, "ketenkaart.db")
	if store, err = sqlite.Open(ctx, path); err != nil {
		_ = os.RemoveAll(folder)
		return nil, "", nil, err
	}
	return store, path, func() {
		_ = store.Close(context.WithoutCancel(ctx)) // a temporary file needs no tidy end
		_ = os.RemoveAll(folder)
	}, nil
}
