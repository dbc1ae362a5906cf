import type { ApolloClient } from '@apollo/client';

import { graphql } from './contract/index.js';
import type { PartnerFilter, PartnersQuery, RegisterPartnerInput } from './contract/graphql.js';

const partners = graphql(`
  query Partners($filter: PartnerFilter, $first: Int!, $after: String) {
    partners(filter: $filter, first: $first, after: $after) {
      edges {
        cursor
        node {
          id
          key
          name
          coreTasks
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const partnerAt = graphql(`
  query PartnerAt($key: String!, $asOf: Date) {
    partner(key: $key, asOf: $asOf) {
      id
      name
      adoption {
        id
        since
        region {
          id
          name
        }
      }
    }
  }
`);

const partnerByID = graphql(`
  query PartnerByID($id: ID!) {
    node(id: $id) {
      id
      ... on Partner {
        name
        adoption {
          id
          since
        }
      }
    }
  }
`);

const register = graphql(`
  mutation RegisterPartner($input: RegisterPartnerInput!) {
    registerPartner(input: $input) {
      partner {
        id
        key
        version
      }
    }
  }
`);

/** Registers a partner, and gives its key; undefined when it is refused. */
export async function registerPartner(client: ApolloClient, input: RegisterPartnerInput): Promise<string | undefined> {
  const { data } = await client.mutate({ mutation: register, variables: { input } });
  return data?.registerPartner?.partner.key;
}

/** A list that grows by a page, as a page with a button "more" would show it. */
export function partnerList(client: ApolloClient, filter: PartnerFilter, first: number) {
  const list = client.watchQuery({ query: partners, variables: { filter, first } });
  const shown = () => namesOf(list.getCurrentResult().data as PartnersQuery | undefined);
  return {
    async start(): Promise<string[]> {
      await list.refetch();
      return shown();
    },
    /** Goes on where the page before ended; the cache puts the pages together. */
    async more(): Promise<string[]> {
      const after = (list.getCurrentResult().data as PartnersQuery | undefined)?.partners?.pageInfo.endCursor ?? null;
      await list.fetchMore({ variables: { after } });
      return shown();
    },
  };
}

function namesOf(data: PartnersQuery | undefined): string[] {
  return data?.partners?.edges.map((edge) => edge.node.key) ?? [];
}

/** The region that has adopted the partner at a date, today when there is none; from the cache when it is there. */
export async function adoptedBy(client: ApolloClient, key: string, asOf: string | null): Promise<{ id: string; region: string | null } | null> {
  const { data } = await client.query({ query: partnerAt, variables: { key, asOf } });
  const partner = data?.partner;
  return partner ? { id: partner.id, region: partner.adoption?.region.name ?? null } : null;
}

/** What a link leads to: its id says which thing, and at which date. */
export async function open(client: ApolloClient, id: string): Promise<{ id: string; name: string; adoptedSince: string | null } | null> {
  const { data } = await client.query({ query: partnerByID, variables: { id } });
  const thing = data?.node;
  if (thing?.__typename !== 'Partner') return null;
  return { id: thing.id, name: thing.name, adoptedSince: thing.adoption?.since ?? null };
}
