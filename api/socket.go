package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/coder/websocket"

	"ketenkaart/auth"
)

const (
	// subprotocol is the one that is spoken on a WebSocket.
	subprotocol = "graphql-transport-ws"
	// statusMalformed closes a connection whose client sends what is no message of the subprotocol.
	statusMalformed = 4400
	// initTime is how long a client has for its first message.
	initTime = 10 * time.Second
)

// sockets is the transport over WebSockets: a client has to take what is written within the patience, and to answer a
// ping before the next but one.
type sockets struct{ transport.Websocket }

func newSockets(patience, ping time.Duration, signIn auth.SignIn) sockets {
	largest := int64(largeBody)
	return sockets{transport.Websocket{
		Implementation: acceptor{patience}, InitFunc: greet(signIn), InitTimeout: initTime, PingPongInterval: ping, PayloadReadLimit: &largest,
	}}
}

// Supports leaves offers of HTTP/2 to the other transports.
func (sockets) Supports(r *http.Request) bool { return isSocket(r) }

type acceptor struct{ patience time.Duration }

// Accept makes a WebSocket of the request; where it may come from was checked before.
func (a acceptor) Accept(w http.ResponseWriter, r *http.Request, _ transport.WebsocketAcceptOptions) (transport.WebsocketConn, error) {
	connection, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{subprotocol}, InsecureSkipVerify: true})
	if err != nil {
		return nil, err
	}
	return &socket{Conn: connection, ctx: r.Context(), patience: a.patience}, nil
}

// socket is a WebSocket as the transport wants it.
type socket struct {
	*websocket.Conn
	// ctx tells, once it has ended, whether the server stops.
	ctx      context.Context
	patience time.Duration

	mutex    sync.Mutex
	closing  bool
	deadline *time.Timer
}

var (
	_ transport.WebsocketConn          = (*socket)(nil)
	_ transport.WebsocketReadLimiter   = (*socket)(nil)
	_ transport.WebsocketReadDeadliner = (*socket)(nil)
)

// NextReader waits for a message. One that cannot be read in one way only ends the connection.
func (s *socket) NextReader() (int, io.Reader, error) {
	kind, message, err := s.Read(context.Background())
	switch websocket.CloseStatus(err) {
	case websocket.StatusNormalClosure, websocket.StatusGoingAway, websocket.StatusNoStatusRcvd:
		err = transport.ErrWebsocketClosed
	}
	if err != nil {
		return 0, nil, err
	}
	if malformed := checkMessage(message); malformed != nil {
		return 0, nil, errors.Join(transport.ErrWebsocketClosed, s.WriteClose(statusMalformed, malformed.Message))
	}
	return int(kind), bytes.NewReader(message), nil
}

// WriteJSON sends a message. One that cannot be sent, or is not taken in time, breaks the connection: no later one may
// come without it.
func (s *socket) WriteJSON(value any) error {
	message, err := json.Marshal(value)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), s.patience)
	defer cancel()
	if err := s.Write(ctx, websocket.MessageText, message); err != nil {
		return errors.Join(err, s.Close())
	}
	return nil
}

// WriteClose says goodbye in its own goroutine, for it waits for the client's answer, and the transport does not.
func (s *socket) WriteClose(code int, reason string) error {
	if !s.ends() {
		return nil
	}
	if status, why := closing(s.ctx); status != 0 {
		code, reason = status, why
	}
	go func() { _ = s.Conn.Close(websocket.StatusCode(code), reason) }() // the client may be gone
	return nil
}

// Close breaks the connection, unless there is a goodbye under way, which does so itself.
func (s *socket) Close() error {
	if !s.ends() {
		return nil
	}
	return s.CloseNow()
}

// ends says whether this is the first to end the connection, and takes its deadline off.
func (s *socket) ends() bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	first := !s.closing
	s.closing = true
	s.stopDeadline()
	return first
}

// SetReadDeadline breaks the connection then, unless it is called again before; the zero time takes it off.
func (s *socket) SetReadDeadline(at time.Time) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.stopDeadline()
	if !at.IsZero() && !s.closing {
		s.deadline = time.AfterFunc(time.Until(at), func() { _ = s.CloseNow() }) // it is closed already when all is well
	}
	return nil
}

func (s *socket) stopDeadline() {
	if s.deadline != nil {
		s.deadline.Stop()
	}
}
