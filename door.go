package main

import (
	"errors"
	"fmt"
	"net"
	"path"
	"strings"

	"golang.org/x/net/netutil"

	"ketenkaart/api"
)

// doorFlags say how the server is reached, and what a request may be.
type doorFlags struct {
	Production       bool      `env:"KETENKAART_PRODUCTION" help:"Tell nothing of the schema: no introspection, no suggestions, no GraphiQL."`
	BasePath         string    `name:"base-path" env:"KETENKAART_BASE_PATH" placeholder:"PATH" help:"The path below which a proxy reaches the server, such as /kaart."`
	TrustedProxy     []network `name:"trusted-proxy" env:"KETENKAART_TRUSTED_PROXY" placeholder:"ADDRESS" help:"The addresses of proxies whose X-Forwarded-For is believed, such as 10.0.0.4 or 10.0.0.0/24."`
	TLSCert          string    `name:"tls-cert" env:"KETENKAART_TLS_CERT" placeholder:"FILE" type:"existingfile" help:"The certificate, in PEM; it is read again when it changes. Needs --tls-key."`
	TLSKey           string    `name:"tls-key" env:"KETENKAART_TLS_KEY" placeholder:"FILE" type:"existingfile" help:"The key of the certificate, in PEM."`
	TrustedDocuments string    `name:"trusted-documents" env:"KETENKAART_TRUSTED_DOCUMENTS" placeholder:"FOLDER" type:"existingdir" help:"The documents that are trusted, as files *.graphql: clients may send their hash (SHA-256) in their place."`
	OnlyTrusted      bool      `name:"only-trusted" env:"KETENKAART_ONLY_TRUSTED" help:"Answer those documents only."`

	Limits         api.Limits `embed:""`
	MaxConnections int        `name:"max-connections" default:"2000" env:"KETENKAART_MAX_CONNECTIONS" placeholder:"N" help:"How many connections there may be at once (${default})."`
}

// check refuses what cannot work.
func (f doorFlags) check() error {
	switch {
	case (f.TLSCert == "") != (f.TLSKey == ""):
		return errors.New("--tls-cert and --tls-key go together")
	case f.OnlyTrusted && f.TrustedDocuments == "":
		return errors.New("--only-trusted needs --trusted-documents")
	case f.BasePath != "" && (!strings.HasPrefix(f.BasePath, "/") || path.Clean(f.BasePath) != f.BasePath || f.BasePath == "/"):
		return fmt.Errorf("--base-path=%s: write it as /kaart, without a slash at the end", f.BasePath)
	}
	if f.MaxConnections < 1 {
		return fmt.Errorf("--max-connections=%d: give 1 or more", f.MaxConnections)
	}
	return f.Limits.Check()
}

// apply adds to the config what the flags say of the door.
func (f doorFlags) apply(config *api.Config) (err error) {
	config.Limits, config.Production, config.BasePath, config.OnlyTrusted = f.Limits, f.Production, f.BasePath, f.OnlyTrusted
	config.Proxies = prefixes(f.TrustedProxy)
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
