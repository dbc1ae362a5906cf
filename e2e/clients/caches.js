// Asks the server at an address by real clients, and compares what each has in its cache with what the server answered.
// node caches.js http://127.0.0.1:8080/graphql README.md
import { readFileSync } from 'node:fs';
import { deepStrictEqual } from 'node:assert';

import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { cacheExchange } from '@urql/exchange-graphcache';
import { Client as Urql, fetchExchange } from '@urql/core';
import { TypeInfo, buildClientSchema, getIntrospectionQuery, parse, print, visit, visitWithTypeInfo } from 'graphql';
import relay from 'relay-runtime';

import PartnerPageQuery from './build/relay/PartnerPageQuery.graphql.js';

const [address, readme] = process.argv.slice(2);

/** What the server answers, without a client between. */
async function answer(query, variables) {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()).data;
}

const introspection = await answer(getIntrospectionQuery({ descriptions: false }));
const schema = buildClientSchema(introspection);
const possibleTypes = Object.fromEntries(
  introspection.__schema.types.filter((type) => type.possibleTypes).map((type) => [type.name, type.possibleTypes.map(({ name }) => name)]),
);

/** The questions of a page: its GraphQL documents that change nothing and take no variables. */
function questions(path) {
  const documents = [...readFileSync(path, 'utf8').matchAll(/^```graphql\n(.*?)^```/gms)].map(([, text]) => text);
  return documents.filter((text) => !/^(mutation|subscription)|\$/m.test(text)).map(withIDs);
}

/** Asks the id of whatever has one, as clients with a cache do. */
function withIDs(text) {
  const types = new TypeInfo(schema);
  const id = { kind: 'Field', name: { kind: 'Name', value: 'id' } };
  const SelectionSet = (set) =>
    types.getParentType()?.getFields?.().id ? { ...set, selections: [id, ...set.selections] } : undefined;
  return print(visit(parse(text), visitWithTypeInfo(types, { SelectionSet })));
}

/** Leaves out the __typename that clients ask for by themselves. */
function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== '__typename').map(([name, inner]) => [name, plain(inner)]));
}

const apollo = {
  client: new ApolloClient({ cache: new InMemoryCache({ possibleTypes }), link: new HttpLink({ uri: address }) }),
  async ask(query) {
    await this.client.query({ query: parse(query) });
    return (await this.client.query({ query: parse(query), fetchPolicy: 'cache-only' })).data;
  },
};

const urql = {
  client: new Urql({
    url: address,
    preferGetMethod: false,
    exchanges: [cacheExchange({ schema: introspection, keys: keyless(introspection) }), fetchExchange],
  }),
  async ask(query) {
    await this.client.query(query, {}).toPromise();
    return (await this.client.query(query, {}, { requestPolicy: 'cache-only' }).toPromise()).data;
  },
};

/** Types without an id are parts of the thing that has them. */
function keyless({ __schema }) {
  const parts = __schema.types.filter((type) => type.kind === 'OBJECT' && !type.fields.some(({ name }) => name === 'id'));
  return Object.fromEntries(parts.map((type) => [type.name, () => null]));
}

/** All questions one after another, then each again from the cache: it is what the server answers. */
async function compare(name, client, documents) {
  for (const document of documents) await client.ask(document);
  for (const document of documents) {
    deepStrictEqual(plain(await client.ask(document)), plain(await answer(document)), `${name} has in its cache of\n${document}`);
  }
  console.log(`${name}: ${documents.length} questions`);
}

/** Relay reads its own compiled query from its store. */
async function compareRelay() {
  const environment = new relay.Environment({
    network: relay.Network.create(async ({ text }, variables) => ({ data: await answer(text, variables) })),
    store: new relay.Store(new relay.RecordSource()),
  });
  await relay.fetchQuery(environment, PartnerPageQuery, {}).toPromise();
  const { fragment } = relay.createOperationDescriptor(PartnerPageQuery, {});
  const { before, after, now } = environment.lookup(fragment).data;
  console.log(`relay: ${JSON.stringify([before.adoption, after.adoption.since, after.adoption.region.name, now.id])}`);
}

const documents = questions(readme);
await compare('apollo', apollo, documents);
await compare('urql', urql, documents);
await compareRelay();
process.exit(0);
