package docs_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"ketenkaart/registry"
)

// TestRightsPage holds the table of the page to that of the code.
func TestRightsPage(t *testing.T) {
	page := read(t, "docs/rights.md")
	_, table, _ := strings.Cut(page, "| action | REGION_EDITOR | PARTNER_EDITOR | REGISTRAR |\n|---|---|---|---|\n")
	lines := []string{}
	for _, rights := range registry.AllActionRights() {
		line := fmt.Sprintf("| `%s` |", rights.Action)
		for _, role := range []registry.Role{registry.RoleRegionEditor, registry.RolePartnerEditor, registry.RoleRegistrar} {
			if slices.Contains(rights.Roles, role) {
				line += " yes |"
			} else {
				line += " |"
			}
		}
		lines = append(lines, line)
	}
	table, _, _ = strings.Cut(table, "\n\n")
	if want := strings.Join(lines, "\n"); table != want {
		t.Errorf("the table of docs/rights.md should be:\n%s", want)
	}
}
