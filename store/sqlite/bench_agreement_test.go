//go:build unix

package sqlite

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"ketenkaart/registry"
	"ketenkaart/store/storetest"
)

// BenchmarkAgreed tells of each question how long one of a hundred takes, besides the mean.
func BenchmarkAgreed(b *testing.B) {
	for _, size := range []int{10_000, 100_000} {
		s := opened(b, filepath.Join(b.TempDir(), "register.db"))
		storetest.Fill(b, s, storetest.Generate(size/10, 2))
		made := storetest.GenerateAgreements(size/10, 2, size)
		storetest.FillAgreed(b, s, made)
		for _, question := range agreedQuestions() {
			b.Run(fmt.Sprintf("%d/%s", size, question.name), func(b *testing.B) {
				n := 0
				timed(b, func() {
					n++
					if err := s.View(b.Context(), func(ctx context.Context, r registry.Reader) error { return question.ask(b, r, n) }); err != nil {
						b.Fatal(err)
					}
				})
			})
		}
		b.Run(fmt.Sprintf("%d/put", size), func(b *testing.B) { putAgain(b, s, made.Agreements) })
	}
}

// timed reports the median and the 99th percentile besides what measured does.
func timed(b *testing.B, do func()) {
	var took []time.Duration
	measured(b, func() {
		start := time.Now()
		do()
		took = append(took, time.Since(start))
	})
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// agreedQuestion is asked again and again, with another n.
type agreedQuestion struct {
	name string
	ask  func(b *testing.B, r registry.Reader, n int) error
}

func agreedQuestions() []agreedQuestion {
	questions := []agreedQuestion{{"agenda", askAgenda}, {"coverage", askCoverage}}
	for _, list := range []struct {
		name string
		of   func(n int) registry.AgreementQuery
	}{
		{"all", func(int) registry.AgreementQuery { return registry.AgreementQuery{} }},
		{"region", func(n int) registry.AgreementQuery { return registry.AgreementQuery{Party: "Region:" + askedRegion(n)} }},
		{"two-regions", func(n int) registry.AgreementQuery {
			return registry.AgreementQuery{Filter: registry.AgreementFilter{Regions: []string{askedRegion(n), askedRegion(n + 3)}}}
		}},
		{"sector", func(n int) registry.AgreementQuery {
			return registry.AgreementQuery{Filter: registry.AgreementFilter{Sectors: []string{askedSector(n)}}}
		}},
		{"proposed", func(int) registry.AgreementQuery {
			return registry.AgreementQuery{Filter: registry.AgreementFilter{Status: []registry.AgreementStatus{registry.Proposed}}}
		}},
		{"none", func(int) registry.AgreementQuery {
			return registry.AgreementQuery{Filter: registry.AgreementFilter{EndsBefore: new(registry.Date("2000-01-01"))}}
		}},
	} {
		for _, field := range []registry.AgreementOrderField{registry.ByUpdated, registry.ByTitle, registry.ByEnd} {
			questions = append(questions, agreedQuestion{list.name + "/" + string(field), func(b *testing.B, r registry.Reader, n int) error {
				query := list.of(n)
				query.Order, query.Page, query.AsOf = registry.AgreementOrder{Field: field, Direction: registry.Descending}, registry.Page{Limit: 25}, "2025-06-01"
				_, err := r.ListAgreements(b.Context(), []registry.AgreementQuery{query})
				return err
			}})
		}
	}
	return questions
}

func askedRegion(n int) string { return fmt.Sprintf("VR%02d", n%25+1) }
func askedSector(n int) string { return fmt.Sprintf("sector-%02d", n%10) }

func askAgenda(b *testing.B, r registry.Reader, n int) error {
	lists, err := r.ListAgenda(b.Context(), []registry.AgendaQuery{{Party: "Region:" + askedRegion(n), Until: "2025-06-01", Page: registry.Page{Limit: 25}}})
	if err == nil {
		b.ReportMetric(float64(len(lists[0].Items)), "entries")
	}
	return err
}

func askCoverage(b *testing.B, r registry.Reader, n int) error {
	lists, err := r.Coverage(b.Context(), []registry.CoverageQuery{{Sector: askedSector(n), AsOf: "2025-06-01"}})
	if err == nil {
		b.ReportMetric(float64(len(lists[0])), "coverings")
	}
	return err
}

// putAgain changes one agreement in each of many durable commits.
func putAgain(b *testing.B, s *Store, agreements []registry.Agreement) {
	n := 0
	timed(b, func() {
		n++
		changed := agreements[n*7919%len(agreements)]
		changed.Version = len(agreements) + n
		if err := s.Update(b.Context(), func(ctx context.Context, w registry.Writer) error {
			return w.Put(b.Context(), registry.BatchOf(changed))
		}); err != nil {
			b.Fatal(err)
		}
	})
}
