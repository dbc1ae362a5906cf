// Asks a server through a gateway of Apollo Federation, beside another subgraph that extends regions and partners.
import { ApolloGateway, LocalGraphQLDataSource, RemoteGraphQLDataSource } from '@apollo/gateway';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';

const [url, query] = process.argv.slice(2);
const asked = await fetch(url, {
  method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: '{ _service { sdl } }' }),
});
const { data } = await asked.json();
const kaart = parse(data._service.sdl);

const otherText = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
  type Query { plans: [Plan!]! }
  type Plan { title: String! regions: [Region!]! partner: Partner! }
  type Region @key(fields: "code", resolvable: false) { code: String! }
  type Partner @key(fields: "key") { key: String! plan: String! }
`);
const other = buildSubgraphSchema({
  typeDefs: otherText,
  resolvers: {
    Query: { plans: () => [{ title: 'Hoogwater', regions: [{ code: 'VR08' }, { code: 'VR09' }], partner: { key: 'vitens' } }] },
    Partner: { plan: ({ key }) => `plan van ${key}`, __resolveReference: ({ key }) => ({ key }) },
  },
});

const composed = composeServices([{ name: 'kaart', url, typeDefs: kaart }, { name: 'plannen', url: 'http://plannen', typeDefs: otherText }]);
if (composed.errors) throw new Error(composed.errors.map(({ message }) => message).join('\n'));
const gateway = new ApolloGateway({
  supergraphSdl: composed.supergraphSdl,
  buildService: ({ name }) => (name === 'kaart' ? new RemoteGraphQLDataSource({ url }) : new LocalGraphQLDataSource(other)),
});
const { executor } = await gateway.load();
const answer = await executor({
  document: parse(query), request: { query }, operationName: null, queryHash: 'q', context: {}, metrics: {}, cache: { get: async () => undefined, set: async () => {} }, logger: console, schema: gateway.schema,
});
console.log(JSON.stringify(answer.errors ?? answer.data));
await gateway.stop();
