import { createHash } from 'node:crypto';
import type { UpstreamCall } from './perform-call.ts';
import { valueAt } from './placeholders.ts';
import { RequestError } from './request-error.ts';

type Granularity = 'DAY' | 'MONTH';

const PRICE_NAMES = ['marketing_price', 'utility_price', 'authentication_price'];
const DAY_MS = 86_400_000;
const MAXIMUM_DAYS = 800;
/** In hundredths, so that sums stay exact. */
const DAILY_LIMIT = 900;

/**
 * Returns the client's balance and the usage of its channels, or of the one that the path names. Days are the only
 * source of figures: a month is the sum of its days within the range and a client the sum of its channels, so responses
 * agree with each other. Without a range it is this month.
 */
export function usageFigures(call: UpstreamCall): object {
  const { query, parameters, found, data } = call;
  const granularity = parseGranularity(query.get('granularity'));
  const end = parseUnixTime(query, 'end_date') ?? Date.now();
  const start = parseUnixTime(query, 'start_date') ?? Date.parse(`${new Date(end).toISOString().slice(0, 7)}-01`);
  if (start > end) throw new RequestError(400, 'start_date must not be after end_date.');
  if (end - start > MAXIMUM_DAYS * DAY_MS) throw new RequestError(400, `The range exceeds ${MAXIMUM_DAYS} days.`);
  const channelIds = data
    .collection('channels', call)
    .filter(({ id, client_id }) => client_id === parameters.client_id && id === (parameters.channel_id ?? id))
    .map(({ id }) => String(id));
  const days = Array.from({ length: Math.floor(end / DAY_MS) - Math.floor(start / DAY_MS) + 1 }, (_, index) =>
    new Date(start + index * DAY_MS).toISOString().slice(0, 10),
  );
  return {
    balance: valueAt(found, 'balance.balance'),
    currency: 'USD',
    last_renewal: valueAt(found, 'balance.last_renewal'),
    granularity,
    usage: usageByPeriod(channelIds, days, granularity),
  };
}

function usageByPeriod(channelIds: readonly string[], days: readonly string[], granularity: Granularity) {
  const periods = Map.groupBy(days, (day) => (granularity === 'DAY' ? day : `${day.slice(0, 7)}-01`));
  return Array.from(periods, ([date, daysOfPeriod]) => {
    const sums = PRICE_NAMES.map((name) =>
      daysOfPeriod
        .flatMap((day) => channelIds.map((channelId) => priceOf(channelId, name, day)))
        .reduce((sum, price) => sum + price, 0),
    );
    const prices = PRICE_NAMES.map((name, index) => [name, (sums[index] ?? 0) / 100] as const);
    const total = sums.reduce((sum, price) => sum + price, 0) / 100;
    return { period_date: date, total_price: total, ...Object.fromEntries(prices) };
  });
}

/** Made up, but the same after every start. */
function priceOf(channelId: string, name: string, day: string): number {
  return createHash('sha256').update(`${channelId}\n${name} ${day}`).digest().readUInt32BE() % DAILY_LIMIT;
}

function parseGranularity(text: string | null): Granularity {
  const value = text?.toUpperCase() ?? 'MONTH';
  if (value !== 'DAY' && value !== 'MONTH') throw new RequestError(400, 'granularity must be DAY or MONTH.');
  return value;
}

/** Returns milliseconds, or null when the caller names no time. */
function parseUnixTime(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null || text === '') return null;
  if (!/^\d{1,10}$/.test(text)) throw new RequestError(400, `${name} must be a Unix time in seconds.`);
  return Number(text) * 1000;
}
