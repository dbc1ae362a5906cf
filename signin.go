package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"ketenkaart/api"
	"ketenkaart/auth"
	"ketenkaart/registry"
)

// minSessionKey is how many bytes make a key that is not guessed.
const minSessionKey = 32

// signInFlags say who may use the server (R21).
type signInFlags struct {
	OIDCIssuer    site       `name:"oidc-issuer" env:"KETENKAART_OIDC_ISSUER" placeholder:"ADDRESS" help:"The issuer of OpenID Connect whose tokens say who somebody is."`
	OIDCAudience  string     `name:"oidc-audience" default:"ketenkaart" env:"KETENKAART_OIDC_AUDIENCE" placeholder:"NAME" help:"The audience that tokens have to be for (${default})."`
	OIDCClient    string     `name:"oidc-client" env:"KETENKAART_OIDC_CLIENT" placeholder:"NAME" help:"The client by which browsers sign in; without it, they do not. Needs --public-url."`
	OIDCSecret    string     `name:"oidc-secret" env:"KETENKAART_OIDC_SECRET" placeholder:"FILE" type:"existingfile" help:"A file with the secret of that client, when it has one."`
	SessionKey    string     `name:"session-key" env:"KETENKAART_SESSION_KEY" placeholder:"FILE" type:"existingfile" help:"A file of 32 bytes or more by which sessions of browsers are hidden, the same for all replicas."`
	PublicURL     site       `name:"public-url" env:"KETENKAART_PUBLIC_URL" placeholder:"ADDRESS" help:"The address by which browsers reach the server, such as https://kaart.example.nl."`
	ClaimActor    string     `name:"claim-actor" default:"sub" env:"KETENKAART_CLAIM_ACTOR" placeholder:"CLAIM" help:"The claim with a stable name for who acts, which changes keep (${default})."`
	ClaimRoles    string     `name:"claim-roles" default:"realm_access.roles" env:"KETENKAART_CLAIM_ROLES" placeholder:"CLAIM" help:"The claim with the roles (${default})."`
	ClaimRegions  string     `name:"claim-regions" default:"regions" env:"KETENKAART_CLAIM_REGIONS" placeholder:"CLAIM" help:"The claim with the codes of the regions of an editor (${default})."`
	ClaimPartners string     `name:"claim-partners" default:"partners" env:"KETENKAART_CLAIM_PARTNERS" placeholder:"CLAIM" help:"The claim with the keys of the partners of an editor (${default})."`
	RoleNames     []roleName `name:"role-name" env:"KETENKAART_ROLE_NAME" placeholder:"ROLE=WORD" help:"The issuer's word for a role, such as registrar=kaart-beheer; the roles are reader, analyst, editor and registrar."`
	SignInProxy   []network  `name:"sign-in-proxy" env:"KETENKAART_SIGN_IN_PROXY" placeholder:"ADDRESS" help:"The addresses of a proxy that signs in, such as 10.0.0.4 or 10.0.0.0/24: its headers X-Forwarded-User, X-Forwarded-Groups, X-Forwarded-Regions and X-Forwarded-Partners are believed."`
	AnonymousRead bool       `name:"anonymous-read" env:"KETENKAART_ANONYMOUS_READ" help:"Whoever is not signed in reads what is not closed, without contact points; nobody changes anything without signing in."`
	Closed        []string   `name:"closed" env:"KETENKAART_CLOSED" placeholder:"WHAT" help:"What is closed to whoever is no party to it: agreements, which never were in force or on record."`
	ReadOnly      bool       `name:"read-only" env:"KETENKAART_READ_ONLY" help:"Nobody changes anything."`
	NoSignIn      bool       `name:"no-sign-in" env:"KETENKAART_NO_SIGN_IN" help:"Whoever reaches the server reads and changes all: for where nobody else can, such as a container whose port is published on this machine alone."`
}

// check refuses what cannot work, and a server that others reach and that knows nobody.
func (f signInFlags) check(listen string, behindProxy bool) error {
	if err := f.contradictions(); err != nil {
		return err
	}
	for _, what := range f.Closed {
		if what != closedAgreements {
			return fmt.Errorf("--closed=%s: nothing of that name can be closed; it is --closed=%s", what, closedAgreements)
		}
	}
	if (behindProxy || !api.IsLoopback(listen)) && !f.knowsAnybody() && !f.AnonymousRead && !f.NoSignIn {
		return fmt.Errorf("--listen=%s can be reached by others, itself or through the proxy that --host, --trusted-proxy, --public-url or --base-path speak of, and nobody signs in: give --oidc-issuer, --sign-in-proxy or --anonymous-read", listen)
	}
	return nil
}

