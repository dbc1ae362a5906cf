// What the contract is held to: the rules of @graphql-eslint for schemas and for Relay, but for those that say why not.
import graphql from '@graphql-eslint/eslint-plugin';

const recommended = graphql.configs['flat/schema-recommended'].rules;
const [severity, naming] = recommended['@graphql-eslint/naming-convention'];

export default [
  {
    files: ['build/lint/schema.graphql'],
    languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig: { schema: 'build/lint/schema.graphql' } } },
    plugins: { '@graphql-eslint': graphql },
    rules: {
      ...recommended,
      ...graphql.configs['flat/schema-relay'].rules,
      // The values of Action and NodeKind are the names of the mutations and of the types.
      '@graphql-eslint/naming-convention': [severity, { ...naming, EnumValueDefinition: { ignorePattern: '^[a-z]+([A-Z][a-z]+)*$|^([A-Z][a-z]+)+$', style: 'UPPER_CASE' } }],
      // A label has a label, which is what it is for.
      '@graphql-eslint/no-typename-prefix': 'off',
      // Lists that a rule of the register bounds, as @listSize says, are no connections; what has no life of its own is paged, and no node.
      '@graphql-eslint/relay-edge-types': ['error', { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false }],
      // What has no life of its own is known by what it is part of.
      '@graphql-eslint/strict-id-in-types': 'off',
    },
  },
];
