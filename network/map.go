package network

import "math"

const (
	// The middle of the European Netherlands, in degrees, and how many degrees of latitude the picture is high.
	middleLatitude, middleLongitude, heightInDegrees = 52.15, 5.295, 2.98
)

// OnMap returns where a point on the earth (WGS 84, in degrees) lies in a picture of the Netherlands of which north is above;
// what lies outside of it is at its edge.
func OnMap(latitude, longitude float64) Point {
	narrower := math.Cos(middleLatitude * math.Pi / 180)
	return Point{
		clamp(0.5 + (longitude-middleLongitude)*narrower/heightInDegrees/Aspect),
		clamp(0.5 + (middleLatitude-latitude)/heightInDegrees),
	}
}
