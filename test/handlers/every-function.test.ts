import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import {
  MANAGEMENT_FUNCTION_NAMES,
  MANAGEMENT_FUNCTIONS,
  type ManagementFunction,
  type ManagementFunctionName,
  type ManagementRoute,
  methodAndPath,
} from '../../lambdas/contract/management-routes.ts';
import { DependencyError } from '../../lambdas/domain/base/dependency-error.ts';
import { createActivityHandler } from '../../lambdas/handlers/activity.ts';
import { createApiKeysHandler } from '../../lambdas/handlers/api-keys.ts';
import { createDenialsHandler } from '../../lambdas/handlers/denials.ts';
import { createHealthHandler } from '../../lambdas/handlers/health.ts';
import { createLegacyTokenHandler } from '../../lambdas/handlers/legacy-token.ts';
import { createNoticesHandler } from '../../lambdas/handlers/notices.ts';
import { createOtpChallengesHandler } from '../../lambdas/handlers/otp-challenges.ts';
import { createSessionHandler } from '../../lambdas/handlers/session.ts';
import { createSessionsHandler } from '../../lambdas/handlers/sessions.ts';
import { createSettingsHandler } from '../../lambdas/handlers/settings.ts';
import { createUsageHandler } from '../../lambdas/handlers/usage.ts';
import { FUNCTION_NAMES } from '../../lib/functions/function-names.ts';
import { pendingChallenge } from './code-refusals.ts';
import { type ManagementRequest, managementCall, problem } from './management-call.ts';
import { type ManagementPorts, managementPorts } from './management-ports.ts';
import { observeFunctions } from './observed.ts';
import { KEY } from './records-of-a-partner.ts';

const { lines, logged } = observeFunctions();
const SECRET = 'do-not-repeat';
const OF_KEY = { parameters: { key_id: KEY.keyId } };
const CODE = { challenge_id: 'challenge-1', code: '123456' };
const OTP = { purpose: 'create_api_key', api_key: { name: 'Shop' } };

type Create = (ports: ManagementPorts) => Parameters<typeof managementCall>[0];

const CREATE: Readonly<Record<ManagementFunctionName, Create>> = {
  activity: createActivityHandler,
  'api-keys': createApiKeysHandler,
  denials: createDenialsHandler,
  health: createHealthHandler,
  'legacy-token': createLegacyTokenHandler,
  notices: createNoticesHandler,
  'otp-challenges': createOtpChallengesHandler,
  session: createSessionHandler,
  sessions: createSessionsHandler,
  settings: createSettingsHandler,
  usage: createUsageHandler,
};

/** A correct request of every route. */
const REQUESTS: Readonly<Record<ManagementRoute, Omit<ManagementRequest, 'method' | 'route'>>> = {
  'GET /activity': {},
  'GET /api-keys': {},
  'POST /api-keys': { body: CODE },
  'GET /api-keys/{key_id}': OF_KEY,
  'PATCH /api-keys/{key_id}': { ...OF_KEY, body: { name: 'Shop' } },
  'DELETE /api-keys/{key_id}': OF_KEY,
  'POST /api-keys/{key_id}/rotate': { ...OF_KEY, body: CODE },
  'GET /denials/{request_id}': { parameters: { request_id: 'DenialHExampleA=' } },
  'GET /health': {},
  'GET /legacy-token': {},
  'PUT /legacy-token': { body: { enabled: false } },
  'GET /notices': {},
  'PATCH /notices': { body: { notices: { otp_locked: false } } },
  'POST /otp-challenges': { body: OTP },
  'GET /session': {},
  'DELETE /sessions': {},
  'GET /settings': {},
  'PATCH /settings': { body: { max_key_lifetime_days: 30 } },
  'GET /usage': {},
  'POST /allowed-ips/preview': { body: { allowed_ips: [], api_key_id: null } },
};

const CASES = MANAGEMENT_FUNCTION_NAMES.flatMap((name) => {
  const { routes, caller }: ManagementFunction = MANAGEMENT_FUNCTIONS[name];
  return routes.map((route) => {
    const [method, path] = methodAndPath(route);
    const request = { ...REQUESTS[route as ManagementRoute], method, route: path };
    return { name: route, create: CREATE[name], request, caller };
  });
});

describe.each(CASES)('$name', ({ create, request, caller }) => {
  const callWith = (failure: Error) => {
    const ports = managementPorts();
    ports.records.failure = failure;
    return managementCall(create(ports), request);
  };

  it('is answered with 503 when the records do not answer, without their text', async () => {
    const failure = new DependencyError('dynamodb', 'DynamoDB failed: TimeoutError.', { cause: new Error(SECRET) });
    const response = await callWith(failure);
    expect(problem(response)).toEqual({ status: 503, code: 'temporarily_unavailable', retryAfter: '5' });
    expect(response.body).not.toContain('DynamoDB');
    expect(logged()).toMatchObject([
      { level: 'error', message: 'request_failed', detail: 'DynamoDB failed: TimeoutError.' },
    ]);
    expect(response.body + lines.join('')).not.toContain(SECRET);
  });

  it('is answered with 500 for a fault of ours, whose text is not repeated', async () => {
    const response = await callWith(new TypeError(`of ${SECRET}`));
    expect(problem(response)).toEqual({ status: 500, code: 'internal_error' });
    expect(logged()).toMatchObject([{ level: 'error', message: 'request_failed', error: 'TypeError' }]);
    expect(response.body + lines.join('')).not.toContain(SECRET);
  });

  if (caller === 'anyone') return;
  it.each(['user_id', 'email', 'partner_id', 'viewer_ip'])(
    'is answered with 500 without %s of its caller',
    async (name) => {
      const ports = managementPorts();
      const handler = create(ports) as (event: APIGatewayProxyEvent, context: Context) => unknown;
      const withoutCaller: typeof handler = (event, context) => {
        const authorizer = { ...event.requestContext.authorizer, [name]: '' };
        return handler({ ...event, requestContext: { ...event.requestContext, authorizer } }, context);
      };
      expect(problem(await managementCall(withoutCaller, request))).toEqual({ status: 500, code: 'internal_error' });
      expect(ports.records.events).toEqual([]);
    },
  );
});

it('a code is not judged without the pepper: 503, and no attempt is taken', async () => {
  const ports = managementPorts();
  const key = { name: 'Shop', scopes: ['*'], allowedIps: [], expiresAt: null } as const;
  const body = pendingChallenge(ports, { purpose: 'create_api_key', key });
  ports.pepper.failure = new DependencyError('secrets-manager', 'The secret could not be read.');
  const response = await managementCall(createApiKeysHandler(ports), { method: 'POST', route: '/api-keys', body });
  expect(problem(response)).toEqual({ status: 503, code: 'temporarily_unavailable', retryAfter: '5' });
  expect(ports.records.otpState('usr_0000000000000001').challenge?.attemptsLeft).toBe(5);
});

it.each(FUNCTION_NAMES)('%s is called by a test of this suite', (name) => {
  const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.test.ts'));
  const others = files.filter((file) => file !== 'every-function.test.ts');
  const texts = others.map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'));
  expect(texts.filter((text) => text.includes(`/${name}.ts'`))).not.toEqual([]);
});
