import { z } from 'zod';
import type { PartnerData } from '../partner-data.ts';
import type { Endpoint, UpstreamResponse } from '../perform-call.ts';
import { envelope } from '../request-error.ts';

const PATH = 'simulated_failures';
const TEXTS = {
  429: 'Too many requests.',
  500: 'The request could not be processed.',
  502: 'A system behind the API did not respond.',
  503: 'The API is temporarily unavailable.',
  504: 'A system behind the API took too long.',
} as const;
type Status = keyof typeof TEXTS;

const FAILURE = z.object({
  status: z.union([z.literal(429), z.literal(500), z.literal(502), z.literal(503), z.literal(504)]),
  /** How many of the next calls fail. */
  count: z.int().min(1).max(1000).default(1),
  /** Seconds; the header Retry-After of 429 and 503. */
  retry_after: z.int().min(0).max(3600).default(1),
});

/** Not endpoints of the Partner API: they let the partner's next calls fail, to try how a client handles errors. */
export const SIMULATED_FAILURE_ENDPOINTS: readonly Endpoint[] = [
  {
    method: 'POST',
    path: PATH,
    input: FAILURE,
    action: { type: 'create', collection: PATH, replaces: true, item: '{$.input}' },
    status: 201,
  },
  {
    method: 'DELETE',
    path: PATH,
    find: [{ name: 'simulated failure', in: PATH }],
    action: { type: 'delete' },
  },
];

/** Counts a call off the simulated failures and returns the failure, or null if the call is to be performed. */
export function simulatedFailure(data: PartnerData, segments: readonly string[]): UpstreamResponse | null {
  if (segments[0] === PATH || segments[0] === 'echo') return null;
  const failures = data.collection(PATH, { parameters: {} });
  const [failure] = failures;
  if (failure === undefined) return null;
  failure.count = Number(failure.count) - 1;
  if (failure.count === 0) failures.length = 0;
  const status = failure.status as Status;
  return {
    status,
    body: envelope(status, TEXTS[status]),
    headers: status === 429 || status === 503 ? { 'retry-after': String(failure.retry_after) } : {},
  };
}
