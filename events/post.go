package events

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const (
	connectTime = 5 * time.Second
	// mostAnswer bounds what is read of an answer, of which the status is all that counts.
	mostAnswer = 4 << 10
	// mostWait bounds how long a receiver may ask to be left alone.
	mostWait = time.Hour
	// mostWhy bounds what is kept of why a receiver failed.
	mostWhy = 200
)

// poster sends events to one webhook.
type poster struct {
	hook   Webhook
	client *http.Client
}

func newPoster(hook Webhook, timeout time.Duration) poster {
	return poster{hook, &http.Client{
		Timeout: timeout,
		// A redirect would take the event, its signature and its token to whoever the receiver names.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext: hook.dialer().DialContext, TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: hook.roots},
			TLSHandshakeTimeout: connectTime, MaxConnsPerHost: 1, IdleConnTimeout: time.Minute, MaxResponseHeaderBytes: 16 << 10, ForceAttemptHTTP2: true,
		},
	}}
}

// refused is why an event was not taken.
type refused struct {
	why string
	// gone says that the receiver wants no more of it.
	gone bool
	// after is how long it asks to be left alone.
	after time.Duration
}

func (r *refused) Error() string { return r.why }

// post sends an event once; nil when it was taken.
func (p poster) post(ctx context.Context, id string, event []byte, now time.Time) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, p.hook.URL, bytes.NewReader(event))
	if err != nil {
		return &refused{why: withoutAddress(err)}
	}
	signature, err := p.sign(id, event, now)
	if err != nil {
		return err
	}
	request.Header = http.Header{
		"Content-Type": {MediaType + "; charset=utf-8"}, "User-Agent": {"ketenkaart"},
		"Webhook-Id": {id}, "Webhook-Timestamp": {strconv.FormatInt(now.Unix(), 10)}, "Webhook-Signature": {signature},
	}
	if p.hook.token != "" {
		request.Header.Set("Authorization", "Bearer "+p.hook.token)
	}
	response, err := p.client.Do(request)
	if err != nil {
		return &refused{why: withoutAddress(err)}
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, mostAnswer)) // so that the connection can be used again
	if response.StatusCode >= 200 && response.StatusCode < 300 {
		return nil
	}
	why := fmt.Sprintf("the receiver answered %d %s", response.StatusCode, http.StatusText(response.StatusCode))
	if response.StatusCode >= 300 && response.StatusCode < 400 {
		why += ", and redirects are not followed"
	}
	return &refused{why: why, gone: response.StatusCode == http.StatusGone, after: retryAfter(response.Header.Get("Retry-After"), now)}
}

// sign signs by each secret, the newest first.
func (p poster) sign(id string, event []byte, now time.Time) (string, error) {
	signatures := make([]string, len(p.hook.signers))
	for i, signer := range p.hook.signers {
		var err error
		if signatures[i], err = signer.Sign(id, now, event); err != nil {
			return "", fmt.Errorf("sign an event: %w", err)
		}
	}
	return strings.Join(signatures, " "), nil
}

// withoutAddress says what went wrong without the URL, which may hold what others are not to see.
func withoutAddress(err error) string {
	if inner, ok := errors.AsType[*url.Error](err); ok {
		err = inner.Err
	}
	if errors.Is(err, errPrivate) {
		return errPrivate.Error()
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return "the receiver did not answer in time"
	}
	return "the receiver cannot be reached: " + strings.ToValidUTF8(err.Error()[:min(len(err.Error()), mostWhy)], "")
}

// retryAfter reads how long to wait, in seconds or as a moment; 0 when it says nothing.
func retryAfter(given string, now time.Time) time.Duration {
	wait := time.Duration(0)
	if seconds, err := strconv.Atoi(given); err == nil {
		wait = time.Duration(min(seconds, int(mostWait/time.Second))) * time.Second
	} else if at, err := http.ParseTime(given); err == nil {
		wait = at.Sub(now)
	}
	return max(0, min(wait, mostWait))
}
