import { CombinedGraphQLErrors } from '@apollo/client';

/** What is wrong with a field, and in a list with which item. */
export interface Problem {
  field: string;
  item?: number;
  reason: string;
  why: string;
  remedy: string;
}

/** Why a mutation was refused, in words that a program can go by and in words for people, in Dutch. */
export interface Refusal {
  code: string;
  reason: string;
  /** Everything that is wrong with an input, at once. */
  problems?: Problem[];
  /** The version of the thing as it is now, when another changed it since it was read. */
  version?: number;
}

/** The refusals in an error; what is none, such as a server that cannot be reached, is thrown on. */
export function refusalsOf(error: unknown): Refusal[] {
  if (!error) return [];
  if (!CombinedGraphQLErrors.is(error)) throw error;
  return error.errors.map(({ extensions }) => extensions as unknown as Refusal);
}
