package main

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"ketenkaart/api"
)

// maxAnswerCache is in megabytes.
const maxAnswerCache = 4096

// Validate refuses settings that contradict each other or cannot work, before anything is opened; kong calls it.
func (p *program) Validate() error {
	return errors.Join(p.checkFilling(), p.checkAnswerCache(), p.checkStore(), checkListen(p.Listen), p.SignIn.check(p.Listen, p.behindProxy()), p.Door.check(), p.Observe.check(), p.Notify.check(), checkHosts(p.Host), api.CheckOrigins(p.CORSOrigin))
}

func (p *program) checkFilling() error {
	if p.Example && p.Empty || p.Register != "" && (p.Example || p.Empty) {
		return errors.New("--example, --empty and --register contradict each other: use one of them")
	}
	return nil
}

// behindProxy says whether others reach the server though it listens on this machine alone.
func (p *program) behindProxy() bool {
	return len(p.Host) > 0 && !onlyLoopback(p.Host) || len(p.Door.TrustedProxy) > 0 || p.SignIn.PublicURL.text != "" || p.Door.BasePath != ""
}

func onlyLoopback(names []string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { return !api.IsLoopback(net.JoinHostPort(name, "0")) })
}

func (p *program) checkAnswerCache() error {
	if p.AnswerCache < 0 || p.AnswerCache > maxAnswerCache {
		return fmt.Errorf("--answer-cache=%d: give 0 to %d megabytes", p.AnswerCache, maxAnswerCache)
	}
	return nil
}

// checkStore refuses an address that is of no store, and credentials for a store that has none.
func (p *program) checkStore() error {
	if path, embedded := strings.CutPrefix(p.Store, "sqlite:"); embedded {
		switch {
		case path == "":
			return errors.New("--store=sqlite: names no file: write sqlite:PATH")
		case p.Credentials != "":
			return errors.New("--credentials are for Neo4j, and --store is a file: leave one of them out")
		}
		return nil
	}
	for _, scheme := range []string{"neo4j", "neo4j+s", "bolt", "bolt+s"} {
		if strings.HasPrefix(p.Store, scheme+"://") {
			return checkNeo4j(p.Store)
		}
	}
	return fmt.Errorf("--store=%s: an address begins with sqlite:, neo4j://, neo4j+s://, bolt:// or bolt+s://", redacted(p.Store))
}

// checkNeo4j refuses an address without a host, or with a port that is none.
func checkNeo4j(address string) error {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Hostname() == "" || parsed.Port() != "" && !isPort(parsed.Port(), 1) {
		return fmt.Errorf("--store=%s: write it as bolt://HOST:PORT", redacted(address))
	}
	return nil
}

func checkListen(address string) error {
	if _, port, err := net.SplitHostPort(address); err != nil || !isPort(port, 0) {
		return fmt.Errorf("--listen=%s: write it as HOST:PORT, with a port from 0 to 65535", address)
	}
	return nil
}

// checkHosts refuses names that no request ever comes with: clients send them in small letters, and ports are looked past.
func checkHosts(names []string) error {
	for _, name := range names {
		named := net.ParseIP(name) != nil || name != "" && !strings.ContainsAny(name, ":/ \t*@")
		if !named || name != strings.ToLower(name) {
			return fmt.Errorf("--host=%s: write a name alone, in small letters, such as kaart.example.nl", name)
		}
	}
	return nil
}

func isPort(text string, least int) bool {
	port, err := strconv.Atoi(text)
	return err == nil && port >= least && port <= 65535
}
