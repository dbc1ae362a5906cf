package main

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"path"
	"strings"

	"golang.org/x/net/netutil"

	"ketenkaart/api"
)

// doorFlags say how the server is reached, and what a request may be.
type doorFlags struct {
	Production       bool     `env:"KETENKAART_PRODUCTION" help:"Tell nothing of the schema: no introspection, no suggestions, no GraphiQL."`
	BasePath         string   `name:"base-path" env:"KETENKAART_BASE_PATH" placeholder:"PATH" help:"The path below which a proxy reaches the server, such as /kaart."`
	TrustedProxy     []string `name:"trusted-proxy" env:"KETENKAART_TRUSTED_PROXY" placeholder:"ADDRESS" help:"The addresses of proxies whose X-Forwarded-For is believed, such as 10.0.0.4 or 10.0.0.0/24."`
	TLSCert          string   `name:"tls-cert" env:"KETENKAART_TLS_CERT" placeholder:"FILE" type:"existingfile" help:"The certificate, in PEM; it is read again when it changes. Needs --tls-key."`
	TLSKey           string   `name:"tls-key" env:"KETENKAART_TLS_KEY" placeholder:"FILE" type:"existingfile" help:"The key of the certificate, in PEM."`
	TrustedDocuments string   `name:"trusted-documents" env:"KETENKAART_TRUSTED_DOCUMENTS" placeholder:"FOLDER" type:"existingdir" help:"The documents that are trusted, as files *.graphql: clients may send their hash (SHA-256) in their place."`
	OnlyTrusted      bool     `name:"only-trusted" env:"KETENKAART_ONLY_TRUSTED" help:"Answer those documents only."`

	MaxBody           int64 `name:"max-body" default:"${maxBody}" env:"KETENKAART_MAX_BODY" placeholder:"BYTES" help:"How large a request may be (${default})."`
	MaxTokens         int   `name:"max-tokens" default:"${maxTokens}" env:"KETENKAART_MAX_TOKENS" placeholder:"N" help:"How many words and signs a document may have (${default})."`
	MaxDepth          int   `name:"max-depth" default:"${maxDepth}" env:"KETENKAART_MAX_DEPTH" placeholder:"N" help:"How deep fields may lie in each other (${default})."`
	MaxAliases        int   `name:"max-aliases" default:"${maxAliases}" env:"KETENKAART_MAX_ALIASES" placeholder:"N" help:"How many aliases a document may have (${default})."`
	MaxDirectives     int   `name:"max-directives" default:"${maxDirectives}" env:"KETENKAART_MAX_DIRECTIVES" placeholder:"N" help:"How many directives a document may have (${default})."`
	MaxRootFields     int   `name:"max-root-fields" default:"${maxRootFields}" env:"KETENKAART_MAX_ROOT_FIELDS" placeholder:"N" help:"How many questions an operation may ask (${default})."`
	MaxRepeated       int   `name:"max-repeated" default:"${maxRepeated}" env:"KETENKAART_MAX_REPEATED" placeholder:"N" help:"How often a document may ask for a field that it asks for already (${default})."`
	MaxMistakes       int   `name:"max-mistakes" default:"${maxMistakes}" env:"KETENKAART_MAX_MISTAKES" placeholder:"N" help:"How many mistakes of a document are told (${default})."`
	MaxCost           int   `name:"max-cost" default:"${maxCost}" env:"KETENKAART_MAX_COST" placeholder:"N" help:"How many fields an answer may hold, by the prices in the schema (${default})."`
	MaxSubscriptions  int   `name:"max-subscriptions" default:"${maxSubscriptions}" env:"KETENKAART_MAX_SUBSCRIPTIONS" placeholder:"N" help:"How many subscriptions one client may have (${default})."`
	MaxConnections    int   `name:"max-connections" default:"2000" env:"KETENKAART_MAX_CONNECTIONS" placeholder:"N" help:"How many connections there may be at once (${default})."`
	RequestsPerMinute int   `name:"requests-per-minute" default:"1200" env:"KETENKAART_REQUESTS_PER_MINUTE" placeholder:"N" help:"How many requests one client may send in a minute, 0 for any number (${default}). A client of this machine has no bound."`
	CostPerMinute     int   `name:"cost-per-minute" default:"20000000" env:"KETENKAART_COST_PER_MINUTE" placeholder:"N" help:"How many fields the answers to one client may hold in a minute, 0 for any number (${default})."`
}

