import { ApolloClient, ApolloLink, HttpLink } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { createClient } from 'graphql-ws';
import { OperationTypeNode } from 'graphql';

import { newCache } from './cache.js';

declare module '@apollo/client' {
  namespace ApolloClient {
    namespace DeclareDefaultOptions {
      interface Query {
        errorPolicy: 'all';
      }
      interface Mutate {
        errorPolicy: 'all';
      }
    }
  }
}

/** A client of the server at the address, which ends in /graphql. A browser has a WebSocket of its own. */
export function newClient(address: string, webSocketImpl?: unknown): ApolloClient {
  const socket = createClient({ url: address.replace(/^http/, 'ws'), webSocketImpl });
  return new ApolloClient({
    cache: newCache(),
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      new GraphQLWsLink(socket),
      new HttpLink({ uri: address }),
    ),
    // A field that failed is null, with its error beside it: what else was asked is shown.
    defaultOptions: { query: { errorPolicy: 'all' }, mutate: { errorPolicy: 'all' } },
  });
}
