/**
 * The routes of the Management API by the function behind them. Stack, OpenAPI, hub and tests are made from this table.
 * Pure data, so that all of them may import it.
 */
export const MANAGEMENT_FUNCTIONS = {
  session: {
    description: 'GET /session',
    routes: ['GET /session'],
    caller: 'user',
    needs: ['partners:read'],
    timeoutSeconds: 10,
    memorySizeMb: 256,
  },
  sessions: {
    description: 'DELETE /sessions',
    routes: ['DELETE /sessions'],
    caller: 'user',
    needs: ['access:end', 'accounts:sign-out'],
    timeoutSeconds: 20,
    memorySizeMb: 256,
  },
  'otp-challenges': {
    description: 'POST /otp-challenges',
    routes: ['POST /otp-challenges'],
    caller: 'user',
    needs: ['codes:request', 'pepper', 'mail', 'messaging', 'metrics'],
    timeoutSeconds: 25,
    memorySizeMb: 512,
  },
  'legacy-token': {
    description: '/legacy-token',
    routes: ['GET /legacy-token', 'PUT /legacy-token'],
    caller: 'user',
    needs: ['partner:write-with-code', 'legacy-usage:read', 'pepper', 'metrics'],
    timeoutSeconds: 20,
    memorySizeMb: 512,
  },
  activity: {
    description: 'GET /activity',
    routes: ['GET /activity'],
    caller: 'user',
    needs: ['activity:read'],
    timeoutSeconds: 10,
    memorySizeMb: 256,
  },
  settings: {
    description: '/settings',
    routes: ['GET /settings', 'PATCH /settings'],
    caller: 'user',
    needs: ['partner:write-with-code', 'pepper', 'metrics'],
    timeoutSeconds: 20,
    memorySizeMb: 512,
  },
  notices: {
    description: '/notices',
    routes: ['GET /notices', 'PATCH /notices'],
    caller: 'user',
    needs: ['partner:write'],
    timeoutSeconds: 10,
    memorySizeMb: 256,
  },
  health: {
    description: 'GET /health',
    routes: ['GET /health'],
    caller: 'anyone',
    needs: ['partners:read'],
    timeoutSeconds: 10,
    memorySizeMb: 256,
  },
  usage: {
    description: 'GET /usage and POST /allowed-ips/preview',
    routes: ['GET /usage', 'POST /allowed-ips/preview'],
    caller: 'user',
    needs: ['usage:read'],
    timeoutSeconds: 20,
    memorySizeMb: 512,
  },
  denials: {
    description: 'GET /denials',
    routes: ['GET /denials/{request_id}'],
    caller: 'user',
    needs: ['refusals:read'],
    timeoutSeconds: 10,
    memorySizeMb: 256,
  },
  'api-keys': {
    description: '/api-keys',
    routes: [
      'GET /api-keys',
      'POST /api-keys',
      'GET /api-keys/{key_id}',
      'PATCH /api-keys/{key_id}',
      'DELETE /api-keys/{key_id}',
      'POST /api-keys/{key_id}/rotate',
    ],
    caller: 'user',
    needs: ['keys:write', 'last-uses:read', 'pepper', 'key-environment', 'metrics'],
    timeoutSeconds: 20,
    memorySizeMb: 512,
  },
} as const satisfies Readonly<Record<string, ManagementFunction>>;

export interface ManagementFunction {
  readonly description: string;
  readonly routes: readonly `${Method} /${string}`[];
  /** `user`: a signed-in user of a partner. `anyone`: no authorizer is asked. */
  readonly caller: 'user' | 'anyone';
  /** Its grants and settings, and no others (lib/management-api/management-needs.ts). */
  readonly needs: readonly ManagementNeed[];
  readonly timeoutSeconds: number;
  readonly memorySizeMb: number;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export type ManagementNeed =
  | 'access:end'
  | 'accounts:sign-out'
  | 'activity:read'
  | 'codes:request'
  | 'keys:write'
  | 'last-uses:read'
  | 'legacy-usage:read'
  | 'partner:write'
  | 'partner:write-with-code'
  | 'partners:read'
  | 'refusals:read'
  | 'usage:read'
  | 'key-environment'
  | 'mail'
  | 'messaging'
  | 'metrics'
  | 'pepper';

type Functions = typeof MANAGEMENT_FUNCTIONS;
/** Also the name of its file in `lambdas/handlers/`. */
export type ManagementFunctionName = keyof Functions;
/** Method and path below `/management/v1`. */
export type ManagementRoute = Functions[ManagementFunctionName]['routes'][number];
/** A route that only signed-in users may call. */
export type UserRoute = Extract<Functions[ManagementFunctionName], { caller: 'user' }>['routes'][number];

export const MANAGEMENT_FUNCTION_NAMES = Object.keys(MANAGEMENT_FUNCTIONS) as readonly ManagementFunctionName[];

export const MANAGEMENT_ROUTES: readonly ManagementRoute[] = Object.values(MANAGEMENT_FUNCTIONS).flatMap(
  ({ routes }): readonly ManagementRoute[] => routes,
);

/** Splits a route into its method and its path. */
export function methodAndPath(route: `${Method} /${string}`): readonly [method: Method, path: `/${string}`] {
  return route.split(' ') as [Method, `/${string}`];
}
