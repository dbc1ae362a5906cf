package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"ketenkaart/exchange"
	"ketenkaart/registry"
)

const (
	// pictureTarget is what drawing the whole bundled network may take.
	pictureTarget = 100 * time.Millisecond
	pictureRounds = 9
	tenth         = 100 * time.Microsecond
)

// drawPictures measures laying out and drawing the bundled network, with the example, in each layout.
func drawPictures(ctx context.Context) error {
	_, reg, done, err := openBundled(ctx)
	if err != nil {
		return err
	}
	defer done()
	for _, layout := range registry.AllNetworkLayouts() {
		for _, format := range []struct {
			name  string
			write func(exchange.Picture) error
		}{
			{"SVG", func(p exchange.Picture) error { return exchange.WriteSVG(io.Discard, p, 0) }},
			{"PNG", func(p exchange.Picture) error { return exchange.WritePNG(io.Discard, p, exchange.UsualPictureWidth) }},
		} {
			var took, used []time.Duration
			for range pictureRounds {
				began, before := time.Now(), processorTime()
				if err := drawPicture(ctx, reg, layout, format.write); err != nil {
					return err
				}
				took, used = append(took, time.Since(began)), append(used, processorTime()-before)
			}
			fmt.Printf("  %s as %s: %v, %v of processor time; target %v: %s\n", layout, format.name,
				median(took).Round(tenth), median(used).Round(tenth), pictureTarget, verdict(median(took) <= pictureTarget))
		}
	}
	return nil
}

// drawPicture reads the network anew, so that it is laid out anew.
func drawPicture(ctx context.Context, reg *registry.Registry, layout registry.NetworkLayout, write func(exchange.Picture) error) error {
	n, err := reg.Network(ctx, registry.NetworkQuery{AsOf: "2026-11-28", MaxNodes: 1_000, MaxEdges: 5_000})
	if err != nil {
		return err
	}
	picture, err := exchange.PictureOf(ctx, n, layout)
	if err != nil {
		return err
	}
	return write(picture)
}
