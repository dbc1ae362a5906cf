package exchange_test

import (
	"encoding/csv"
	"fmt"
	"hash/crc32"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/data"
	"ketenkaart/registry"
)

// area is a row of working_areas.csv as the rules of the example see it; municipalities are 0 when not known.
type area struct {
	partner, region string
	municipalities  int
}

// cellsOf reads a bundled file by hand, so that the rules are worked out without the reader that is tested here.
func cellsOf(t *testing.T, folder fs.FS, file string) []map[string]string {
	t.Helper()
	text, err := fs.ReadFile(folder, file)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var cells []map[string]string
	for _, row := range rows[1:] {
		named := map[string]string{}
		for i, cell := range row {
			named[rows[0][i]] = cell
		}
		cells = append(cells, named)
	}
	return cells
}

func areasOf(t *testing.T) []area {
	t.Helper()
	var areas []area
	for _, cells := range cellsOf(t, bundled(t, data.Register), "working_areas.csv") {
		number, _ := strconv.Atoi(cells["municipalities"])
		areas = append(areas, area{cells["partner"], cells["region"], number})
	}
	return areas
}

// partnersBy returns a column of partners.csv for each partner.
func partnersBy(t *testing.T, column string) map[string]string {
	t.Helper()
	values := map[string]string{}
	for _, cells := range cellsOf(t, bundled(t, data.Register), "partners.csv") {
		values[cells["key"]] = cells[column]
	}
	return values
}

// ruleA returns the profile that the example shows for a working area.
func ruleA(tasks string, municipalities int) registry.Profile {
	switch {
	case strings.Contains(tasks, "HULPDIENST"):
		return registry.Kern
	case strings.Contains(tasks, "BEHEERDER") && municipalities == 1:
		return registry.Koppel
	case strings.Contains(tasks, "BEHEERDER"):
		return registry.Structureel
	default:
		return registry.Standby
	}
}

// exampleOf works the rules a, c and d out: what the example holds of each pair, in order of its days.
func exampleOf(t *testing.T) map[registry.Pair][]string {
	t.Helper()
	tasks, rows := partnersBy(t, "core_tasks"), map[registry.Pair][]string{}
	for _, area := range areasOf(t) {
		pair := registry.Pair{Region: area.region, Partner: area.partner}
		rows[pair] = ruleD(pair, ruleA(tasks[area.partner], area.municipalities), "rules a and d")
	}
	for _, pair := range ruleC(t) {
		rows[pair] = ruleD(pair, ruleA(tasks[pair.Partner], 0), "rules c and d")
	}
	return rows
}

// lot is the number by which rules c and d tell pairs apart.
func lot(pair registry.Pair) uint32 {
	return crc32.ChecksumIEEE([]byte(pair.Region + " " + pair.Partner))
}

// vitalChains are the chains whose ministry is known from NCTV's list of vital processes.
func vitalChains(t *testing.T) []string {
	t.Helper()
	var chains []string
	for _, cells := range cellsOf(t, bundled(t, data.Register), "chain_ministries.csv") {
		if strings.HasPrefix(cells["source"], "NCTV, list of vital processes") {
			chains = append(chains, cells["chain"])
		}
	}
	return chains
}

// ruleC returns the regions with which the national partners of vital chains, hulpdiensten apart, collaborate.
func ruleC(t *testing.T) []registry.Pair {
	t.Helper()
	vital, pairs := vitalChains(t), []registry.Pair{}
	for _, cells := range cellsOf(t, bundled(t, data.Register), "partners.csv") {
		isVital := slices.ContainsFunc(strings.Split(cells["chains"], ";"), func(chain string) bool { return slices.Contains(vital, chain) })
		if cells["national"] != "true" || !isVital || strings.Contains(cells["core_tasks"], "HULPDIENST") {
			continue
		}
		for region := 1; region <= 25; region++ {
			if pair := (registry.Pair{Region: fmt.Sprintf("VR%02d", region), Partner: cells["key"]}); lot(pair)%5 == 3 {
				pairs = append(pairs, pair)
			}
		}
	}
	return pairs
}

// firstOf returns the first day of a month, counted from January 2018.
func firstOf(month uint32) string { return fmt.Sprintf("%d-%02d-01", 2018+month/12, month%12+1) }

// ruleD returns the periods of a pair, each with its profile and the rules that its source names.
func ruleD(pair registry.Pair, profile registry.Profile, rules string) []string {
	month, kind := lot(pair)%96, lot(pair)/96%10
	since, halfway, whole := firstOf(month), firstOf((month+96)/2), string(profile)
	switch {
	case month < 48 || month >= 84:
	case profile == registry.Structureel && kind < 3:
		return []string{"KOPPEL " + since + " " + halfway + " " + rules, whole + " " + halfway + " - " + rules}
	case profile != registry.Kern && (kind == 3 || kind == 4):
		return []string{whole + " " + since + " " + halfway + " " + rules}
	}
	return []string{whole + " " + since + " - " + rules}
}

