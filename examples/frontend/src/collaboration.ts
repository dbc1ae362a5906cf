import type { ApolloClient } from '@apollo/client';

import { graphql } from './contract/index.js';
import type { StartCollaborationInput } from './contract/graphql.js';
import { refusalsOf, type Refusal } from './refusal.js';

// What a mutation changed is asked back: the collaboration, and the list in which it stands now.
const start = graphql(`
  mutation StartCollaboration($input: StartCollaborationInput!) {
    startCollaboration(input: $input) {
      collaboration {
        id
        version
        profile
        since
        partner {
          id
          collaborations {
            id
            profile
            region {
              id
              name
            }
          }
        }
      }
      change {
        id
        revision
      }
    }
  }
`);

const end = graphql(`
  mutation EndCollaboration($input: EndCollaborationInput!) {
    endCollaboration(input: $input) {
      collaboration {
        id
        version
        until
        endReason
      }
      change {
        id
        revision
      }
    }
  }
`);

export interface Saved {
  id: string;
  version: number;
}

/** Either what was saved, or why it was not: never both. */
export type Outcome = { saved: Saved } | { refused: Refusal[] };

/** Starts a collaboration. With a key of its own, sending the form twice is the same as sending it once. */
export async function startCollaboration(client: ApolloClient, form: StartCollaborationInput): Promise<Outcome> {
  const input = { idempotencyKey: crypto.randomUUID(), ...form };
  const { data, error } = await client.mutate({ mutation: start, variables: { input } });
  return outcome(data?.startCollaboration?.collaboration, error);
}

/** Ends a collaboration in the version that the user saw. */
export async function endCollaboration(client: ApolloClient, seen: Saved, on: string, reason: string): Promise<Outcome> {
  const input = { collaborationId: seen.id, version: seen.version, on, reason, idempotencyKey: crypto.randomUUID() };
  const { data, error } = await client.mutate({ mutation: end, variables: { input } });
  return outcome(data?.endCollaboration?.collaboration, error);
}

// What was sent twice and voided in between has no collaboration any more, and no refusal either.
function outcome(saved: Saved | null | undefined, error: unknown): Outcome {
  const refused = refusalsOf(error);
  return saved && refused.length === 0 ? { saved: { id: saved.id, version: saved.version } } : { refused };
}
