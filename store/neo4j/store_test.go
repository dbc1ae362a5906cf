package neo4j

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/registry"
	"ketenkaart/store/storetest"
)

// mostWaiting is how long a caller may wait to hear that the store is away.
const mostWaiting = 6 * time.Second

func wants(t *testing.T, err error, code registry.Code, reason registry.Reason) {
	t.Helper()
	if err == nil || registry.CodeOf(err) != code || registry.ReasonOf(err) != reason {
		t.Errorf("got %v (%s, %s), want %s, %s", err, registry.CodeOf(err), registry.ReasonOf(err), code, reason)
	}
}

func TestOpenWrongScheme(t *testing.T) {
	for _, uri := range []string{"http://127.0.0.1:7474", "127.0.0.1:7687", "", "sqlite:x.db"} {
		_, err := Open(t.Context(), Config{URI: uri})
		wants(t, err, registry.CodeBadInput, registry.ReasonInvalid)
	}
}

func TestOpenNobodyThere(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	t.Run("silent", func(t *testing.T) { opensNot(t, address) })
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	t.Run("closed", func(t *testing.T) { opensNot(t, address) })
}

func opensNot(t *testing.T, address string) {
	began := time.Now()
	for _, scheme := range []string{"bolt://", "neo4j://"} {
		_, err := Open(t.Context(), Config{URI: scheme + address})
		wants(t, err, registry.CodeUnavailable, registry.ReasonStoreAway)
	}
	if took := time.Since(began); took > 2*mostWaiting {
		t.Errorf("took %s", took)
	}
}

func TestOpenAgain(t *testing.T) {
	if server(t) == nil {
		return
	}
	closes(t, empty(t))
	began := time.Now()
	store, err := Open(t.Context(), *server(t))
	if err != nil {
		t.Fatal(err)
	}
	defer closes(t, store)
	if took := time.Since(began); took > mostWaiting {
		t.Errorf("opening a store that is there took %s", took)
	}
	if err := store.Ping(t.Context()); err != nil {
		t.Errorf("Ping: %v", err)
	}
}

func TestOpenNewerSchema(t *testing.T) {
	if server(t) == nil {
		return
	}
	store := empty(t)
	defer closes(t, store)
	set := func(version int) {
		raw(t, store, "MATCH (g:Registry) SET g.schema = $version", map[string]any{"version": version})
	}
	defer set(schemaVersion)
	set(schemaVersion + 1)
	_, err := Open(t.Context(), *server(t))
	wants(t, err, registry.CodeConflict, registry.ReasonSchemaNewer)
}

// TestOpenSourceChangesNothing of a store of an earlier version, or of one that holds no register.
func TestOpenSourceChangesNothing(t *testing.T) {
	if server(t) == nil {
		return
	}
	store := empty(t)
	defer closes(t, store)
	source, err := OpenSource(t.Context(), *server(t))
	if err != nil {
		t.Fatal(err)
	}
	closes(t, source)
	defer raw(t, store, "MERGE (g:Registry) SET g.schema = $version", map[string]any{"version": schemaVersion})
	for what, c := range map[string]struct{ statement, says string }{
		"an older schema": {"MATCH (g:Registry) SET g.schema = $version - 1", "is of an earlier version of Ketenkaart"},
		"a newer schema":  {"MATCH (g:Registry) SET g.schema = $version + 1", "use a newer version"},
		"no schema":       {"MATCH (g:Registry) REMOVE g.schema", "holds no register"},
	} {
		raw(t, store, c.statement, map[string]any{"version": schemaVersion})
		before := raw(t, store, "MATCH (g:Registry) RETURN properties(g) AS g", nil)
		if _, err := OpenSource(t.Context(), *server(t)); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v", what, err)
		}
		if after := raw(t, store, "MATCH (g:Registry) RETURN properties(g) AS g", nil); fmt.Sprint(before) != fmt.Sprint(after) {
			t.Errorf("%s: it was %v, and is %v", what, before, after)
		}
		raw(t, store, "MATCH (g:Registry) SET g.schema = $version", map[string]any{"version": schemaVersion})
	}
}

func TestOpenOlderSchema(t *testing.T) {
	if server(t) == nil {
		return
	}
	store := empty(t)
	defer closes(t, store)
	raw(t, store, "DROP INDEX partner_nameorder", nil)
	raw(t, store, "MATCH (g:Registry) SET g.schema = 0, g.revision = 7", nil)
	again, err := Open(t.Context(), *server(t))
	if err != nil {
		t.Fatal(err)
	}
	defer closes(t, again)
	if rows := raw(t, store, "SHOW INDEXES YIELD name, state WHERE name = 'partner_nameorder' RETURN state", nil); len(rows) != 1 || rows[0]["state"] != "ONLINE" {
		t.Errorf("the index that was not there is %v", rows)
	}
	if rows := raw(t, store, "MATCH (g:Registry) RETURN g.revision AS revision", nil); len(rows) != 1 || rows[0]["revision"] != int64(7) {
		t.Errorf("the revision is %v", rows)
	}
}

