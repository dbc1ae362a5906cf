package api

import (
	"crypto/tls"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
)

// certificateTime is how often the files of a certificate are looked at.
const certificateTime = 10 * time.Second

// Certificate is one of TLS from files, read again when they change, so that a renewal needs no restart.
type Certificate struct {
	certPath, keyPath string

	mutex   sync.Mutex
	looked  time.Time
	changed time.Time
	current *tls.Certificate
}

// ReadCertificate reads the files, in PEM.
func ReadCertificate(certPath, keyPath string) (*Certificate, error) {
	c := &Certificate{certPath: certPath, keyPath: keyPath}
	_, err := c.get(nil)
	return c, err
}

// Config serves TLS 1.2 and newer, and HTTP/2.
func (c *Certificate) Config() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: c.get, NextProtos: []string{"h2", "http/1.1"}}
}

// get returns the certificate. While new files cannot be read, as between the writing of one and of the other, the old one
// serves.
func (c *Certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.current != nil && time.Since(c.looked) < certificateTime {
		return c.current, nil
	}
	c.looked = time.Now()
	changed, err := c.changedAt()
	if err == nil && c.current != nil && changed.Equal(c.changed) {
		return c.current, nil
	}
	read, readErr := tls.LoadX509KeyPair(c.certPath, c.keyPath)
	switch err = errors.Join(err, readErr); {
	case err == nil:
		c.current, c.changed = &read, changed
	case c.current == nil:
		return nil, fmt.Errorf("read the certificate: %w", err)
	}
	return c.current, nil
}

// changedAt is when the later of the files was written.
func (c *Certificate) changedAt() (latest time.Time, err error) {
	for _, path := range []string{c.certPath, c.keyPath} {
		info, err := os.Stat(path)
		if err != nil {
			return latest, err
		}
		if info.ModTime().After(latest) {
			latest = info.ModTime()
		}
	}
	return latest, nil
}
