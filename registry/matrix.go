package registry

import "context"

// MatrixAxis is a property by which collaborations are counted.
type MatrixAxis string

// The properties: of a collaboration itself, or of its partner, which can have several sectors, chains and kerntaken.
const (
	AxisRegion    MatrixAxis = "REGION"
	AxisSector    MatrixAxis = "SECTOR"
	AxisChain     MatrixAxis = "CHAIN"
	AxisProfile   MatrixAxis = "PROFILE"
	AxisCoreTask  MatrixAxis = "CORE_TASK"
	AxisCertainty MatrixAxis = "CERTAINTY"
)

// maxMatrixSide is how many headers a side has at most: of what there are the most, and of what has none.
const maxMatrixSide = max(maxSectors, maxChains) + 1

// maxMatrixCells is how many cells are given at once.
const maxMatrixCells = 5_000

// MatrixQuery asks how many collaborations there are by two properties on a day.
type MatrixQuery struct {
	Rows, Columns MatrixAxis
	Filter        CountFilter
	AsOf          Date
}

// Matrix is collaborations counted by two properties.
type Matrix struct {
	AsOf          Date
	Rows, Columns []MatrixHeader

	// cells are those in which there is something, in order of row, then column.
	cells []MatrixCell
}

// MatrixHeader is one value of a property, and what there is of it whatever the other property.
type MatrixHeader struct {
	// Key is the code of the region, sector or chain, or the value of the enum; "" is of what has none.
	Key string
	// Label is what people read for it, in Dutch.
	Label string
	MatrixCount
}

// MatrixCell is what there is of both a row and a column.
type MatrixCell struct {
	Row, Column string
	MatrixCount
}

// MatrixCount counts collaborations, and their partners each once.
type MatrixCount struct {
	Collaborations, Partners int
	// last is the partner that was counted last, by number from 1.
	last int32
}

// add counts a collaboration; those of one partner come together.
func (m *MatrixCount) add(edge *countedEdge) {
	m.Collaborations++
	if m.last != edge.target+1 {
		m.last = edge.target + 1
		m.Partners++
	}
}

// CellCount is how many cells have something.
func (m Matrix) CellCount() int { return len(m.cells) }

// Cells returns the first so many, in order of row, then column; BAD_USER_INPUT.
func (m Matrix) Cells(first int) ([]MatrixCell, error) {
	if err := CheckCount("first", first, maxMatrixCells); err != nil {
		return nil, err
	}
	return m.cells[:min(first, len(m.cells))], nil
}

// Matrix counts the collaborations in force on the day by two properties; one of a partner that has several values of a property
// counts for each. BAD_USER_INPUT.
func (r *Registry) Matrix(ctx context.Context, query MatrixQuery) (Matrix, error) {
	if query.Rows == query.Columns {
		return Matrix{}, Invalid(ReasonContradiction, "columns", "a matrix is of two properties: %s are the rows already", query.Rows)
	}
	if err := query.Filter.check(); err != nil {
		return Matrix{}, err
	}
	kept, err := r.keptAt(ctx)
	if err != nil {
		return Matrix{}, err
	}
	return kept.counted(query.Filter).matrix(query), nil
}

// matrix counts the collaborations of the part.
func (c countedNetwork) matrix(query MatrixQuery) Matrix {
	rows, columns := c.matrixSide(query.Rows), c.matrixSide(query.Columns)
	counts := make([]MatrixCount, len(rows.headers)*len(columns.headers))
	index := c.countIndex()
	passed := index.passed(dayNumberOf(&query.AsOf, noSince))
	for i := range index.edges {
		edge := &index.edges[i]
		if edge.since >= passed || edge.until < passed || !c.counts(edge) {
			continue
		}
		across := columns.of(edge)
		for _, column := range across {
			columns.headers[column].add(edge)
		}
		for _, row := range rows.of(edge) {
			rows.headers[row].add(edge)
			for _, column := range across {
				counts[row*len(columns.headers)+column].add(edge)
			}
		}
	}
	m := Matrix{AsOf: query.AsOf, Rows: rows.shown(), Columns: columns.shown(), cells: []MatrixCell{}}
	for i, count := range counts {
		if count.Collaborations > 0 {
			row, column := rows.headers[i/len(columns.headers)], columns.headers[i%len(columns.headers)]
			m.cells = append(m.cells, MatrixCell{Row: row.Key, Column: column.Key, MatrixCount: count})
		}
	}
	return m
}

