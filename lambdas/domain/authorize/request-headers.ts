/** Every value of every header, by lower-case name, in the order received. */
export type RequestHeaders = ReadonlyMap<string, readonly string[]>;

/** Headers with which a client could impersonate somebody or change the route behind the gateway. */
const RESERVED = new Set([
  'x-partner-id',
  'x-credential-id',
  'x-credential-type',
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  'x-original-url',
  'x-rewrite-url',
]);

/** Counts underscores as hyphens: servers that pass headers on as variables (CGI, WSGI) cannot tell them apart. */
export function carriesReservedHeader(headers: RequestHeaders): boolean {
  for (const name of headers.keys()) {
    // Few names have an underscore, and looking is cheaper than replacing.
    if (RESERVED.has(name.includes('_') ? name.replaceAll('_', '-') : name)) return true;
  }
  return false;
}
