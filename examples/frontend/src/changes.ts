import type { ApolloClient } from '@apollo/client';

import { graphql } from './contract/index.js';

const changed = graphql(`
  subscription Changed($afterRevision: Int) {
    changes(afterRevision: $afterRevision) {
      id
      revision
      items(first: 100) {
        nodes {
          subjectId
          subject {
            id
            ... on Collaboration {
              version
              profile
              until
            }
          }
        }
      }
    }
  }
`);

/** Tells of each change after a revision. What it brings of a thing goes into the cache, so that pages show it. */
export function follow(client: ApolloClient, afterRevision: number, tell: (revision: number, subjects: string[]) => void): () => void {
  const subscription = client.subscribe({ query: changed, variables: { afterRevision } }).subscribe((event) => {
    const change = event.data?.changes;
    if (change) tell(change.revision, change.items.nodes.map((item) => item.subjectId));
  });
  return () => subscription.unsubscribe();
}
