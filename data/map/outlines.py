"""Makes outlines.csv of the outlines of the regions by CBS. Run by hand, when the regions change:

    python3 outlines.py veiligheidsregio_2025.topojson > outlines.csv

The file is wgs84/veiligheidsregio_2025.topojson of github.com/cartomap/nl. Each stretch of boundary is simplified once
(Douglas and Peucker, within 0.006 degrees of longitude), so that neighbours still touch; islands of less than 0.0012 square
degrees are left out, unless a region has no more. Nothing but Python is needed.
"""
import json
import math
import sys

TOLERANCE, SMALLEST, SQUEEZE = 0.006, 0.0012, math.cos(math.radians(52.2))


def simplified(points):
    if len(points) < 3:
        return points
    (x1, y1), (x2, y2) = ((x * SQUEEZE, y) for x, y in (points[0], points[-1]))
    length = math.hypot(x2 - x1, y2 - y1)

    def away(point):
        x, y = point[0] * SQUEEZE, point[1]
        if length == 0:
            return math.hypot(x - x1, y - y1)
        return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length

    far = max(range(1, len(points) - 1), key=lambda i: away(points[i]))
    if away(points[far]) < TOLERANCE * SQUEEZE:
        return [points[0], points[-1]]
    return simplified(points[: far + 1])[:-1] + simplified(points[far:])


def area(ring):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1]))) / 2


def main(path):
    topology = json.load(open(path))
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((round(x * sx + tx, 4), round(y * sy + ty, 4)))
        arcs.append(simplified(points))
    (layer,) = topology["objects"].values()
    print("region,outline")
    for shape in sorted(layer["geometries"], key=lambda g: g["properties"]["statcode"]):
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        rings = []
        for polygon in polygons:
            for ring in polygon:
                points = []
                for number in ring:
                    points += arcs[number][:-1] if number >= 0 else arcs[~number][::-1][:-1]
                rings.append(points)
        rings.sort(key=area, reverse=True)
        rings = rings[:1] + [ring for ring in rings[1:] if area(ring) >= SMALLEST and len(ring) > 3]
        outline = ";".join(",".join(f"{x:.3f} {y:.3f}" for x, y in ring) for ring in rings)
        print(f'{shape["properties"]["statcode"]},"{outline}"')


main(sys.argv[1])
