package auth

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/hashicorp/golang-lru/v2/expirable"

	"ketenkaart/registry"
)

const (
	// maxToken is far above what issuers send.
	maxToken = 16 << 10
	// skew is by how much the clocks of issuer and server may differ.
	skew = 30 * time.Second
	// issuerTime bounds each question to the issuer.
	issuerTime = 5 * time.Second
	// askAgain is how often the issuer is asked at most, when it is away, or when tokens name keys that it did not have.
	askAgain = 5 * time.Second
	// keptTokens and keptFor bound how many tokens are not verified anew, and for how long.
	keptTokens = 1024
	keptFor    = time.Minute
)

// signatures are the algorithms by which tokens may be signed: those of a key pair.
var signatures = []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA}

// Tokens verifies the bearer tokens of one issuer.
type Tokens struct {
	issuer, audience string
	claims           Claims
	now              func() time.Time
	client           *http.Client
	kept             *expirable.LRU[string, Identity]

	mutex    sync.Mutex
	provider *oidc.Provider
	verifier *oidc.IDTokenVerifier
	askedAt  time.Time
	failed   error
}

// NewTokens takes the tokens of an issuer that are meant for the audience. The issuer is asked when the first token comes,
// and again later when it was away.
func NewTokens(issuer, audience string, claims Claims, now func() time.Time) *Tokens {
	return &Tokens{
		issuer: issuer, audience: audience, claims: claims, now: now,
		client: &http.Client{Timeout: issuerTime, Transport: &seldom{next: http.DefaultTransport, now: now, asked: map[string]asking{}}},
		kept:   expirable.NewLRU[string, Identity](keptTokens, nil, keptFor),
	}
}

// verify says who a token is of. UNAUTHENTICATED with TOKEN_REFUSED; UNAVAILABLE with ISSUER_AWAY.
func (t *Tokens) verify(ctx context.Context, raw string) (Identity, error) {
	if len(raw) > maxToken {
		return Identity{}, refused(fmt.Sprintf("a token has at most %d bytes", maxToken), nil)
	}
	if identity, there := t.kept.Get(raw); there && t.now().Before(identity.Until) {
		return identity, nil
	}
	verifier, err := t.ready(ctx)
	if err != nil {
		return Identity{}, away(err)
	}
	var unanswered error
	token, err := verifier.Verify(context.WithValue(ctx, unansweredKey{}, &unanswered), raw)
	if unanswered != nil {
		return Identity{}, away(unanswered)
	}
	if err != nil {
		return Identity{}, refused(why(err), err)
	}
	identity, err := t.identity(token)
	if err != nil {
		return Identity{}, refused("the token does not say who it is of", err)
	}
	t.kept.Add(raw, identity)
	return identity, nil
}

// why says what a client may know of a token that does not pass.
func why(err error) string {
	if _, expired := errors.AsType[*oidc.TokenExpiredError](err); expired {
		return "the token has expired: sign in again"
	}
	return "the token is none of the issuer's for this server"
}

func (t *Tokens) identity(token *oidc.IDToken) (Identity, error) {
	var raw json.RawMessage
	if err := token.Claims(&raw); err != nil {
		return Identity{}, err
	}
	claims, err := decode(raw)
	if err != nil {
		return Identity{}, err
	}
	if token.IssuedAt.After(t.now().Add(skew)) {
		return Identity{}, errors.New("it is from the future")
	}
	// An ID token says who signed in somewhere, and gives no access.
	kind, _ := claims["typ"].(string)
	_, ofToken := claims["at_hash"]
	_, ofCode := claims["c_hash"]
	if kind != "" && kind != "Bearer" || ofToken || ofCode {
		return Identity{}, fmt.Errorf("it is a token of type %q, or one that says who signed in", kind)
	}
	actor, err := t.claims.actor(claims)
	return Identity{Actor: &actor, Until: token.Expiry.Add(skew)}, err
}

// ready returns the verifier. The issuer is asked once; when it is away, again after a while.
func (t *Tokens) ready(ctx context.Context) (*oidc.IDTokenVerifier, error) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.verifier != nil {
		return t.verifier, nil
	}
	if t.failed != nil && t.now().Before(t.askedAt.Add(askAgain)) {
		return nil, t.failed
	}
	// The keys are fetched later with this context, so it has to outlive the request.
	lasting := oidc.ClientContext(context.WithoutCancel(ctx), t.client)
	provider, err := oidc.NewProvider(lasting, t.issuer)
	t.askedAt, t.failed = t.now(), err
	if err != nil {
		return nil, err
	}
	var discovered struct {
		Keys string `json:"jwks_uri"`
	}
	if err := provider.Claims(&discovered); err != nil {
		return nil, err
	}
	t.provider = provider
	t.verifier = oidc.NewVerifier(t.issuer, keys{oidc.NewRemoteKeySet(lasting, discovered.Keys)}, t.config(t.audience))
	return t.verifier, nil
}

// config checks tokens for an audience by the server's clock, give or take the skew.
func (t *Tokens) config(audience string) *oidc.Config {
	return &oidc.Config{ClientID: audience, SupportedSigningAlgs: signatures, Now: func() time.Time { return t.now().Add(-skew) }}
}

// keys are those of the issuer. They tell apart that it did not give them from that they are others, which go-oidc does not.
type keys struct{ oidc.KeySet }

type unansweredKey struct{}

// VerifySignature verifies.
func (k keys) VerifySignature(ctx context.Context, token string) ([]byte, error) {
	payload, err := k.KeySet.VerifySignature(ctx, token)
	if _, failed := errors.AsType[*url.Error](err); failed && !errors.Is(err, errAskedJustNow) {
		if unanswered, there := ctx.Value(unansweredKey{}).(*error); there {
			*unanswered = err
		}
	}
	return payload, err
}

func away(err error) *registry.Error {
	return &registry.Error{
		Code: registry.CodeUnavailable, Reason: ReasonIssuerAway, Cause: err,
		Message: "who signs in cannot be checked now, for the issuer does not answer: try again",
	}
}

// errAskedJustNow is why keys are not asked for again. Those that are there are fresh enough, so the token is what is wrong.
var errAskedJustNow = errors.New("the issuer was asked just now")

// seldom asks each address seldom, or tokens with made-up keys would have the issuer asked for each.
type seldom struct {
	next  http.RoundTripper
	now   func() time.Time
	mutex sync.Mutex
	asked map[string]asking
}

// asking is when an address was asked last, and how that failed.
type asking struct {
	at     time.Time
	failed error
}

// RoundTrip asks, unless it did just now.
func (s *seldom) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method != http.MethodGet {
		return s.next.RoundTrip(r)
	}
	address := r.URL.String()
	if last, recent := s.last(address); recent {
		return nil, cmp.Or(last.failed, errAskedJustNow)
	}
	answer, err := s.next.RoundTrip(r)
	if err == nil && answer.StatusCode >= http.StatusInternalServerError {
		answer, err = nil, errors.Join(fmt.Errorf("the issuer answers %s", answer.Status), answer.Body.Close())
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.asked[address] = asking{s.asked[address].at, err}
	return answer, err
}

// last returns the last time that an address was asked; when that is a while ago, this is one.
func (s *seldom) last(address string) (asking, bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	last, now := s.asked[address], s.now()
	if now.Sub(last.at) < askAgain {
		return last, true
	}
	s.asked[address] = asking{at: now}
	return last, false
}
