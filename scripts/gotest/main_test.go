package main

import (
	"strings"
	"testing"
)

// TestTell: what a test printed is seen when it failed, or when its package ended within it; each test has a line of time.
func TestTell(t *testing.T) {
	events := `{"Action":"output","Package":"p","Test":"TestA","Output":"a said\n"}
{"Action":"pass","Package":"p","Test":"TestA","Elapsed":1.5}
{"Action":"output","Package":"p","Test":"TestB/part","Output":"b said\n"}
{"Action":"fail","Package":"p","Test":"TestB/part","Elapsed":2}
{"Action":"fail","Package":"p","Test":"TestB","Elapsed":12}
{"Action":"output","Package":"p","Test":"TestC","Output":"c said\n"}
{"Action":"output","Package":"p","Output":"FAIL\tp\t1s\n"}
{"Action":"fail","Package":"p","Elapsed":14}
{"Action":"output","Package":"q","Output":"PASS\n"}
{"Action":"output","Package":"q","Output":"ok\tq\t1s\n"}
{"Action":"pass","Package":"q","Elapsed":1}
{"Action":"build-output","Package":"r","Output":"r does not compile\n"}
`
	var told strings.Builder
	times, err := tell(strings.NewReader(events), &told)
	if want := "b said\nc said\nFAIL\tp\t1s\nok\tq\t1s\nr does not compile\n"; err != nil || told.String() != want {
		t.Errorf("got %q, %v, want %q", told.String(), err, want)
	}
	if got, want := strings.Join(times, "\n"), "    1.5 s  p TestA\n   12.0 s  p TestB"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
