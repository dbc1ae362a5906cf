package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// connections is how many ask at once.
const connections = 16

// asker asks once, and gives an error when the answer is not the one expected.
type asker func(ctx context.Context) error

// pace is how fast answers came.
type pace struct {
	// rate is answers a second, spent the processor's time of this process for each.
	rate  float64
	spent time.Duration
	// p50 and p99 are how long an answer took, in the middle and but for one in a hundred.
	p50, p99 time.Duration
}

// load has askers ask for so long.
func load(ctx context.Context, askers []asker, long time.Duration) (pace, error) {
	var (
		mutex  sync.Mutex
		took   []time.Duration
		failed atomic.Pointer[error]
		group  sync.WaitGroup
	)
	began, used := time.Now(), processorTime()
	end := began.Add(long)
	for _, ask := range askers {
		group.Go(func() {
			var own []time.Duration
			for now := time.Now(); now.Before(end) && failed.Load() == nil; {
				if err := ask(ctx); err != nil {
					failed.CompareAndSwap(nil, &err)
					return
				}
				asked := now
				now = time.Now()
				own = append(own, now.Sub(asked))
			}
			mutex.Lock()
			defer mutex.Unlock()
			took = append(took, own...)
		})
	}
	group.Wait()
	if err := failed.Load(); err != nil {
		return pace{}, *err
	}
	if len(took) == 0 {
		return pace{}, errors.New("nothing was answered")
	}
	slices.Sort(took)
	count := len(took)
	return pace{
		rate: float64(count) / time.Since(began).Seconds(), spent: (processorTime() - used) / time.Duration(count),
		p50: took[count/2], p99: took[count*99/100],
	}, nil
}

func processorTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// client is one kept-alive connection on which the same request is sent again and again. It does little more than
// compare bytes, because it shares the processor with the server.
type client struct {
	connection net.Conn
	reader     *bufio.Reader
	request    []byte
	want, body []byte
}

// dial opens a connection; want is the body of every answer.
func dial(ctx context.Context, address string, request, want []byte) (*client, error) {
	var dialer net.Dialer
	connection, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	return &client{connection: connection, reader: bufio.NewReaderSize(connection, 64<<10), request: request, want: want}, nil
}

func (c *client) ask(context.Context) error {
	if err := c.exchange(); err != nil {
		return err
	}
	if !bytes.Equal(c.body, c.want) {
		return fmt.Errorf("the answer changed to %.300s", c.body)
	}
	return nil
}

// exchange sends the request and reads the answer into body.
func (c *client) exchange() error {
	if _, err := c.connection.Write(c.request); err != nil {
		return err
	}
	response, err := http.ReadResponse(c.reader, nil)
	if err != nil {
		return err
	}
	body := bytes.NewBuffer(c.body[:0])
	_, err = io.Copy(body, response.Body)
	c.body = body.Bytes()
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("the answer is %s: %.300s", response.Status, c.body)
	}
	return response.Body.Close()
}

// askOnce returns the body of the answer to one request.
func askOnce(ctx context.Context, address string, request []byte) ([]byte, error) {
	c, err := dial(ctx, address, request, nil)
	if err != nil {
		return nil, err
	}
	err = c.exchange()
	return c.body, errClosing(err, c.connection)
}

func errClosing(err error, closer io.Closer) error {
	if problem := closer.Close(); err == nil {
		return problem
	}
	return err
}

// clients opens all connections.
func clients(ctx context.Context, address string, request, want []byte) (askers []asker, done func(), err error) {
	var opened []*client
	done = func() {
		for _, c := range opened {
			_ = c.connection.Close() // nothing is under way on it
		}
	}
	for range connections {
		c, err := dial(ctx, address, request, want)
		if err != nil {
			done()
			return nil, nil, err
		}
		opened = append(opened, c)
		askers = append(askers, c.ask)
	}
	return askers, done, nil
}
