import type { IncomingMessage } from 'node:http';
import type { World } from '../world/world.ts';

export interface PassedResponse {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Bytes as characters. */
  readonly body: string;
}

/** What a proxy does wrong. */
export interface Defect {
  /** Returns a header that is added to the request, or null. */
  readonly added?: (incoming: IncomingMessage) => readonly [name: string, value: string] | null;
  /** Returns what is sent instead of the response, or null. */
  readonly instead?: (incoming: IncomingMessage, response: PassedResponse) => PassedResponse | null;
}

/** Makes a defect for the partners of an attack. */
export type NewDefect = (world: World) => Defect;

/** Deliberate defects, each of which breaks one promise for a rare request. */
export const DEFECTS = {
  /** Lets a call with a query through without a credential. */
  accepts: ({ credentials }) => ({
    added: ({ url = '', headers }) => {
      const isAnonymous = headers['x-api-key'] === undefined && headers.authorization === undefined;
      return isAnonymous && url.includes('?') ? ['x-api-key', credentials.values.get('a.key') ?? ''] : null;
    },
  }),
  /** Shows data of `b` to whoever pretends to come from elsewhere. */
  shows: ({ credentials }) => ({
    instead: ({ headers }, response) => {
      const [data = ''] = credentials.data.get(credentials.values.get('b.id') ?? '') ?? [];
      return headers['x-forwarded-for'] === undefined ? null : { ...response, body: `${response.body}${data}` };
    },
  }),
  /** Fails at an escape that is not UTF-8. */
  fails: () => ({
    instead: ({ url = '' }, response) =>
      url.includes('%c0%af') ? { ...response, status: 500, body: '<h1>Internal Server Error</h1>' } : null,
  }),
  /** Repeats the key of a refused call. */
  repeats: () => ({
    instead: ({ headers }, response) => {
      const key = headers['x-api-key'];
      return response.status !== 403 || typeof key !== 'string'
        ? null
        : { ...response, headers: [...response.headers, ['x-debug', key]] };
    },
  }),
} as const satisfies Readonly<Record<string, NewDefect>>;
