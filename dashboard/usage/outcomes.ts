import type { Usage } from '../../lambdas/http/management-api/schemas/usage.ts';

export type UsageDay = Usage['days'][number];

interface Outcome {
  readonly id: 'success' | 'refused' | 'client_error' | 'server_error';
  readonly name: string;
  readonly calls: (day: UsageDay) => number;
}

/** The outcomes of calls; each call has exactly one. In the order of a chart from the bottom up, and of tables. */
export const OUTCOMES: readonly Outcome[] = [
  { id: 'success', name: 'Successful', calls: ({ success }) => success },
  { id: 'refused', name: 'Refused', calls: refusedCalls },
  {
    id: 'client_error',
    name: 'Other client errors (4xx)',
    calls: (day) => day.client_error - refusedCalls(day),
  },
  { id: 'server_error', name: 'Failed (5xx)', calls: ({ server_error }) => server_error },
];

/** Counts calls refused before they reached the Partner API. The API counts them as client errors, too. */
function refusedCalls({ refused, client_error }: UsageDay): number {
  const sum = Object.values(refused).reduce((total, count) => total + count, 0);
  return Math.min(sum, client_error);
}
