package neo4j

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/registry"
)

// translate makes a registry.Error of what the driver returned, by code, as far as it can tell what it is.
func translate(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*registry.Error](err); ok {
		return err
	}
	if failed, ok := errors.AsType[*neo4j.Neo4jError](lastOf(err)); ok {
		return translateCode(failed)
	}
	if away(lastOf(err)) {
		return registry.Unavailable(registry.ReasonStoreAway, err)
	}
	return fmt.Errorf("neo4j: %w", err)
}

// translateFor is translate for a caller. What was asked for a caller that has left failed because of that, whatever the
// driver calls it.
func translateFor(ctx context.Context, err error) error {
	if _, known := errors.AsType[*registry.Error](err); err != nil && !known && errors.Is(ctx.Err(), context.Canceled) {
		return fmt.Errorf("neo4j: %w: %w", ctx.Err(), err)
	}
	return translate(err)
}

// lastOf takes the last failure out of an error that tells of several attempts.
func lastOf(err error) error {
	limit, ok := errors.AsType[*neo4j.TransactionExecutionLimit](err)
	if !ok || len(limit.Errors) == 0 {
		return err
	}
	return limit.Errors[len(limit.Errors)-1]
}

func translateCode(err *neo4j.Neo4jError) error {
	switch {
	case err.Code == "Neo.ClientError.Schema.ConstraintValidationFailed":
		return registry.Conflict(registry.ReasonKeyTaken, "another thing of the register already has this key")
	case strings.HasPrefix(err.Code, "Neo.ClientError.Transaction.TransactionTimedOut"):
		return registry.Unavailable(registry.ReasonTooCostly, err)
	case strings.HasPrefix(err.Code, "Neo.ClientError.Security."):
		return noAccess(err)
	case neo4j.IsRetryable(err), err.Code == "Neo.ClientError.Database.DatabaseNotFound":
		return registry.Unavailable(registry.ReasonStoreAway, err)
	}
	return fmt.Errorf("neo4j: %w", err)
}

func noAccess(err error) error {
	return &registry.Error{
		Code: registry.CodeUnavailable, Reason: registry.ReasonNoAccess,
		Message: "the store refuses the server's own user name or password", Cause: err,
	}
}

// away says whether the error is of the connection rather than of the server.
func away(err error) bool {
	if _, ok := errors.AsType[*neo4j.ConnectivityError](err); ok {
		return true
	}
	if _, ok := errors.AsType[*neo4j.TransactionExecutionLimit](err); ok {
		return true
	}
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, context.DeadlineExceeded)
}

// answered says whether the error came from the server, so that the outcome is known.
func answered(err error) bool {
	_, ok := errors.AsType[*neo4j.Neo4jError](lastOf(err))
	return ok
}
