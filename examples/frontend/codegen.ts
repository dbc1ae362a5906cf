import type { CodegenConfig } from '@graphql-codegen/cli';

// Types of the documents in src, made from the contract. strictScalars refuses a scalar that nobody gave a type.
const config: CodegenConfig = {
  schema: '../../schema.graphqls',
  documents: ['src/**/*.ts', '!src/contract/**'],
  generates: {
    'src/contract/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        importExtension: '.js',
        scalars: {
          Date: 'string',
          PartialDate: 'string',
          DateTime: 'string',
          URL: 'string',
          JSON: 'unknown',
        },
      },
    },
    // Which types an interface or union can be: a cache needs it to match fragments.
    'src/contract/possible-types.ts': { plugins: ['fragment-matcher'], config: { useExplicitTyping: true } },
  },
};

export default config;
