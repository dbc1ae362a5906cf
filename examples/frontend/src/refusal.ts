import { CombinedGraphQLErrors } from '@apollo/client';

/** Why a mutation was refused, in words that a program can go by and in words for people, in Dutch. */
export interface Refusal {
  code: string;
  reason: string;
  field?: string;
  why?: string;
  remedy?: string;
  /** The version of the thing as it is now, when another changed it since it was read. */
  version?: number;
}

/** The refusals in an error; what is none, such as a server that cannot be reached, is thrown on. */
export function refusalsOf(error: unknown): Refusal[] {
  if (!error) return [];
  if (!CombinedGraphQLErrors.is(error)) throw error;
  return error.errors.map(({ extensions }) => extensions as unknown as Refusal);
}