func (f signInFlags) contradictions() error {
	switch {
	case f.NoSignIn && (f.knowsAnybody() || f.AnonymousRead):
		return errors.New("--no-sign-in contradicts --oidc-issuer, --sign-in-proxy and --anonymous-read: leave it out")
	case f.OIDCClient != "" && (f.OIDCIssuer.text == "" || f.PublicURL.text == "" || f.SessionKey == ""):
		return errors.New("--oidc-client needs --oidc-issuer, --public-url and --session-key")
	case f.OIDCClient == "" && (f.OIDCSecret != "" || f.SessionKey != ""):
		return errors.New("--oidc-secret and --session-key are for --oidc-client: give that too")
	}
	return nil
}

// closedAgreements is the word of --closed for agreements in the making.
const closedAgreements = "agreements"

// closed is what the flags close.
func (f signInFlags) closed() registry.Closed {
	return registry.Closed{Agreements: slices.Contains(f.Closed, closedAgreements)}
}

// knowsAnybody says whether somebody can sign in.
func (f signInFlags) knowsAnybody() bool { return f.OIDCIssuer.text != "" || len(f.SignInProxy) > 0 }

// signIn makes what the flags ask for; the store knows which sessions were ended.
func (f signInFlags) signIn(store registry.SessionStore) (signIn auth.SignIn, err error) {
	signIn.Anonymous = f.AnonymousRead
	claims := auth.DefaultClaims()
	claims.Actor, claims.Roles, claims.Regions, claims.Partners = f.ClaimActor, f.ClaimRoles, f.ClaimRegions, f.ClaimPartners
	for _, name := range f.RoleNames {
		*name.in(&claims.RoleNames) = name.word
	}
	if f.OIDCIssuer.text != "" {
		signIn.Tokens = auth.NewTokens(f.OIDCIssuer.text, f.OIDCAudience, claims, time.Now)
	}
	if len(f.SignInProxy) > 0 {
		signIn.Proxy = &auth.Proxy{User: "X-Forwarded-User", Roles: "X-Forwarded-Groups", Regions: "X-Forwarded-Regions", Partners: "X-Forwarded-Partners", RoleNames: claims.RoleNames, From: prefixes(f.SignInProxy)}
	}
	if f.OIDCClient != "" {
		signIn.Sessions, err = f.sessions(signIn.Tokens, store)
	}
	return signIn, err
}

func (f signInFlags) sessions(tokens *auth.Tokens, store registry.SessionStore) (*auth.Sessions, error) {
	key, err := os.ReadFile(f.SessionKey)
	if err != nil {
		return nil, fmt.Errorf("read the key of --session-key: %w", err)
	}
	if len(key) < minSessionKey {
		return nil, fmt.Errorf("--session-key=%s: the file has %d bytes, and a key has %d at least: head -c 32 /dev/urandom makes one", f.SessionKey, len(key), minSessionKey)
	}
	secret := []byte{}
	if f.OIDCSecret != "" {
		if secret, err = os.ReadFile(f.OIDCSecret); err != nil {
			return nil, fmt.Errorf("read the secret of --oidc-secret: %w", err)
		}
	}
	return auth.NewSessions(tokens, f.OIDCClient, strings.TrimSpace(string(secret)), f.PublicURL.url, key, store), nil
}

// announce says who may use the server, in both languages where it matters.
func (f signInFlags) announce(to io.Writer, listen string, behindProxy bool) {
	switch {
	case f.knowsAnybody():
		by := []string{}
		for _, each := range f.SignInProxy {
			by = append(by, each.String())
		}
		fmt.Fprintf(to, "  Sign-in:   %s\n", strings.TrimSpace(strings.Join(append(by, f.OIDCIssuer.text), " ")))
	case f.AnonymousRead:
		fmt.Fprintln(to, "  Sign-in:   none: everybody reads, and nobody changes anything")
	case api.IsLoopback(listen) && !behindProxy:
		fmt.Fprintln(to, "  Sign-in:   none: this machine alone can reach it, and may change all")
	default:
		fmt.Fprintf(to, "LET OP: er is geen aanmelding. Wie %s kan bereiken, kan alles lezen en wijzigen.\n", listen)
		fmt.Fprintf(to, "WARNING: nobody signs in. Whoever can reach %s can read and change everything.\n", listen)
	}
}
