package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

const (
	barWidth = 30
	barEvery = 100 * time.Millisecond
)

// progress tells how far something long is, on one line that is written over; on what is no terminal it tells nothing.
type progress struct {
	to    io.Writer
	name  string
	total int
	done  int
	shown time.Time
}

// newProgress begins to tell; a total of 0 is not known.
func newProgress(to *os.File, name string, total int) *progress {
	p := &progress{to: to, name: name, total: total}
	if info, err := to.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		p.to = io.Discard
	}
	return p
}

// add says that so many more are done.
func (p *progress) add(more int) {
	p.done += more
	if time.Since(p.shown) >= barEvery {
		p.shown = time.Now()
		fmt.Fprintf(p.to, "\r\033[K%s", p.line())
	}
}

func (p *progress) line() string {
	if p.total == 0 {
		return fmt.Sprintf("%s: %d", p.name, p.done)
	}
	part := min(float64(p.done)/float64(p.total), 1)
	full := int(part * barWidth)
	return fmt.Sprintf("%s [%s%s] %3.0f%% (%d of %d)", p.name, strings.Repeat("#", full), strings.Repeat(".", barWidth-full), part*100, p.done, p.total)
}

// end takes the line away.
func (p *progress) end() { fmt.Fprint(p.to, "\r\033[K") }
