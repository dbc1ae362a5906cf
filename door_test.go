package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ketenkaart/api"
)

// usualDoor has the defaults of the flags.
func usualDoor() doorFlags {
	return doorFlags{
		Limits:         api.Limits{Body: 1, Tokens: 1, Depth: 1, Aliases: 1, Directives: 1, RootFields: 1, Repeated: 1, Mistakes: 1, Cost: 1, Subscriptions: 1},
		MaxConnections: 1,
	}
}

func TestSettingsOfTheDoorThatCannotWork(t *testing.T) {
	if err := usualDoor().check(); err != nil {
		t.Error(err)
	}
	for says, change := range map[string]func(*doorFlags){
		"--tls-cert and --tls-key go together": func(f *doorFlags) { f.TLSCert = "x" },
		"--only-trusted needs":                 func(f *doorFlags) { f.OnlyTrusted = true },
		"--base-path=kaart":                    func(f *doorFlags) { f.BasePath = "kaart" },
		"--base-path=/kaart/":                  func(f *doorFlags) { f.BasePath = "/kaart/" },
		"--base-path=/../x":                    func(f *doorFlags) { f.BasePath = "/../x" },
		"--max-depth=0":                        func(f *doorFlags) { f.Limits.Depth = 0 },
		"--max-body=-1":                        func(f *doorFlags) { f.Limits.Body = -1 },
		"are 0 or more":                        func(f *doorFlags) { f.Limits.CostPerMinute = -1 },
	} {
		flags := usualDoor()
		change(&flags)
		if err := flags.check(); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("got %v, want %q", err, says)
		}
	}
}

// certify writes a certificate of this machine with a serial number.
func certify(t *testing.T, folder string, serial int64) (pool *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true,
	}
	made, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{"cert.pem": {Type: "CERTIFICATE", Bytes: made}, "key.pem": {Type: "EC PRIVATE KEY", Bytes: private}} {
		if err := os.WriteFile(filepath.Join(folder, name), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	parsed, err := x509.ParseCertificate(made)
	if err != nil {
		t.Fatal(err)
	}
	pool = x509.NewCertPool()
	pool.AddCert(parsed)
	return pool
}

func TestTLSBelowAPath(t *testing.T) {
	folder := t.TempDir()
	pool := certify(t, folder, 1)
	server := announce(t, folder, "--tls-cert", filepath.Join(folder, "cert.pem"), "--tls-key", filepath.Join(folder, "key.pem"), "--base-path", "/kaart", "--anonymous-read")
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: true}}
	host, _, _ := strings.Cut(strings.TrimPrefix(server.endpoint, "https://"), "/")
	for path, status := range map[string]int{
		"/kaart/graphql?query=%7B__typename%7D": http.StatusOK, "/kaart/health/ready": http.StatusOK, "/kaart/": http.StatusOK,
		"/graphql?query=%7B__typename%7D": http.StatusNotFound,
	} {
		response, err := client.Get("https://" + host + path)
		if err != nil {
			t.Fatal(err)
		}
		if err := response.Body.Close(); err != nil {
			t.Fatal(err)
		}
		if response.StatusCode != status || response.ProtoMajor != 2 {
			t.Errorf("%s: got %s by %s", path, response.Status, response.Proto)
		}
	}
	if code := server.stop(t, os.Interrupt); code != 0 {
		t.Errorf("it ended with %d", code)
	}
}
