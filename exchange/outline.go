package exchange

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"ketenkaart/data"
	"ketenkaart/network"
)

// Outline is the boundary of a region: its rings, of places in a picture by network.OnMap.
type Outline struct {
	RegionCode string
	Rings      [][]network.Point
}

// OutlineSource is who made the outlines.
const OutlineSource = "Grenzen: Kadaster / CBS, 2025, vereenvoudigd (CC BY 4.0)"

// BundledOutlines reads the outlines that come with the program.
func BundledOutlines() ([]Outline, error) {
	file, err := data.Outlines()
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(file)
	if err != nil {
		return nil, fmt.Errorf("read the outlines: %w", err)
	}
	var outlines []Outline
	for _, row := range strings.Split(strings.TrimSpace(string(text)), "\n")[1:] {
		code, rings, _ := strings.Cut(row, ",")
		outline := Outline{RegionCode: code}
		for _, ring := range strings.Split(strings.Trim(rings, `"`), ";") {
			points, err := ringOf(ring)
			if err != nil {
				return nil, fmt.Errorf("read the outline of %s: %w", code, err)
			}
			outline.Rings = append(outline.Rings, points)
		}
		outlines = append(outlines, outline)
	}
	return outlines, nil
}

// ringOf reads longitudes with latitudes, separated by commas.
func ringOf(text string) ([]network.Point, error) {
	var ring []network.Point
	for _, pair := range strings.Split(text, ",") {
		east, north, _ := strings.Cut(pair, " ")
		longitude, err := strconv.ParseFloat(east, 64)
		if err != nil {
			return nil, err
		}
		latitude, err := strconv.ParseFloat(north, 64)
		if err != nil {
			return nil, err
		}
		ring = append(ring, network.OnMap(latitude, longitude))
	}
	return ring, nil
}

func (o Outline) rings() [][]spot {
	rings := make([][]spot, len(o.Rings))
	for i, ring := range o.Rings {
		for _, at := range ring {
			rings[i] = append(rings[i], spotOf(at))
		}
	}
	return rings
}
