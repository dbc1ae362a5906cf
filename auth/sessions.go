package auth

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/gorilla/securecookie"
	"golang.org/x/oauth2"

	"ketenkaart/registry"
)

// The addresses by which browsers sign in and out.
const (
	SignInPath  = "/auth/sign-in"
	ReturnPath  = "/auth/callback"
	SignOutPath = "/auth/sign-out"
)

const (
	// signInTime is how long a person may take to sign in at the issuer.
	signInTime = 10 * time.Minute
	// SessionTime is how long a browser stays signed in: a day at work.
	SessionTime = 10 * time.Hour
)

// Sessions sign browsers in by the code flow with PKCE, and keep who it is in a cookie that only the server can read. The
// cookie holds all of it, so that every replica with the same key knows it; which were ended before their time, the store knows.
type Sessions struct {
	tokens *Tokens
	ended  *ended
	client oauth2.Config
	public *url.URL
	cookie *securecookie.SecureCookie
	secure bool
}

// NewSessions signs in at the issuer of the tokens as its client. Browsers reach the server at the public address; the key,
// of 32 bytes or more, is the same on all replicas, and so is the store.
func NewSessions(tokens *Tokens, client, secret string, public *url.URL, key []byte, store registry.SessionStore) *Sessions {
	hash, block := sha256.Sum256(append([]byte("sign "), key...)), sha256.Sum256(append([]byte("hide "), key...))
	cookie := securecookie.New(hash[:], block[:])
	cookie.MaxAge(int(SessionTime.Seconds()))
	return &Sessions{
		tokens: tokens, ended: &ended{store: store, now: tokens.now}, public: public, cookie: cookie, secure: public.Scheme == "https",
		client: oauth2.Config{ClientID: client, ClientSecret: secret, Scopes: []string{oidc.ScopeOpenID}, RedirectURL: public.JoinPath(ReturnPath).String()},
	}
}

// kept is what the cookie of a session holds.
type kept struct {
	// ID tells the session from others.
	ID           string
	Actor        registry.Actor
	Began, Until time.Time
}

// started is what the cookie holds of a browser that is away to sign in.
type started struct {
	State, Nonce, Verifier, Back string
	Until                        time.Time
}

// Handler answers at the addresses for signing in and out.
func (s *Sessions) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+SignInPath, s.begin)
	mux.HandleFunc("GET "+ReturnPath, s.finish)
	mux.HandleFunc("POST "+SignOutPath, s.end)
	return mux
}

// identify reads the cookie of a session; false when there is none that holds. UNAVAILABLE when the store does not say which were ended.
func (s *Sessions) identify(r *http.Request) (identity Identity, there bool, err error) {
	session, there := s.session(r)
	if !there {
		return identity, false, nil
	}
	over, err := s.ended.holds(r.Context(), session)
	if err != nil || over {
		return identity, false, err
	}
	return Identity{Actor: &session.Actor, Until: session.Until, Ended: func(ctx context.Context) bool {
		over, err := s.ended.holds(ctx, session)
		return err == nil && over // a store that is away ends nothing
	}}, true, nil
}

// session is that of the cookie; false when there is none, or its time is over.
func (s *Sessions) session(r *http.Request) (session kept, there bool) {
	err := s.read(r, s.name("session"), &session)
	return session, err == nil && session.ID != "" && s.tokens.now().Before(session.Until)
}

// begin sends a browser to the issuer.
func (s *Sessions) begin(w http.ResponseWriter, r *http.Request) {
	client, err := s.ready(r)
	if err != nil {
		tell(w, http.StatusServiceUnavailable, "Aanmelden kan nu niet: de aanmelddienst antwoordt niet. Probeer het straks weer.")
		return
	}
	start := started{State: oauth2.GenerateVerifier(), Nonce: oauth2.GenerateVerifier(), Verifier: oauth2.GenerateVerifier(), Back: ownPath(r.URL.Query().Get("return")), Until: s.tokens.now().Add(signInTime)}
	if err := s.write(w, s.name("sign-in"), start, signInTime); err != nil {
		tell(w, http.StatusInternalServerError, "Aanmelden lukt niet.")
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, client.AuthCodeURL(start.State, oidc.Nonce(start.Nonce), oauth2.S256ChallengeOption(start.Verifier)), http.StatusSeeOther)
}

// finish takes a browser back from the issuer.
func (s *Sessions) finish(w http.ResponseWriter, r *http.Request) {
	var start started
	err := s.read(r, s.name("sign-in"), &start)
	s.drop(w, s.name("sign-in"))
	if err != nil || s.tokens.now().After(start.Until) || subtle.ConstantTimeCompare([]byte(start.State), []byte(r.URL.Query().Get("state"))) != 1 {
		tell(w, http.StatusBadRequest, "Deze aanmelding is hier niet begonnen, of duurde te lang. Begin opnieuw.")
		return
	}
	identity, err := s.exchange(r, start)
	if refusal, known := errors.AsType[*registry.Error](err); known && refusal.Code == registry.CodeUnavailable {
		tell(w, http.StatusServiceUnavailable, "Aanmelden kan nu niet: de aanmelddienst antwoordt niet. Probeer het straks weer.")
		return
	}
	if err != nil {
		tell(w, http.StatusForbidden, "De aanmelddienst geeft u geen toegang tot dit register.")
		return
	}
	now := s.tokens.now()
	session := kept{ID: rand.Text(), Actor: *identity.Actor, Began: now, Until: now.Add(SessionTime)}
	if err := s.write(w, s.name("session"), session, SessionTime); err != nil {
		tell(w, http.StatusForbidden, "Uw rechten passen niet in een sessie: u bewerkt te veel partners.")
		return
	}
	http.Redirect(w, r, s.public.JoinPath(start.Back).String(), http.StatusSeeOther)
}