// usualLimits are what the help says of the limits.
func usualLimits() map[string]string {
	usual := api.DefaultLimits()
	told := map[string]string{"maxBody": fmt.Sprint(usual.Body)}
	for name, most := range map[string]int{
		"maxTokens": usual.Tokens, "maxDepth": usual.Depth, "maxAliases": usual.Aliases, "maxDirectives": usual.Directives,
		"maxRootFields": usual.RootFields, "maxRepeated": usual.Repeated, "maxMistakes": usual.Mistakes, "maxCost": usual.Cost,
		"maxSubscriptions": usual.Subscriptions,
	} {
		told[name] = fmt.Sprint(most)
	}
	return told
}

// check refuses what cannot work.
func (f doorFlags) check() error {
	_, err := prefixes("trusted-proxy", f.TrustedProxy)
	switch {
	case err != nil:
		return err
	case (f.TLSCert == "") != (f.TLSKey == ""):
		return errors.New("--tls-cert and --tls-key go together")
	case f.OnlyTrusted && f.TrustedDocuments == "":
		return errors.New("--only-trusted needs --trusted-documents")
	case f.BasePath != "" && (!strings.HasPrefix(f.BasePath, "/") || path.Clean(f.BasePath) != f.BasePath || f.BasePath == "/"):
		return fmt.Errorf("--base-path=%s: write it as /kaart, without a slash at the end", f.BasePath)
	}
	return f.checkLimits()
}

// checkLimits refuses limits under which nothing could be asked.
func (f doorFlags) checkLimits() error {
	for name, most := range map[string]int{
		"max-body": int(min(f.MaxBody, 1<<30)), "max-tokens": f.MaxTokens, "max-depth": f.MaxDepth, "max-aliases": f.MaxAliases, "max-directives": f.MaxDirectives,
		"max-root-fields": f.MaxRootFields, "max-repeated": f.MaxRepeated, "max-mistakes": f.MaxMistakes, "max-cost": f.MaxCost,
		"max-subscriptions": f.MaxSubscriptions, "max-connections": f.MaxConnections,
	} {
		if most < 1 || most > 1<<30 {
			return fmt.Errorf("--%s=%d: give 1 or more", name, most)
		}
	}
	if f.RequestsPerMinute < 0 || f.CostPerMinute < 0 {
		return errors.New("--requests-per-minute and --cost-per-minute are 0 or more")
	}
	return nil
}

func (f doorFlags) limits() api.Limits {
	return api.Limits{
		Body: f.MaxBody, Tokens: f.MaxTokens, Depth: f.MaxDepth, Aliases: f.MaxAliases, Directives: f.MaxDirectives, RootFields: f.MaxRootFields,
		Repeated: f.MaxRepeated, Mistakes: f.MaxMistakes, Cost: f.MaxCost, Subscriptions: f.MaxSubscriptions,
		RequestsPerMinute: f.RequestsPerMinute, CostPerMinute: f.CostPerMinute,
	}
}

// apply adds to the config what the flags say of the door.
func (f doorFlags) apply(config *api.Config) (err error) {
	config.Limits, config.Production, config.BasePath, config.OnlyTrusted = f.limits(), f.Production, f.BasePath, f.OnlyTrusted
	if config.Proxies, err = prefixes("trusted-proxy", f.TrustedProxy); err != nil {
		return err
	}
	if f.TrustedDocuments != "" {
		config.Documents, err = api.ReadDocuments(f.TrustedDocuments)
	}
	return err
}

func (f doorFlags) scheme() string {
	if f.TLSCert != "" {
		return "https"
	}
	return "http"
}

// listen takes so many connections at once, and reads the certificate when there is one.
func (f doorFlags) listen(listener net.Listener) (net.Listener, *api.Certificate, error) {
	bounded := netutil.LimitListener(listener, f.MaxConnections)
	if f.TLSCert == "" {
		return bounded, nil, nil
	}
	certificate, err := api.ReadCertificate(f.TLSCert, f.TLSKey)
	return bounded, certificate, err
}

// prefixes reads addresses, and networks of them.
func prefixes(flag string, given []string) ([]netip.Prefix, error) {
	read := make([]netip.Prefix, len(given))
	for i, each := range given {
		prefix, err := netip.ParsePrefix(each)
		if address, single := netip.ParseAddr(each); single == nil {
			prefix, err = netip.PrefixFrom(address, address.BitLen()), nil
		}
		if err != nil {
			return nil, fmt.Errorf("--%s=%s: write an address such as 10.0.0.4, or a network such as 10.0.0.0/24", flag, each)
		}
		read[i] = prefix
	}
	return read, nil
}
