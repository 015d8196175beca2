import { type Answer, RequestError } from './envelope.ts';
import { isJsonObject, type JsonObject } from './request-body.ts';

const DEFAULT_LIMIT = 20;
const MAXIMUM_LIMIT = 1000;

/**
 * One page in the list envelope: `count` items of the `total` that match. The envelope repeats the paging that was
 * applied, so a limit above the maximum is lowered and visible there.
 */
export function list(itemsName: string, items: readonly object[], query: URLSearchParams): Answer {
  const limit = Math.min(wholeNumber(query, 'limit', DEFAULT_LIMIT), MAXIMUM_LIMIT);
  const offset = wholeNumber(query, 'offset', 0);
  const sort = (query.get('sort') ?? '').split(',').filter((key) => key !== '');
  if (sort.length === 0) sort.push('id');
  const filters = parseFilters(query.get('filters'));

  const matching = items.filter((item) => Object.entries(filters).every(([path, value]) => at(item, path) === value));
  const page = matching.toSorted(comparison(sort)).slice(offset, offset + limit);
  return {
    status: 200,
    body: { count: page.length, total: matching.length, limit, offset, sort, filters, [itemsName]: page },
  };
}

function wholeNumber(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name);
  if (text === null || text === '') return fallback;
  if (!/^\d{1,9}$/.test(text)) throw new RequestError(400, `${name} must be a whole number.`);
  return Number(text);
}

function parseFilters(text: string | null): JsonObject {
  if (text === null || text === '') return {};
  let filters: unknown;
  try {
    filters = JSON.parse(text);
  } catch {
    throw new RequestError(400, 'filters is not valid JSON.');
  }
  if (!isJsonObject(filters)) throw new RequestError(400, 'filters must be a JSON object.');
  for (const [path, value] of Object.entries(filters)) {
    // Comparing a list or an object would match nothing, and look like an empty result.
    if (typeof value === 'object' && value !== null) {
      throw new RequestError(400, `filters: ${path} must be compared with a single value.`);
    }
  }
  return filters;
}

function comparison(sort: readonly string[]): (left: object, right: object) => number {
  return (left, right) => {
    for (const key of sort) {
      const descending = key.startsWith('-');
      const path = descending ? key.slice(1) : key;
      const order = compare(at(left, path), at(right, path));
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  };
}

/** Unset values stand before all others; texts compare by code point, so the order does not depend on the machine. */
function compare(left: unknown, right: unknown): number {
  if (left === right) return 0;
  if (left === null || left === undefined) return right === null || right === undefined ? 0 : -1;
  if (right === null || right === undefined) return 1;
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left) < String(right) ? -1 : 1;
}

/** The value at a dotted path. What an object inherits is never a plain value, so no filter can match it. */
function at(item: object, path: string): unknown {
  let value: unknown = item;
  for (const name of path.split('.')) {
    if (!isJsonObject(value)) return undefined;
    value = value[name];
  }
  return value;
}