// exchange trades the code for tokens: the ID token shows that the answer is to this browser's question, the access token who
// it is.
func (s *Sessions) exchange(r *http.Request, start started) (Identity, error) {
	client, err := s.ready(r)
	if err != nil {
		return Identity{}, away(err)
	}
	ctx := oidc.ClientContext(r.Context(), &http.Client{Timeout: issuerTime})
	tokens, err := client.Exchange(ctx, r.URL.Query().Get("code"), oauth2.VerifierOption(start.Verifier))
	if err != nil {
		return Identity{}, refused("the issuer does not know this code", err)
	}
	raw, _ := tokens.Extra("id_token").(string)
	verifier := s.tokens.provider.VerifierContext(ctx, s.tokens.config(s.client.ClientID))
	id, err := verifier.Verify(ctx, raw)
	if err != nil || subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(start.Nonce)) != 1 {
		return Identity{}, refused("the issuer's answer is to another question", err)
	}
	return s.tokens.verify(r.Context(), tokens.AccessToken)
}

// end signs out, for whoever has a copy of the cookie too, and at the issuer. A page that says that it takes JSON is told where to go, for
// its policy may keep it from following there.
func (s *Sessions) end(w http.ResponseWriter, r *http.Request) {
	if session, there := s.session(r); there {
		if err := s.ended.end(r.Context(), session); err != nil {
			tell(w, http.StatusServiceUnavailable, "Afmelden lukt nu niet: het register antwoordt niet. Probeer het straks weer.")
			return
		}
	}
	s.drop(w, s.name("session"))
	to := s.public.JoinPath("/").String()
	if address := s.endAddress(r); address != "" {
		to = address + "?" + url.Values{"client_id": {s.client.ClientID}, "post_logout_redirect_uri": {to}}.Encode()
	}
	if r.Header.Get("Accept") != "application/json" {
		http.Redirect(w, r, to, http.StatusSeeOther)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(map[string]string{"location": to}) // who is gone needs no answer
}

// endAddress is where the issuer signs out; "" when it does not, or is away.
func (s *Sessions) endAddress(r *http.Request) string {
	var discovered struct {
		End string `json:"end_session_endpoint"`
	}
	if _, err := s.tokens.ready(r.Context()); err != nil || s.tokens.provider.Claims(&discovered) != nil {
		return ""
	}
	return discovered.End
}

// ready returns the client with the issuer's addresses.
func (s *Sessions) ready(r *http.Request) (*oauth2.Config, error) {
	if _, err := s.tokens.ready(r.Context()); err != nil {
		return nil, err
	}
	client := s.client
	client.Endpoint = s.tokens.provider.Endpoint()
	return &client, nil
}

// name is that of a cookie. Over HTTPS the prefix has browsers hold it to this host.
func (s *Sessions) name(of string) string {
	if s.secure {
		return "__Host-ketenkaart-" + of
	}
	return "ketenkaart-" + of
}

func (s *Sessions) read(r *http.Request, name string, into any) error {
	cookie, err := r.Cookie(name)
	if err != nil {
		return err
	}
	var text string
	if err := s.cookie.Decode(name, cookie.Value, &text); err != nil {
		return err
	}
	return json.Unmarshal([]byte(text), into)
}

func (s *Sessions) write(w http.ResponseWriter, name string, value any, age time.Duration) error {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("write the cookie %s: %w", name, err)
	}
	encoded, err := s.cookie.Encode(name, string(text))
	if err != nil {
		return fmt.Errorf("write the cookie %s: %w", name, err)
	}
	http.SetCookie(w, s.made(name, encoded, int(age.Seconds())))
	return nil
}

func (s *Sessions) drop(w http.ResponseWriter, name string) { http.SetCookie(w, s.made(name, "", -1)) }

func (s *Sessions) made(name, value string, age int) *http.Cookie {
	return &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: age, HttpOnly: true, Secure: s.secure, SameSite: http.SameSiteLaxMode}
}

// ownPath is an address of this server, "/" for any other: nobody is sent elsewhere by a link to sign in.
func ownPath(back string) string {
	parsed, err := url.Parse(back)
	if err != nil || parsed.Host != "" || parsed.Scheme != "" || !strings.HasPrefix(parsed.Path, "/") || strings.HasPrefix(parsed.Path, "//") || strings.Contains(back, `\`) {
		return "/"
	}
	return cmp.Or(parsed.Path, "/")
}

// tell answers a person.
func tell(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	fmt.Fprintln(w, message)
}
