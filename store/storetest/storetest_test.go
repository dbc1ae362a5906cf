package storetest

import (
	"testing"

	"ketenkaart/registry"
)

// TestModel runs the suite on the model itself: what is expected by hand and what is expected by the model agree.
func TestModel(t *testing.T) {
	Run(t, func(*testing.T) registry.Store { return &memory{} })
}
