package registry_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"ketenkaart/registry"
)

func TestErrorsCarryCodeAndReasonThroughWrapping(t *testing.T) {
	away := registry.Unavailable(registry.ReasonStoreAway, errors.New("dial tcp"))
	wrapped := fmt.Errorf("read: %w", fmt.Errorf("partner: %w", away))
	if registry.CodeOf(wrapped) != "UNAVAILABLE" || registry.ReasonOf(wrapped) != "STORE_AWAY" || !errors.Is(wrapped, away) {
		t.Errorf("it is %s, %s", registry.CodeOf(wrapped), registry.ReasonOf(wrapped))
	}
	if !errors.Is(away, away.Cause) || away.Message == "dial tcp" {
		t.Errorf("the cause is %v, the message %q", away.Cause, away.Message)
	}
	strange := errors.New("strange")
	if registry.CodeOf(strange) != "INTERNAL_SERVER_ERROR" || registry.ReasonOf(strange) != "" {
		t.Errorf("an error of elsewhere is %s, %s", registry.CodeOf(strange), registry.ReasonOf(strange))
	}
}

func TestClientThatGoesAwayIsNotTooCostly(t *testing.T) {
	w := newWorld(t)
	query, err := registry.PartnerQueryOf(nil, nil, registry.PageArgs{}, today)
	if err != nil {
		t.Fatal(err)
	}
	gone, leave := context.WithCancel(w.ctx)
	leave()
	if _, err := w.CountPartners(gone, []registry.PartnerQuery{query}); err == nil || registry.ReasonOf(err) == "TOO_COSTLY" {
		t.Errorf("the count says %v", err)
	}
	if _, err := w.PartnerFacets(gone, query); err == nil || registry.ReasonOf(err) == "TOO_COSTLY" {
		t.Errorf("the facets say %v", err)
	}
	if _, err := w.CreateSector(gone, registry.CreateSectorInput{Code: "zorg", Name: "Zorg"}); err == nil {
		t.Error("a mutation of a client that went away is done")
	}
	if revision := w.state().Revision; revision != 1 {
		t.Errorf("the revision is %d", revision)
	}
}