func TestTheExampleFollowsRulesACAndD(t *testing.T) {
	register := mustRead(t, bundled(t, data.Register))
	got := map[registry.Pair][]string{}
	for _, edge := range mustRead(t, bundled(t, data.Example), register).Collaborations {
		_, source, _ := strings.Cut(edge.Provenance.Source, "Example ")
		rules, _, _ := strings.Cut(source, ":")
		got[edge.Pair()] = append(got[edge.Pair()], fmt.Sprint(edge.Profile, " ", edge.Since, " ", known(edge.Until), " ", rules))
		if edge.Incidental || edge.Provenance.Certainty != registry.Illustration || (edge.EndReason == nil) != (edge.Until == nil) {
			t.Errorf("%v is %+v, by %+v", edge.Pair(), edge, edge.Provenance)
		}
	}
	if diff := cmp.Diff(exampleOf(t), got); diff != "" {
		t.Errorf("(-rules +example)\n%s", diff)
	}
}

// The example shows trends: from year to year more are in force, some grew and some ended, and no vital chain is empty.
// The numbers are counted apart from Go, over collaborations.csv.
func TestTheExampleShowsTrends(t *testing.T) {
	known := mustRead(t, bundled(t, data.Register))
	chains, grew, ended := partnersBy(t, "chains"), 0, 0
	inForce, ofChain := map[registry.Date]int{}, map[string]int{}
	for _, edge := range mustRead(t, bundled(t, data.Example), known).Collaborations {
		for _, day := range []registry.Date{"2018-01-01", "2020-01-01", "2022-01-01", "2024-01-01", "2026-01-01"} {
			if edge.Holds(day) {
				inForce[day]++
			}
		}
		switch {
		case edge.Until == nil:
			for _, chain := range strings.Split(chains[edge.PartnerKey], ";") {
				ofChain[chain]++
			}
		case strings.HasSuffix(*edge.EndReason, "verder als structurele samenwerking"):
			grew++
		default:
			ended++
		}
	}
	want := map[registry.Date]int{"2018-01-01": 4, "2020-01-01": 120, "2022-01-01": 219, "2024-01-01": 315, "2026-01-01": 399}
	if !maps.Equal(inForce, want) || grew != 23 || ended != 25 {
		t.Errorf("in force %v, %d grew, %d ended", inForce, grew, ended)
	}
	for _, chain := range vitalChains(t) {
		if ofChain[chain] == 0 {
			t.Errorf("the vital chain %s has no collaboration", chain)
		}
	}
}

func illustratedBy(provenance *registry.Provenance, rule string) bool {
	return provenance != nil && provenance.Certainty == registry.Illustration && strings.Contains(provenance.Source, rule)
}

// ruleB returns the adopting region and those that give their mandate; "" when nobody adopts.
func ruleB(areas []area) (string, []string) {
	sorted := slices.SortedFunc(slices.Values(areas), func(a, b area) int { return b.municipalities - a.municipalities })
	last := len(sorted) - 1
	if last < 1 || sorted[last].municipalities == 0 || sorted[0].municipalities == sorted[1].municipalities {
		return "", nil
	}
	var others []string
	for _, area := range sorted[1:] {
		others = append(others, area.region)
	}
	slices.Sort(others)
	return sorted[0].region, others
}

func TestTheExampleFollowsRuleB(t *testing.T) {
	known := mustRead(t, bundled(t, data.Register))
	byPartner, sectors := map[string][]area{}, partnersBy(t, "sectors")
	for _, area := range areasOf(t) {
		if slices.Contains(strings.Split(sectors[area.partner], ";"), "water") {
			byPartner[area.partner] = append(byPartner[area.partner], area)
		}
	}
	want := map[string][]string{}
	for partner, areas := range byPartner {
		if region, others := ruleB(areas); region != "" {
			want[partner] = append([]string{region}, others...)
		}
	}
	got := map[string][]string{}
	for _, adoption := range mustRead(t, bundled(t, data.Example), known).Adoptions {
		got[adoption.PartnerKey] = []string{adoption.RegionCode}
		for _, mandate := range adoption.Mandates {
			got[adoption.PartnerKey] = append(got[adoption.PartnerKey], mandate.RegionCode)
			if mandate.Since != "2024-01-01" || mandate.Until != nil {
				t.Errorf("%s: the mandate is %+v", adoption.PartnerKey, mandate)
			}
		}
		if adoption.Since != "2024-01-01" || adoption.Until != nil || !illustratedBy(adoption.Provenance, "rule b") {
			t.Errorf("%s is %+v", adoption.PartnerKey, adoption)
		}
	}
	if !maps.EqualFunc(got, want, slices.Equal) {
		t.Errorf("got %v, want %v", got, want)
	}
}
