package registry_test

import (
	"reflect"
	"testing"

	"ketenkaart/registry"
)

// TestContractIsSmall: what a store has to fulfil stays what one can hold in mind.
func TestContractIsSmall(t *testing.T) {
	const most = 36
	methods := reflect.TypeFor[registry.Store]().NumMethod() + reflect.TypeFor[registry.Writer]().NumMethod()
	if reader := reflect.TypeFor[registry.Reader]().NumMethod(); methods > most || methods <= reader {
		t.Errorf("the contract of a store has %d methods, of which %d read; at most %d", methods, reader, most)
	}
}
