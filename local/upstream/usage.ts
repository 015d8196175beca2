import { Seed } from './data/seed.ts';
import { type Answer, RequestError } from './envelope.ts';

type Granularity = 'DAY' | 'MONTH';
/** In hundredths, so that sums stay exact. */
type Prices = Record<PriceName, number>;
type PriceName = (typeof PRICE_NAMES)[number];

const PRICE_NAMES = ['marketing_price', 'utility_price', 'authentication_price'] as const;
const DAY_MS = 86_400_000;
const MAXIMUM_DAYS = 800;
const DAILY_LIMIT = 900;

/**
 * Balance and usage of some channels. Days are the only source of figures: a month is the sum of its days within the
 * range and a client the sum of its channels, so the answers agree with each other. Without a range it is this month.
 */
export function usageAnswer(
  query: URLSearchParams,
  clientId: string,
  channelIds: readonly string[],
  balance: number,
): Answer {
  const granularity = parseGranularity(query.get('granularity'));
  const end = parseUnixTime(query, 'end_date') ?? Date.now();
  const start = parseUnixTime(query, 'start_date') ?? Date.parse(`${new Date(end).toISOString().slice(0, 7)}-01`);
  if (start > end) throw new RequestError(400, 'start_date must not be after end_date.');
  if (end - start > MAXIMUM_DAYS * DAY_MS) throw new RequestError(400, `The range exceeds ${MAXIMUM_DAYS} days.`);
  const seed = new Seed(clientId);
  return {
    status: 200,
    body: {
      balance,
      currency: 'USD',
      last_renewal: { date: seed.time('renewal', '2026-06-01T00:00:00Z', 90), amount: 100 + seed.integer('sum', 400) },
      granularity,
      usage: usageByPeriod(channelIds, daysBetween(start, end), granularity),
    },
  };
}

function usageByPeriod(channelIds: readonly string[], days: readonly string[], granularity: Granularity) {
  const periods = Map.groupBy(days, (day) => (granularity === 'DAY' ? day : `${day.slice(0, 7)}-01`));
  return Array.from(periods, ([date, daysOfPeriod]) => {
    const sums: Prices = { marketing_price: 0, utility_price: 0, authentication_price: 0 };
    for (const day of daysOfPeriod) {
      for (const channelId of channelIds) {
        const seed = new Seed(channelId);
        for (const name of PRICE_NAMES) sums[name] += seed.integer(`${name} ${day}`, DAILY_LIMIT);
      }
    }
    const total = PRICE_NAMES.reduce((sum, name) => sum + sums[name], 0);
    return {
      period_date: date,
      total_price: total / 100,
      marketing_price: sums.marketing_price / 100,
      utility_price: sums.utility_price / 100,
      authentication_price: sums.authentication_price / 100,
    };
  });
}

function daysBetween(start: number, end: number): string[] {
  const days: string[] = [];
  for (let day = start - (start % DAY_MS); day <= end; day += DAY_MS) {
    days.push(new Date(day).toISOString().slice(0, 10));
  }
  return days;
}

function parseGranularity(text: string | null): Granularity {
  const value = text?.toUpperCase() ?? 'MONTH';
  if (value !== 'DAY' && value !== 'MONTH') throw new RequestError(400, 'granularity must be DAY or MONTH.');
  return value;
}

/** Milliseconds, or null when the caller names none. */
function parseUnixTime(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null || text === '') return null;
  if (!/^\d{1,10}$/.test(text)) throw new RequestError(400, `${name} must be a Unix time in seconds.`);
  return Number(text) * 1000;
}
