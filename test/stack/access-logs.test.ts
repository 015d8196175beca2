import { beforeAll, describe, expect, test } from '@jest/globals';
import { PROBLEMS } from '../../lambdas/contract/problems.ts';
import { REFUSALS } from '../../lambdas/contract/refusals.ts';
import { CALL_RESOURCES } from '../../lambdas/domain/model/call-resource.ts';
import {
  type AccessLogFields,
  MANAGEMENT_API_ACCESS_LOG,
  PARTNER_API_ACCESS_LOG,
} from '../../lib/rest-api/access-log-fields.ts';
import { onlyResourceOfApi } from './api-resources.ts';
import { routesOf } from './api-routes.ts';
import { gatewayResponsesOf } from './gateway-responses.ts';
import { type StackTemplate, synthesizeStacks } from './synthesized-stacks.ts';

/** API Gateway cuts log events of REST APIs there. Whether it cuts access logs is not known. */
const LIMIT_BYTES = 1024;
/**
 * Every variable of both formats. A client writes none of them: a new one needs a source for that first
 * (lib/rest-api/access-log-fields.ts). `path`, `requestId` and `httpMethod` hold what a client sends, `authorizer.error` and
 * `error.message` are texts that may repeat it.
 */
const BOTH = {
  extended_request_id: 'extendedRequestId',
  partner_id: 'authorizer.partner_id',
  code: 'authorizer.code',
  method: 'authorizer.method',
  source_ip: 'identity.sourceIp',
  resource_path: 'resourcePath',
  status: 'status',
  response_type: 'error.responseType',
  response_length: 'responseLength',
  response_latency: 'responseLatency',
  integration_latency: 'integrationLatency',
  authorizer_latency: 'authorizer.latency',
  time_epoch: 'requestTimeEpoch',
};
const OF_PARTNER_API = {
  credential_type: 'authorizer.credential_type',
  credential_id: 'authorizer.credential_id',
  resource: 'authorizer.resource',
  caller_ip: 'authorizer.caller_ip',
};
const OF_MANAGEMENT_API = { user_id: 'authorizer.user_id', viewer_ip: 'authorizer.viewer_ip' };

let service: StackTemplate;

beforeAll(async () => {
  ({ service } = await synthesizeStacks());
});

const isDocumented = ({ characters }: AccessLogFields[string], text: string) =>
  [...text].every((one) => characters.test(one));

describe.each([
  ['partner-api', PARTNER_API_ACCESS_LOG, { ...BOTH, ...OF_PARTNER_API }],
  ['management-api', MANAGEMENT_API_ACCESS_LOG, { ...BOTH, ...OF_MANAGEMENT_API }],
] as const)('the access log of %s', (api, fields, variables) => {
  const formatOf = (): string => onlyResourceOfApi(service, api, 'Stage')[1].Properties.AccessLogSetting.Format;

  test('has these fields and no other, each from one variable', () => {
    const format: Record<string, string> = JSON.parse(formatOf());
    const expected = Object.entries(variables).map(([name, variable]) => [name, `$context.${variable}`]);

    expect(format).toEqual(Object.fromEntries(expected));
    expect(new Set(Object.values(format)).size).toBe(expected.length);
  });

  // Lines are read by what follows the name of a field, and by readers that take the last of two fields with one name.
  test('is one JSON object a call, with each field once and each value a text', () => {
    const format = formatOf();

    expect(format).toBe(JSON.stringify(JSON.parse(format)));
    expect(format).toMatch(/^\{"extended_request_id":/);
  });

  // A value with a quotation mark could end its field and begin another one.
  test('states no character that JSON would have to escape', () => {
    const unsafe = [...Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)), '"', '\\', '\u007f', 'é'];

    for (const [name, field] of Object.entries(fields)) {
      expect({ name, unsafe: unsafe.filter((character) => field.characters.test(character)) }).toEqual({
        name,
        unsafe: [],
      });
    }
  });

  test('has no line of 1,024 bytes, however long the values', () => {
    const line = Object.entries(fields).reduce(
      (text, [, { variable, longest }]) => text.replace(`"$context.${variable}"`, `"${'x'.repeat(longest)}"`),
      formatOf(),
    );

    expect(line).not.toContain('$');
    expect(Buffer.byteLength(line)).toBeLessThan(LIMIT_BYTES);
  });

  test.each<[string, () => readonly string[]]>([
    ['resource_path', () => routesOf(service, api).map(({ name }) => name.split(' ')[1] ?? '')],
    ['response_type', () => [...gatewayResponsesOf(service, api).keys()]],
    ['code', () => ['allowed', 'none', ...Object.keys(api === 'partner-api' ? REFUSALS : PROBLEMS)]],
    ['method', () => ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'OTHER']],
  ])('states the bounds of every %s that there is', (name, valuesOf) => {
    const field = fields[name];
    const values = valuesOf();

    expect(values.length).toBeGreaterThan(3);
    for (const value of values) {
      expect({ value, short: value.length <= (field?.longest ?? 0) }).toEqual({ value, short: true });
      expect({ value, documented: field !== undefined && isDocumented(field, value) }).toEqual({
        value,
        documented: true,
      });
    }
  });
});

test('the bounds of a resource are those of every resource that there is', () => {
  const { resource } = PARTNER_API_ACCESS_LOG;

  for (const name of ['none', ...CALL_RESOURCES]) {
    expect(name.length).toBeLessThanOrEqual(resource?.longest ?? 0);
    expect({ name, documented: resource !== undefined && isDocumented(resource, name) }).toEqual({
      name,
      documented: true,
    });
  }
});
