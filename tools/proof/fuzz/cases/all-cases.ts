import fc from 'fast-check';
import { type EncodedBody, encodedBody, hostileBodies } from './bodies.ts';
import { badCredentials, goodCredentials, type Header } from './credentials.ts';
import { hostileMethods, rawBytes, reframed } from './framing.ts';
import type { Front, FuzzCase, FuzzMessage } from './fuzz-case.ts';
import { messageOf } from './fuzz-case.ts';
import { hostileHeaders } from './headers.ts';
import { type Attempt, attempts, OWN } from './operations.ts';
import { changedPaths, hostileQueries } from './paths.ts';
import { placeholder } from './text-template.ts';

const MAX_PIPELINED = 6;

/** Generates cases against one front: each takes operations of the API and turns one thing, or several, against it. */
function casesAgainst(front: Front): fc.Arbitrary<FuzzCase> {
  const attempt = attempts(front);
  const good = goodCredentials(front);
  const bad = badCredentials(front);
  const either = fc.oneof({ weight: 3, arbitrary: good }, { weight: 2, arbitrary: bad });
  const kind = (name: string, messages: fc.Arbitrary<FuzzMessage[]>): fc.Arbitrary<FuzzCase> =>
    messages.map((list) => ({ kind: `${front}: ${name}`, front, messages: list }));
  const single = (name: string, message: fc.Arbitrary<FuzzMessage>) =>
    kind(
      name,
      message.map((one) => [one]),
    );
  const usual = fc.tuple(attempt, either).map(([of, headers]) => messageFor(of, headers));
  return fc.oneof(
    {
      weight: 4,
      arbitrary: single(
        'credentials',
        fc.tuple(attempt, bad).map(([of, headers]) => messageFor(of, headers)),
      ),
    },
    {
      weight: 4,
      arbitrary: single(
        'good credentials',
        fc.tuple(attempt, good).map(([of, headers]) => messageFor(of, headers)),
      ),
    },
    {
      weight: 4,
      arbitrary: single(
        'paths',
        usual.chain((message) => changedPaths(message.target).map((target) => ({ ...message, target }))),
      ),
    },
    {
      weight: 2,
      arbitrary: single(
        'query',
        fc
          .tuple(usual, hostileQueries)
          .map(([message, query]) => ({ ...message, target: message.target.split('?')[0] + query })),
      ),
    },
    {
      weight: 3,
      arbitrary: single(
        'headers',
        fc
          .tuple(usual, hostileHeaders)
          .map(([message, more]) => ({ ...message, headers: [...message.headers, ...more] })),
      ),
    },
    {
      weight: 3,
      arbitrary: single(
        'bodies',
        fc
          .tuple(attempt, either)
          .chain(([of, headers]) =>
            hostileBodies(of.body?.json ?? {}, of.body?.mediaType ?? 'application/json').map((body) =>
              messageFor(of, headers, body),
            ),
          ),
      ),
    },
    {
      weight: 2,
      arbitrary: single(
        'methods',
        fc.tuple(usual, hostileMethods).map(([message, method]) => ({ ...message, method })),
      ),
    },
    {
      weight: 1,
      arbitrary: single(
        'chunked',
        usual.map((message) => ({ ...message, framing: 'chunked' as const })),
      ),
    },
    { weight: 2, arbitrary: kind('framing', usual.chain(reframed)) },
    { weight: 1, arbitrary: kind('pipelines', fc.array(usual, { minLength: 2, maxLength: MAX_PIPELINED })) },
    { weight: 1, arbitrary: single('raw bytes', rawBytes) },
  );
}

/** Nobody guesses passwords of `m`, so that its own one is not refused for the guesses. */
const SIGN_INS: readonly (readonly [username: string, password: string])[] = [
  [placeholder('m.email'), placeholder('password')],
  [placeholder('off.email'), placeholder('password')],
  [placeholder('suspended.email'), placeholder('password')],
  [placeholder('removed.email'), placeholder('password')],
  [placeholder('a.email'), 'wrong'],
  [placeholder('b.email'), ''],
  [placeholder('b.email'), placeholder('a.token')],
  ['nobody@example.com', placeholder('password')],
  ['*', placeholder('password')],
];

/** Generates passwords and user names for `POST /token`, in the forms that it reads. */
const signIns: fc.Arbitrary<FuzzCase> = fc
  .record({ who: fc.constantFrom(...SIGN_INS), form: fc.boolean() })
  .map(({ who: [username, password], form }) => {
    const body = form
      ? { body: `username=${username}&password=${password}`, mediaType: 'application/x-www-form-urlencoded' }
      : { body: JSON.stringify({ username, password }), mediaType: 'application/json' };
    const headers: Header[] = [['Content-Type', body.mediaType]];
    return {
      kind: 'partner-api: passwords',
      front: 'partner-api' as const,
      messages: [messageOf('POST', '/api/v2/token', { headers, body: body.body })],
    };
  });

/** Every kind of hostile request, against both APIs. */
export const allCases: fc.Arbitrary<FuzzCase> = fc.oneof(
  { weight: 10, arbitrary: casesAgainst('partner-api') },
  { weight: 7, arbitrary: casesAgainst('hub') },
  { weight: 1, arbitrary: casesAgainst('management-api') },
  { weight: 1, arbitrary: signIns },
);

function messageFor({ method, path, query, body }: Attempt, credentials: Header[], other?: EncodedBody): FuzzMessage {
  const sent = other ?? (body === null ? null : encodedBody(body.json, body.mediaType));
  const type: Header[] = sent === null || sent.mediaType === null ? [] : [['Content-Type', sent.mediaType]];
  const own = credentials.some(([, value]) => value.includes('{{b.')) ? 'b.id' : 'a.id';
  const target = [path, query.join('&')].filter((part) => part !== '').join('?');
  return messageOf(method, target.replaceAll(OWN, placeholder(own)), {
    headers: [...type, ...credentials],
    ...(sent !== null && { body: sent.body, gzip: sent.gzip }),
  });
}
