package main

import (
	"context"
	"strings"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

// canned is a root of resolvers that answers the mission's question from data prepared beforehand, with nothing behind
// it: what the generated code costs by itself. The fields that the question does not ask for have no resolver.
type canned struct {
	graph.ResolverRoot
	total          int
	partners       registry.PartnerConnection
	collaborations map[string][]registry.Collaboration
	regions        map[string]registry.Region
}

// can prepares the data of an answer.
func can(answer missionAnswer) *canned {
	c := &canned{
		total:          answer.Data.Partners.TotalCount,
		collaborations: map[string][]registry.Collaboration{}, regions: map[string]registry.Region{},
	}
	for _, given := range answer.Data.Partners.Nodes {
		partner := registry.Partner{Key: strings.TrimPrefix(given.ID, "Partner:"), Name: given.Name}
		c.partners.Items = append(c.partners.Items, partner)
		for _, edge := range given.Collaborations {
			collaboration := registry.Collaboration{RegionCode: edge.Region.Code, Period: registry.Period{Since: registry.Date(edge.Since)}}
			if edge.Provenance != nil {
				collaboration.Provenance = &registry.Provenance{Certainty: registry.Certainty(edge.Provenance.Certainty)}
			}
			c.collaborations[partner.Key] = append(c.collaborations[partner.Key], collaboration)
			c.regions[edge.Region.Code] = registry.Region{Code: edge.Region.Code, Name: edge.Region.Name}
		}
	}
	return c
}

type (
	cannedQuery struct {
		graph.QueryResolver
		of *canned
	}
	cannedPage struct {
		graph.PartnerConnectionResolver
		of *canned
	}
	cannedPartner struct {
		graph.PartnerResolver
		of *canned
	}
	cannedEdge struct {
		graph.CollaborationResolver
		of *canned
	}
)

func (c *canned) Query() graph.QueryResolver                         { return cannedQuery{of: c} }
func (c *canned) PartnerConnection() graph.PartnerConnectionResolver { return cannedPage{of: c} }
func (c *canned) Partner() graph.PartnerResolver                     { return cannedPartner{of: c} }
func (c *canned) Collaboration() graph.CollaborationResolver         { return cannedEdge{of: c} }

func (c cannedQuery) Partners(context.Context, *registry.PartnerFilter, *registry.PartnerOrder, *registry.Date, *int, *string, *int, *string) (*registry.PartnerConnection, error) {
	return &c.of.partners, nil
}

func (c cannedPage) TotalCount(context.Context, *registry.PartnerConnection) (*int, error) {
	return &c.of.total, nil
}

func (c cannedPartner) Collaborations(_ context.Context, partner *registry.Partner, _ *registry.CollaborationFilter) ([]registry.Collaboration, error) {
	return c.of.collaborations[partner.Key], nil
}

func (c cannedEdge) Region(_ context.Context, edge *registry.Collaboration) (registry.Region, error) {
	return c.of.regions[edge.RegionCode], nil
}
