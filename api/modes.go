package api

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ketenkaart/registry"
)

// secretive refuses to tell the schema.
type secretive struct{}

var _ graphql.OperationContextMutator = secretive{}

func (secretive) ExtensionName() string { return "Secretive" }

func (secretive) Validate(graphql.ExecutableSchema) error { return nil }

func (secretive) MutateOperationContext(_ context.Context, op *graphql.OperationContext) *gqlerror.Error {
	if !asksFor(op.Operation.SelectionSet, "__schema", "__type") {
		return nil
	}
	return refusal(&registry.Error{Code: registry.CodeForbidden, Reason: reasonIntrospection, Message: "this server does not tell its schema: see --production"})
}

// readOnly refuses every mutation, whoever asks.
type readOnly struct{}

var _ graphql.OperationContextMutator = readOnly{}

func (readOnly) ExtensionName() string { return "ReadOnly" }

func (readOnly) Validate(graphql.ExecutableSchema) error { return nil }

func (readOnly) MutateOperationContext(_ context.Context, op *graphql.OperationContext) *gqlerror.Error {
	if op.Operation.Operation != ast.Mutation {
		return nil
	}
	return refusal(&registry.Error{Code: registry.CodeForbidden, Reason: reasonReadOnly, Message: "this server only reads: see --read-only"})
}