// matrixSide is the rows or the columns of a matrix. It is for one pass over collaborations in order of partner.
type matrixSide struct {
	// headers end with that of what has none.
	headers []MatrixHeader
	// of gives the places in headers that a collaboration counts for, until it is asked again.
	of func(edge *countedEdge) []int
}

// shown leaves out what has none of the property, when there is nothing of it.
func (s matrixSide) shown() []MatrixHeader {
	last := len(s.headers) - 1
	if s.headers[last].Collaborations == 0 {
		return s.headers[:last]
	}
	return s.headers
}

// none is the place of what has none of the property.
func (s matrixSide) none() int { return len(s.headers) - 1 }

func (k *keptNetwork) matrixSide(axis MatrixAxis) matrixSide {
	switch axis {
	case AxisProfile:
		return sideOfEdges(enumHeaders("Profile", AllProfiles()), func(edge *countedEdge) uint8 { return edge.profile })
	case AxisCertainty:
		return sideOfEdges(enumHeaders("Certainty", AllCertainties()), func(edge *countedEdge) uint8 { return edge.certainty })
	case AxisCoreTask:
		return k.sideOfPartners(enumHeaders("CoreTask", AllCoreTasks()), func(p *keptPartner) []string { return texts(p.coreTasks) })
	case AxisSector:
		return k.sideOfPartners(k.headersOf(SectorNode), func(p *keptPartner) []string { return p.sectors })
	case AxisChain:
		return k.sideOfPartners(k.headersOf(ChainNode), func(p *keptPartner) []string { return p.chains })
	default:
		return k.sideOfRegions()
	}
}

// sideOfEdges is of a property of a collaboration itself, by its place in all values, counted from 1.
func sideOfEdges(headers []MatrixHeader, value func(*countedEdge) uint8) matrixSide {
	side := matrixSide{headers: headers}
	at := make([]int, 1)
	side.of = func(edge *countedEdge) []int {
		at[0] = side.none()
		if place := value(edge); place > 0 {
			at[0] = int(place) - 1
		}
		return at
	}
	return side
}

func (k *keptNetwork) sideOfRegions() matrixSide {
	side := matrixSide{headers: k.headersOf(RegionNode)}
	at := make([]int, 1)
	side.of = func(edge *countedEdge) []int {
		at[0] = int(edge.source) // nodes begin with the regions
		return at
	}
	return side
}

// sideOfPartners is of what a partner has several of.
func (k *keptNetwork) sideOfPartners(headers []MatrixHeader, values func(*keptPartner) []string) matrixSide {
	side := matrixSide{headers: headers}
	places := map[string]int{}
	for place, header := range headers {
		places[header.Key] = place
	}
	at, of := []int{}, int32(-1)
	side.of = func(edge *countedEdge) []int {
		if edge.target == of {
			return at
		}
		at, of = at[:0], edge.target
		for _, value := range values(k.nodes[of].partner) {
			at = append(at, places[value])
		}
		if len(at) == 0 {
			at = append(at, side.none())
		}
		return at
	}
	return side
}

// headersOf returns those of the things of a kind, in order of code.
func (k *keptNetwork) headersOf(kind NetworkNodeKind) []MatrixHeader {
	headers := []MatrixHeader{}
	for _, node := range k.nodes {
		if node.kind == kind {
			headers = append(headers, MatrixHeader{Key: node.key(), Label: node.label})
		}
	}
	return append(headers, headerOfNone())
}

func enumHeaders[T ~string](of string, values []T) []MatrixHeader {
	headers := []MatrixHeader{}
	for _, value := range values {
		headers = append(headers, MatrixHeader{Key: string(value), Label: dutch(of, string(value)).Label})
	}
	return append(headers, headerOfNone())
}

func headerOfNone() MatrixHeader { return MatrixHeader{Label: "Niet bekend"} }

// texts returns the values as they are written.
func texts[T ~string](values []T) []string {
	written := make([]string, len(values))
	for i, value := range values {
		written[i] = string(value)
	}
	return written
}
