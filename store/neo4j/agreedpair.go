package neo4j

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"ketenkaart/registry"
)

// ListAgreedPairs implements registry.Reader. The pages of one level are alike but for where they begin and end, so that
// they are read at once.
func (r *reader) ListAgreedPairs(ctx context.Context, queries []registry.AgreedPairQuery) ([]registry.List[registry.AgreedPair], error) {
	type kind struct {
		limit int
		down  bool
	}
	alike := map[kind][]map[string]any{}
	for place, query := range queries {
		walk := walkOf(query.Page, registry.Ascending)
		row := map[string]any{"place": place, "agreement": query.AgreementUUID}
		walk.setEnds(row, textPlace, "", last)
		of := kind{limit: walk.size + 1, down: walk.down}
		alike[of] = append(alike[of], row)
	}
	found := make([][]registry.AgreedPair, len(queries))
	for of, rows := range alike {
		statement := walk{down: of.down}.direct(r.library.Text("ListAgreedPairs"))
		records, err := r.rows(ctx, statement, map[string]any{"pages": rows, "limit": of.limit})
		if err != nil {
			return nil, err
		}
		for _, record := range records {
			place, _ := record.Values[0].(int64)
			found[place] = append(found[place], agreedPairOf(record.Values[1]))
		}
	}
	lists := make([]registry.List[registry.AgreedPair], len(queries))
	for place, query := range queries {
		lists[place] = registry.Trim(found[place], query.Page)
	}
	return lists, nil
}

// CountAgreedPairs implements registry.Reader.
func (r *reader) CountAgreedPairs(ctx context.Context, queries []registry.AgreedPairQuery) ([]int, error) {
	agreements := make([]string, len(queries))
	for place, query := range queries {
		agreements[place] = query.AgreementUUID
	}
	records, err := r.counts(ctx, r.library.Text("CountAgreedPairs"), map[string]any{"agreements": distinct(agreements)})
	if err != nil {
		return nil, err
	}
	found := map[string]int64{}
	for _, record := range records {
		agreement, _ := record.Values[0].(string)
		found[agreement], _ = record.Values[1].(int64)
	}
	counts := make([]int, len(queries))
	for place, agreement := range agreements {
		counts[place] = int(found[agreement])
	}
	return counts, nil
}

// addPairs reads the pairs of some ends that the agreements have.
func (r *reader) addPairs(ctx context.Context, agreements []registry.Agreement, only []registry.Pair) error {
	places := make(map[string]int, len(agreements))
	uuids := make([]string, len(agreements))
	for i, agreement := range agreements {
		places[agreement.UUID], uuids[i] = i, agreement.UUID
	}
	records, err := r.rows(ctx, r.library.Text("AgreedPairsOfEnds"), map[string]any{"agreements": uuids, "pairs": pairRows(only)})
	for _, record := range records {
		uuid, _ := record.Values[0].(string)
		agreement := &agreements[places[uuid]]
		agreement.Pairs = append(agreement.Pairs, agreedPairOf(record.Values[1]))
	}
	return err
}

func agreedPairsOf(values []any) []registry.AgreedPair {
	pairs := make([]registry.AgreedPair, 0, len(values))
	for _, value := range values {
		pairs = append(pairs, agreedPairOf(value))
	}
	return pairs
}

func agreedPairOf(value any) registry.AgreedPair {
	p := propertiesOf(value)
	return registry.AgreedPair{
		RegionCode: p.text("region"), PartnerKey: p.text("partner"), Profile: registry.Profile(p.text("profile")), Motivation: optional[string](p, "motivation"),
	}
}

// agreedPairRows returns the properties of the relationships.
func agreedPairRows(agreement string, pairs []registry.AgreedPair) []map[string]any {
	rows := make([]map[string]any, 0, len(pairs))
	for _, pair := range pairs {
		rows = append(rows, map[string]any{
			"_agreement": agreement, "region": pair.RegionCode, "partner": pair.PartnerKey, "profile": pair.Profile, "motivation": pair.Motivation,
			"_pairOrder": placeOf(pair.RegionCode, pair.PartnerKey),
		})
	}
	return rows
}

// hashOf tells lists of pairs apart, so that thousands which stay as they are need not be written again; that of none is "".
func hashOf(pairs []registry.AgreedPair) (string, error) {
	if len(pairs) == 0 {
		return "", nil
	}
	text, err := json.Marshal(pairs)
	if err != nil {
		return "", fmt.Errorf("write the pairs: %w", err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// movePairs makes relationships of the pairs of a store of an older schema.
func (s *Store) movePairs(ctx context.Context, do run) error {
	records, err := do(ctx, readTime, s.library.Text("AgreementsWithPairTexts"), nil)
	if err != nil {
		return err
	}
	for _, record := range records {
		agreement, _ := record.Values[0].(string)
		pairs, err := things[registry.AgreedPair](properties{"pairs": record.Values[1]}, "pairs")
		if err != nil {
			return fmt.Errorf("read the pairs of %s: %w", agreement, err)
		}
		hash, err := hashOf(pairs)
		if err != nil {
			return err
		}
		params := map[string]any{"agreement": agreement, "pairs": agreedPairRows(agreement, pairs), "hash": hash}
		if _, err := do(ctx, writeTime, s.library.Text("MovePairs"), params); err != nil {
			return fmt.Errorf("move the pairs of %s: %w", agreement, err)
		}
	}
	return nil
}
