//go:build unix

package sqlite

import (
	"context"
	"fmt"
	"path/filepath"
	"syscall"
	"testing"

	"ketenkaart/registry"
	"ketenkaart/store/storetest"
)

// missionQuery asks which beheerders in a functional chain have a structural collaboration.
func missionQuery() registry.PartnerQuery {
	return registry.PartnerQuery{
		Filter: registry.PartnerFilter{
			CoreTasks: []registry.CoreTask{registry.Beheerder}, ChainKind: new(registry.Functioneel),
			Collaboration: &registry.CollaborationFilter{Profiles: []registry.Profile{registry.Structureel}},
		},
		Order: registry.PartnerOrder{Field: registry.ByName, Direction: registry.Ascending}, Page: registry.Page{Limit: 25}, AsOf: "2025-06-01",
	}
}

// mission is what the operation reads: each part in a View of its own, as the loaders do.
type mission struct {
	store       *Store
	query       registry.PartnerQuery
	keys, codes []string
	edges       int
}

func (m *mission) page(ctx context.Context, r registry.Reader) error {
	lists, err := r.ListPartners(ctx, []registry.PartnerQuery{m.query})
	m.keys = m.keys[:0]
	for _, list := range lists {
		for _, partner := range list.Items {
			m.keys = append(m.keys, partner.Key)
		}
	}
	return err
}

func (m *mission) count(ctx context.Context, r registry.Reader) error {
	_, err := r.Count(ctx, registry.CountsOf([]registry.PartnerQuery{m.query}...))
	return err
}

func (m *mission) collaborations(ctx context.Context, r registry.Reader) error {
	edges, err := r.Collaborations(ctx, registry.CollaborationSelect{Partners: m.keys, AsOf: &m.query.AsOf, Filter: m.query.Filter.Collaboration})
	m.codes, m.edges = m.codes[:0], len(edges)
	seen := map[string]bool{}
	for _, edge := range edges {
		if !seen[edge.RegionCode] {
			seen[edge.RegionCode] = true
			m.codes = append(m.codes, edge.RegionCode)
		}
	}
	return err
}

func (m *mission) regions(ctx context.Context, r registry.Reader) error {
	_, err := r.Regions(ctx, m.codes)
	return err
}

func BenchmarkMission(b *testing.B) {
	for _, size := range []int{200, 1000, 10000} {
		ctx, cancel := context.WithCancel(b.Context())
		b.Cleanup(cancel)
		m := &mission{store: filled(b, size, 10), query: missionQuery()}
		parts := []struct {
			name string
			read func(context.Context, registry.Reader) error
		}{{"page", m.page}, {"count", m.count}, {"collaborations", m.collaborations}, {"regions", m.regions}}
		all := func(b *testing.B, from, to int) {
			for _, part := range parts[from:to] {
				if err := m.store.View(ctx, part.read); err != nil {
					b.Fatal(err)
				}
			}
		}
		all(b, 0, len(parts))
		for i, part := range parts {
			b.Run(fmt.Sprintf("%d/%s", size, part.name), func(b *testing.B) {
				measured(b, func() { all(b, i, i+1) })
			})
		}
		b.Run(fmt.Sprintf("%d/all", size), func(b *testing.B) {
			measured(b, func() { all(b, 0, len(parts)) })
			b.ReportMetric(float64(len(m.keys)), "partners")
			b.ReportMetric(float64(m.edges), "collaborations")
			b.ReportMetric(float64(len(m.codes)), "regions")
		})
	}
}

// measured tells of processor time too, which says more than the clock on a machine that others use.
func measured(b *testing.B, do func()) {
	b.ReportAllocs()
	before := processorTime(b)
	for b.Loop() {
		do()
	}
	b.ReportMetric(float64(processorTime(b)-before)/float64(b.N), "cpu-ns/op")
}

func processorTime(b *testing.B) int64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return usage.Utime.Nano() + usage.Stime.Nano()
}

func BenchmarkFill(b *testing.B) {
	data := storetest.Generate(1000, 10)
	for b.Loop() {
		storetest.Fill(b, opened(b, filepath.Join(b.TempDir(), "register.db")), data)
	}
}
