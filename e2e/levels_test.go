package e2e

import (
	"maps"
	"runtime"
	"sync"
	"testing"

	"ketenkaart/e2e/world"
)

// askLevels goes down by loaders for several levels, of which some answer with what is there already.
const askLevels = `{
  regions(codes: ["VR06", "VR08", "VR18"]) {
    collaborations(first: 6) { nodes {
      previous { since next { since } }
      partner { name parts { name collaborationCount } partOf { name } again: collaborations(filter: {period: ALL}) { region { name } } collaborations { previous { since } } }
      evaluations { on }
    } }
    agreements(first: 2) { nodes { title ledBy { name } } }
  }
  partner(key: "kustwacht-nederland") { collaborations { previous { id } next { id } } adoptions { partner { name } } }
}`

// TestALevelIsOneReadUnderLoad: however busy the machine is, what one level of an operation asks is read together, and nobody is left waiting.
func TestALevelIsOneReadUnderLoad(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for _, s := range world.Servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			s.Ask(t, askLevels, nil) // the lists are kept now
			s.Reads.Reset()
			first := s.Ask(t, askLevels, nil)
			want := s.Reads.Calls()
			delete(want, "Revision") // all who ask at once share it
			t.Log(want)
			const clients, times = 12, 4
			s.Reads.Reset()
			var all sync.WaitGroup
			for range clients {
				all.Go(func() {
					for range times {
						if got := s.Ask(t, askLevels, nil); got != first {
							t.Errorf("%s\nand not as at first\n%s", got, first)
						}
					}
				})
			}
			all.Wait()
			got := s.Reads.Calls()
			delete(got, "Revision")
			for call := range want {
				want[call] *= clients * times
			}
			if !maps.Equal(got, want) {
				t.Errorf("under load %v, and alone %v", got, want)
			}
		})
	}
}
