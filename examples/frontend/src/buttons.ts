import type { ApolloClient } from '@apollo/client';

import { graphql } from './contract/index.js';
import type { Action } from './contract/graphql.js';

// One fragment for all kinds of things.
const buttons = graphql(`
  query Buttons($id: ID!, $party: ID) {
    node(id: $id) {
      id
      ... on Actionable {
        actions(party: $party) {
          action
          possible
          allowed
          why
          remedy
        }
      }
    }
  }
`);

export interface Button {
  action: Action;
  enabled: boolean;
  /** Why it is grey and what would help, in Dutch. */
  hint: string | null;
}

/** The buttons of a thing's page: those that make sense for it now, grey with a hint when they cannot be used. */
export async function buttonsOf(client: ApolloClient, id: string, party: string | null): Promise<Button[]> {
  // What may be done changes with whatever is done, also by others: the cache would not know.
  const { data } = await client.query({ query: buttons, variables: { id, party }, fetchPolicy: 'network-only' });
  const actions = data?.node && 'actions' in data.node ? data.node.actions : [];
  return actions
    .filter(({ possible }) => possible)
    .map(({ action, allowed, why, remedy }) => ({ action, enabled: allowed, hint: allowed ? null : `${why} ${remedy}` }));
}
