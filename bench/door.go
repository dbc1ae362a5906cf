package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/coreos/go-oidc/v3/oidc/oidctest"
	"github.com/prometheus/client_golang/prometheus"

	"ketenkaart/api"
	"ketenkaart/auth"
	"ketenkaart/graph"
	"ketenkaart/observe"
	"ketenkaart/registry"
	"ketenkaart/resolvers"
	"ketenkaart/server"
	"ketenkaart/store/observed"
)

const (
	// doorTarget is a request that costs 15 % more than one without the door.
	doorTarget   = 1 / 1.15
	cachedTarget = 0.5
	coldTarget   = 0.97
	cacheSize    = 32 << 20
	audience     = "ketenkaart"
)

// doorOnSQLite compares the server, with all that stands before an answer, with one that has nothing of it; and what the
// cache of answers gives and costs.
func doorOnSQLite(ctx context.Context, r rounds) error {
	store, reg, done, err := openBundled(ctx)
	if err != nil {
		return err
	}
	defer done()
	whole, signedIn, closeIssuer, err := wholeDoor(store)
	if err != nil {
		return err
	}
	defer closeIssuer()
	ours, err := newSite(ctx, "sign-in, limits, log, metrics", signedIn(whole))
	if err != nil {
		return err
	}
	defer ours.close()
	if err := against(ctx, r, ours, "the same schema and store, in gqlgen's handler alone", doorless(reg), doorTarget); err != nil {
		return err
	}
	kept, err := cachingSite(ctx, "a repeated question, by the cache", reg)
	if err != nil {
		return err
	}
	defer kept.close()
	constant := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(kept.answer)
	})
	if err := against(ctx, r, kept, "net/http with constant bytes", constant, cachedTarget); err != nil {
		return err
	}
	return coldCache(ctx, r, reg)
}

// wholeDoor is the server as it stands on the internet, and what gives its requests a token, as their client does.
func wholeDoor(store registry.Store) (h http.Handler, signedIn func(http.Handler) http.Handler, done func(), err error) {
	taken := prometheus.NewRegistry()
	watch, err := observe.StoreCalls(taken, nil)
	if err != nil {
		return nil, nil, nil, err
	}
	reg, err := registryOn(observed.Store(store, watch))
	if err != nil {
		return nil, nil, nil, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, nil, err
	}
	issuer := &oidctest.Server{PublicKeys: []oidctest.PublicKey{{PublicKey: key.Public(), KeyID: "one", Algorithm: oidc.ES256}}, Algorithms: []string{oidc.ES256}}
	served := httptest.NewServer(issuer)
	issuer.SetIssuer(served.URL)
	claims, err := json.Marshal(map[string]any{
		"iss": served.URL, "aud": audience, "sub": "reader", "typ": "Bearer", "iat": time.Now().Unix(), "exp": time.Now().Add(time.Hour).Unix(),
		"realm_access": map[string]any{"roles": []string{"reader"}},
	})
	if err != nil {
		return nil, nil, nil, err
	}
	token := "Bearer " + oidctest.SignIDToken(key, "one", oidc.ES256, string(claims))
	config := quiet()
	config.Limits = api.Limits{RequestsPerMinute: 1e9, CostPerMinute: 1e9}
	config.SignIn = auth.SignIn{Tokens: auth.NewTokens(served.URL, audience, auth.DefaultClaims(), time.Now)}
	config.Metrics, config.SlowOperations = taken, time.Second
	h, err = server.New(reg, "bench", config)
	return h, func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r.Header.Set("Authorization", token)
			h.ServeHTTP(w, r)
		})
	}, served.Close, err
}

// doorless answers by gqlgen's own handler.
func doorless(reg *registry.Registry) http.Handler {
	schema := graph.NewExecutableSchema(graph.Config{Resolvers: resolvers.New(reg, "bench"), Directives: resolvers.Directives()})
	alone := bare(schema)
	alone.Use(resolvers.NewExtension(reg))
	return alone
}

func cachingSite(ctx context.Context, name string, reg *registry.Registry) (*site, error) {
	config := quiet()
	config.AnswerCache = cacheSize
	h, err := server.New(reg, "bench", config)
	if err != nil {
		return nil, err
	}
	return newSite(ctx, name, h)
}

// coldCache compares questions that never came before, with the cache and without.
func coldCache(ctx context.Context, r rounds, reg *registry.Registry) error {
	without, err := real(reg)
	if err != nil {
		return err
	}
	limit, err := newSite(ctx, "new questions, without the cache", without)
	if err != nil {
		return err
	}
	defer limit.close()
	with, err := cachingSite(ctx, "new questions, with the cache", reg)
	if err != nil {
		return err
	}
	defer with.close()
	for _, each := range []*site{limit, with} {
		if err := each.askAnew(ctx); err != nil {
			return err
		}
	}
	return compare(ctx, r, with.side, limit.side, coldTarget)
}

// asked numbers questions, so that each is another.
var asked atomic.Int64

// askAnew has the clients of a site ask each question with a variable that no other has.
func (s *site) askAnew(ctx context.Context) error {
	body, err := json.Marshal(map[string]any{"query": mission, "extensions": map[string]any{"n": numbered}})
	if err != nil {
		return err
	}
	request := post(s.address, api.Path, body)
	for i := range s.askers {
		c, err := dial(ctx, s.address, nil, s.answer)
		if err != nil {
			return err
		}
		s.askers[i] = func(ctx context.Context) error {
			number := strconv.FormatInt(numbered+asked.Add(1), 10)
			c.request = bytes.Replace(request, []byte(strconv.Itoa(numbered)), []byte(number), 1)
			return c.ask(ctx)
		}
	}
	return nil
}

// numbered is from where questions are counted, so that all numbers are as long.
const numbered = 1_000_000_000_000
