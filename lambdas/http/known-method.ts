/** The values of `$context.httpMethod` that AWS documents (API Gateway Developer Guide, "Variables for access logging"). */
const KNOWN = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']);

/**
 * Returns the method of a request, or `OTHER`. A client may write any token as its method, even a credential, so only known
 * methods may be logged.
 */
export function knownMethod(method: string): string {
  return KNOWN.has(method) ? method : 'OTHER';
}
