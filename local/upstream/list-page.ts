import { isJsonObject, type JsonObject, valueAt } from './placeholders.ts';
import { RequestError } from './request-error.ts';

const DEFAULT_LIMIT = 20;
const MAXIMUM_LIMIT = 1000;

/**
 * Returns one page in the list envelope: `count` items of the `total` that match. The envelope repeats the paging that
 * was applied, so a limit above the maximum is lowered and visible there.
 */
export function listPage(itemsName: string, items: readonly JsonObject[], query: URLSearchParams): JsonObject {
  const limit = Math.min(wholeNumber(query, 'limit', DEFAULT_LIMIT), MAXIMUM_LIMIT);
  const offset = wholeNumber(query, 'offset', 0);
  const sort = (query.get('sort') || 'id').split(',').filter((key) => key !== '');
  const filters = parseFilters(query.get('filters'));

  const matching = items.filter((item) =>
    Object.entries(filters).every(([path, value]) => valueAt(item, path) === value),
  );
  const page = matching.toSorted(comparison(sort)).slice(offset, offset + limit);
  return { count: page.length, total: matching.length, limit, offset, sort, filters, [itemsName]: page };
}

function wholeNumber(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name);
  if (text === null || text === '') return fallback;
  if (!/^\d{1,9}$/.test(text)) throw new RequestError(400, `${name} must be a whole number.`);
  return Number(text);
}

function parseFilters(text: string | null): JsonObject {
  if (text === null || text === '') return {};
  const filters = parseJson(text) ?? parseJson(text.replaceAll("'", '"'));
  if (filters === undefined) throw new RequestError(400, 'filters is not valid JSON.');
  // What clients send that have no filter.
  if (filters === null) return {};
  if (!isJsonObject(filters)) throw new RequestError(400, 'filters must be a JSON object.');
  for (const [path, value] of Object.entries(filters)) {
    // Comparing a list or an object would match nothing, and look like an empty result.
    if (typeof value === 'object' && value !== null) {
      throw new RequestError(400, `filters: ${path} must be compared with a single value.`);
    }
  }
  return filters;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function comparison(sort: readonly string[]): (left: JsonObject, right: JsonObject) => number {
  return (left, right) => {
    for (const key of sort) {
      const path = key.replace(/^-/, '');
      const order = compare(valueAt(left, path), valueAt(right, path));
      if (order !== 0) return path === key ? order : -order;
    }
    return 0;
  };
}

/** Unset values come before all others; texts compare by code point, so the order does not depend on the machine. */
function compare(left: unknown, right: unknown): number {
  if (left === right) return 0;
  if (left === null || left === undefined) return right === null || right === undefined ? 0 : -1;
  if (right === null || right === undefined) return 1;
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left) < String(right) ? -1 : 1;
}
