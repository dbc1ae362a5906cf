package server

import (
	"bufio"
	"context"
	"io"

	"ketenkaart/exchange"
	"ketenkaart/registry"
	"ketenkaart/store/neo4j"
)

// cypher is the export of the whole register as a script that fills an empty Neo4j, its history included.
func cypher(reg *registry.Registry) exchange.Export {
	return exchange.Export{What: "register", Format: "cypher", MediaType: "text/plain; charset=utf-8", Write: func(ctx context.Context, to io.Writer, asked exchange.Asked) error {
		// The history names who made each change, and the rest has contact points.
		if !registry.MaySeeContacts(ctx) {
			return &registry.Error{Code: registry.CodeUnauthenticated, Reason: registry.ReasonSignIn, Message: "sign in to export the whole register"}
		}
		buffer := bufio.NewWriter(to)
		script, err := neo4j.NewScript(ctx, buffer)
		if err != nil {
			return err
		}
		if err := reg.WriteAll(ctx, script, asked.Written); err != nil {
			return err
		}
		if err := script.End(ctx); err != nil {
			return err
		}
		return buffer.Flush()
	}}
}