// TestOpenWithOlderAgreements opens a store of the fourth schema, which finds no agreements by their titles, nor has them by
// their signing, nor keeps what they cover.
func TestOpenWithOlderAgreements(t *testing.T) {
	if server(t) == nil {
		return
	}
	store := empty(t)
	defer closes(t, store)
	storetest.Fill(t, store, storetest.Generate(20, 3))
	storetest.FillAgreed(t, store, storetest.GenerateAgreements(20, 3, 20))
	defer erase(t, store)
	bySigning := registry.AgreementQuery{Party: "Region:VR01", Order: registry.AgreementOrder{Field: registry.BySigning, Direction: registry.Descending}, Page: registry.Page{Limit: 100}}
	before, covered := storetest.ListedAgreements(t, store, bySigning), covering(t, store)
	raw(t, store, "MATCH (a:Agreement) REMOVE a._searchText, a._signedUpOrder, a._signedDownOrder, a._coversInForce, a._coversSince", nil)
	raw(t, store, "MATCH ()-[h:HAS_PARTY]->() REMOVE h._signedUpOrder, h._signedDownOrder", nil)
	raw(t, store, "DROP INDEX names", nil)
	raw(t, store, "CREATE FULLTEXT INDEX search FOR (n:Region|Municipality|Partner|Sector|Chain) ON EACH [n._searchText]", nil)
	raw(t, store, "MATCH (g:Registry) SET g.schema = 4", nil)
	again, err := Open(t.Context(), *server(t))
	if err != nil {
		t.Fatal(err)
	}
	defer closes(t, again)
	err = again.View(t.Context(), func(ctx context.Context, r registry.Reader) error {
		list, err := r.Search(ctx, registry.SearchQuery{Tokens: []string{"afspr"}, Limit: 100, AsOf: "2025-01-01"})
		if len(list.IDs) != 20 {
			t.Errorf("found %q", list.IDs)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if after := storetest.ListedAgreements(t, again, bySigning); !slices.Equal(after, before) || len(after) == 0 {
		t.Errorf("by signing %q, before %q", after, before)
	}
	if diff := cmp.Diff(covered, covering(t, again)); diff != "" || len(slices.Concat(covered...)) == 0 {
		t.Errorf("covered (-before +after):\n%s", diff)
	}
	if rows := raw(t, store, "SHOW INDEXES YIELD name WHERE name = 'search' RETURN name", nil); len(rows) > 0 {
		t.Error("the index of the older schema is left")
	}
}

// covering gives what covers some sectors.
func covering(t *testing.T, store *Store) (found [][]registry.Covering) {
	t.Helper()
	queries := []registry.CoverageQuery{}
	for sector := range 4 {
		queries = append(queries, registry.CoverageQuery{Sector: fmt.Sprintf("sector-%02d", sector), AsOf: planDay})
	}
	err := store.View(t.Context(), func(ctx context.Context, r registry.Reader) (err error) {
		found, err = r.Coverage(ctx, queries)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestOpenWithPairTexts opens a store whose agreements hold their pairs as texts, and takes them out of one again.
func TestOpenWithPairTexts(t *testing.T) {
	if server(t) == nil {
		return
	}
	store := empty(t)
	defer closes(t, store)
	agreement := registry.Agreement{UUID: "019a0000-0000-7000-8000-000000000001", Title: "Paren", Stage: registry.Draft, RegionCodes: []string{"VR01"}, PartnerKeys: []string{"vitens"}}
	raw(t, store, "CREATE (:Region {code: 'VR01'}), (:Partner {key: 'vitens'})", nil)
	puts := func(store *Store) {
		t.Helper()
		err := store.Update(t.Context(), func(ctx context.Context, w registry.Writer) error {
			return w.Put(ctx, registry.BatchOf(agreement))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	puts(store)
	texts := []string{`{"regionCode":"VR01","partnerKey":"vitens","profile":"KERN","motivation":"Op \"verzoek\""}`}
	raw(t, store, "MATCH (a:Agreement) SET a.pairs = $texts REMOVE a._pairsHash", map[string]any{"texts": texts})
	raw(t, store, "MATCH (g:Registry) SET g.schema = 8", nil)
	again, err := Open(t.Context(), *server(t))
	if err != nil {
		t.Fatal(err)
	}
	defer closes(t, again)
	if rows := raw(t, store, "MATCH (a:Agreement)-[s:SETS]->(p) RETURN a.pairs AS texts, s.region + ' ' + p.key + ' ' + s.profile + ' ' + s.motivation AS pair", nil); len(rows) != 1 ||
		rows[0]["texts"] != nil || rows[0]["pair"] != `VR01 vitens KERN Op "verzoek"` {
		t.Errorf("got %v", rows)
	}
	puts(again)
	if rows := raw(t, store, "MATCH ()-[s:SETS]->() RETURN s", nil); len(rows) > 0 {
		t.Errorf("%d pairs stay when the agreement has none", len(rows))
	}
}

func TestTranslate(t *testing.T) {
	lost := &driver.ConnectivityError{Inner: net.ErrClosed}
	for _, c := range []struct {
		err    error
		code   registry.Code
		reason registry.Reason
	}{
		{said("ClientError.Schema.ConstraintValidationFailed"), registry.CodeConflict, registry.ReasonKeyTaken},
		{said("ClientError.Transaction.TransactionTimedOut"), registry.CodeUnavailable, registry.ReasonTooCostly},
		{said("ClientError.Transaction.TransactionTimedOutClientConfiguration"), registry.CodeUnavailable, registry.ReasonTooCostly},
		{said("ClientError.Security.Unauthorized"), registry.CodeUnavailable, registry.ReasonNoAccess},
		{said("TransientError.Database.DatabaseUnavailable"), registry.CodeUnavailable, registry.ReasonStoreAway},
		{&driver.TransactionExecutionLimit{Errors: []error{said("TransientError.Transaction.DeadlockDetected")}}, registry.CodeUnavailable, registry.ReasonStoreAway},
		{said("ClientError.Statement.SyntaxError"), registry.CodeInternal, ""},
		{lost, registry.CodeUnavailable, registry.ReasonStoreAway},
		{registry.NotFound("Partner:x"), registry.CodeNotFound, registry.ReasonNotFound},
	} {
		wants(t, translate(c.err), c.code, c.reason)
	}
	if translate(nil) != nil {
		t.Error("no error became one")
	}
}

// TestTranslateForACallerThatLeft: what the driver says then is of the caller, and no fault.
func TestTranslateForACallerThatLeft(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range []error{errors.New("canceled"), &driver.ConnectivityError{Inner: errors.New("canceled")}, said("ClientError.Transaction.Terminated")} {
		if got := translateFor(ctx, err); !errors.Is(got, context.Canceled) || registry.CodeOf(got) == registry.CodeUnavailable {
			t.Errorf("%v: got %v", err, got)
		}
	}
	wants(t, translateFor(ctx, registry.NotFound("Partner:x")), registry.CodeNotFound, registry.ReasonNotFound)
	wants(t, translateFor(t.Context(), &driver.ConnectivityError{Inner: errors.New("canceled")}), registry.CodeUnavailable, registry.ReasonStoreAway)
}

func said(code string) error {
	return &driver.Neo4jError{Code: "Neo." + code, Msg: "said by the server"}
}

// TestOutcome: only a commit that got no answer leaves the outcome unknown.
func TestOutcome(t *testing.T) {
	lost := &driver.ConnectivityError{Inner: net.ErrClosed}
	refused := errors.New("a rule refused")
	wants(t, (&update{committing: true}).outcome(t.Context(), lost), registry.CodeUnavailable, registry.ReasonOutcomeUnknown)
	wants(t, (&update{}).outcome(t.Context(), lost), registry.CodeUnavailable, registry.ReasonStoreAway)
	wants(t, (&update{committing: true}).outcome(t.Context(), said("ClientError.Schema.ConstraintValidationFailed")), registry.CodeConflict, registry.ReasonKeyTaken)
	if err := (&update{refused: refused}).outcome(t.Context(), lost); err != refused {
		t.Errorf("got %v, want the error of the callback", err)
	}
	if err := (&update{committing: true}).outcome(t.Context(), nil); err != nil {
		t.Errorf("got %v after a commit", err)
	}
}

// TestARefusedPutIsNotCommitted: a Put may be held until a read, and who does without the answer of that read goes on.
func TestARefusedPutIsNotCommitted(t *testing.T) {
	if server(t) == nil {
		return
	}
	store := empty(t)
	defer closes(t, store)
	err := store.Update(t.Context(), func(ctx context.Context, w registry.Writer) error {
		if err := w.Put(t.Context(), registry.BatchOf(registry.Sector{Code: "drinkwater", Name: "Drinkwater"})); err != nil {
			return err
		}
		partner := registry.Partner{Key: "vitens", Name: "Vitens", SectorCodes: []string{"energie"}}
		if err := w.Put(t.Context(), registry.BatchOf(partner)); err != nil {
			return err
		}
		if _, err := w.Regions(t.Context(), nil); err == nil {
			t.Error("a read behind the Put does not tell of it")
		}
		return nil
	})
	wants(t, err, registry.CodeNotFound, registry.ReasonNotFound)
	if nodes := raw(t, store, "MATCH (n:Sector|Partner) RETURN n", nil); len(nodes) > 0 {
		t.Errorf("it left %v", nodes)
	}
}

// TestAFillCountsWhenAsked, and not with each Put and Remove.
func TestAFillCountsWhenAsked(t *testing.T) {
	if server(t) == nil {
		return
	}
	store := empty(t)
	defer closes(t, store)
	data := storetest.Generate(1, 3)
	gone := []string{data.Collaborations[0].ID()}
	for _, step := range []struct {
		what    string
		batch   registry.Batch
		gone    []string
		periods int64
	}{
		{"put in a register that is whole", data.Batch(), nil, 4},
		{"marked", registry.Batch{Mark: &registry.Incomplete{By: registry.FilledByCopy}}, nil, 4},
		{"one taken out, the others put anew", registry.BatchOf(data.Collaborations[1:]...), gone, 4},
		{"counted", registry.Batch{Counted: []string{data.Partners[0].Key}, Mark: &registry.Incomplete{}}, nil, 3},
	} {
		err := store.Update(t.Context(), func(ctx context.Context, w registry.Writer) error {
			return errors.Join(w.Put(ctx, step.batch), w.Remove(ctx, step.gone))
		})
		if err != nil {
			t.Fatalf("%s: %v", step.what, err)
		}
		found := raw(t, store, "MATCH (:Partner)-[:_COUNTED]->(n) RETURN count(n) AS periods", nil)[0]["periods"]
		if found != step.periods {
			t.Errorf("%s: %v periods, want %d", step.what, found, step.periods)
		}
	}
}

// TestCountsThatStayAreNotWritten: a collaboration that begins after all others leaves their periods as they are, and one that ends
// changes the last alone.
func TestCountsThatStayAreNotWritten(t *testing.T) {
	if server(t) == nil {
		return
	}
	store := empty(t)
	defer closes(t, store)
	data := storetest.Generate(1, 3)
	last := data.Collaborations[2]
	last.UUID, last.Period = "ffffffff-0000-7000-8000-000000000000", registry.Period{Since: "2090-01-01"}
	ended := last
	ended.Until = new(registry.Date("2091-01-01"))
	kept := func() []map[string]any {
		return raw(t, store, "MATCH (:Partner)-[:_COUNTED]->(n) RETURN elementId(n) AS id, n.inForce AS inForce ORDER BY n.since", nil)
	}
	put := func(batch registry.Batch) {
		t.Helper()
		if err := store.Update(t.Context(), func(ctx context.Context, w registry.Writer) error { return w.Put(ctx, batch) }); err != nil {
			t.Fatal(err)
		}
	}
	put(data.Batch())
	before := kept()
	put(registry.BatchOf(last))
	begun := kept()
	if len(before) != 4 || len(begun) != 5 || !cmp.Equal(before[:3], begun[:3]) {
		t.Errorf("one that begins later made %v of %v", begun, before)
	}
	put(registry.BatchOf(ended))
	if over := kept(); len(over) != 6 || !cmp.Equal(begun[:4], over[:4]) {
		t.Errorf("one that ends made %v of %v", over, begun)
	}
}

// TestPutsComeBehindTheLock: what is held of a Put is let go by the statement after it, which is not to be the one that takes the lock.
func TestPutsComeBehindTheLock(t *testing.T) {
	all, _, err := readLibrary()
	if err != nil {
		t.Fatal(err)
	}
	var ran []string
	w := &writer{waiting: t.Context(), most: batchSize, expected: newExpected()}
	w.reader = reader{library: all, run: w.inOrder(func(_ context.Context, _ time.Duration, cypher string, _ map[string]any) ([]*driver.Record, error) {
		ran = append(ran, cypher)
		return []*driver.Record{{Values: []any{int64(1), false}}}, nil
	})}
	if err := errors.Join(w.PutPartners(t.Context(), []registry.Partner{{}}), w.PutMarks(t.Context(), []registry.Incomplete{{}})); err != nil {
		t.Fatal(err)
	}
	if len(ran) != 3 || ran[0] != all.Text("Lock") || !strings.Contains(ran[1], all.Text("PutPartners")) {
		t.Errorf("in this order: %q", ran)
	}
}
