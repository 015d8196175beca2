import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from '@jest/globals';
import { startIam } from '../../local/iam/start-iam.ts';
import type { Statement } from '../../local/policy/policy-document.ts';
import { createFunctionInvoker } from '../../local/run/function-invoker.ts';
import { noServiceProxies } from '../../local/servers/proxy-hook.ts';
import type { Application, FunctionDefinition } from '../../local/template/application.ts';
import { recordsOfPartner } from '../support/hub-records.ts';
import { localApplication } from '../support/local-application.ts';
import { runInfo } from '../support/local-run.ts';
import { createUser, type User } from '../support/users.ts';

interface Changes {
  /** Action that the role does not have. */
  readonly without?: string;
  /** Instead of the function's own. */
  readonly code?: string;
}

const closers: (() => unknown)[] = [];
let application: Application;

beforeAll(async () => {
  application = await localApplication();
}, 180_000);

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** A function of the template once more, at the services of the shared run. */
async function start(handler: string, { without, code }: Changes) {
  const directory = mkdtempSync(join(tmpdir(), 'roles-'));
  closers.push(() => rmSync(directory, { recursive: true }));
  const { dynamodb_endpoint: dynamodb, region } = runInfo();
  const { cognito_endpoint: cognito, secrets_endpoint: secrets } = runInfo();
  const [definition, ...more] = [...application.functions.values()].filter(({ name }) =>
    name.includes(`-${handler}Function`),
  );
  if (definition === undefined || more.length > 0) throw new Error(`There is not exactly one function ${handler}.`);
  const role = application.roles.get(definition.arn);
  if (role === undefined) throw new Error(`The function ${handler} has no role.`);
  const statements = role.statements.map((statement) => withoutAction(statement, without));
  const [log, refusals]: [string[], string[]] = [[], []];
  const iam = await startIam({
    application: { ...application, roles: new Map([...application.roles, [definition.arn, { ...role, statements }]]) },
    region,
    accountId: '000000000000',
    upstreams: { 'api-gateway': secrets, cognito, dynamodb, 'secrets-manager': secrets, ses: secrets },
    accessKey: 'local',
    proxyHook: noServiceProxies,
    onRefusal: (what) => refusals.push(what),
    dataDirectory: directory,
    register: (part) => {
      closers.push(() => part.close());
      return part;
    },
  });
  const functions = createFunctionInvoker({
    functions: new Map([[definition.arn, code === undefined ? definition : withCode(definition, directory, code)]]),
    runtimeEnvironmentOf: (arn) => ({ AWS_REGION: region, ...iam.environmentOf(arn) }),
    localize: (text) => text,
    logOf: () => (line) => log.push(line),
    logTo: () => {},
  });
  closers.push(() => functions.close());
  return {
    log,
    refusals,
    invoke: async (event: unknown) => {
      const result = await functions.invoke(definition.arn, event);
      if (result.kind !== 'result') throw new Error(`The function failed: ${JSON.stringify(result)}`);
      return result.payload as { statusCode: number; body: string };
    },
  };
}

function withoutAction(statement: Statement, action: string | undefined): Statement {
  return { ...statement, actions: statement.actions.filter((one) => one !== action) };
}

function withCode(definition: FunctionDefinition, directory: string, code: string): FunctionDefinition {
  writeFileSync(join(directory, 'index.mjs'), code);
  return { ...definition, directory };
}

function tokenRequest({ email, password }: User) {
  return {
    body: JSON.stringify({ username: email, password }),
    isBase64Encoded: false,
    headers: { 'Content-Type': 'application/json' },
    multiValueHeaders: { 'Content-Type': ['application/json'] },
    requestContext: { extendedRequestId: 'request-1', identity: { sourceIp: '203.0.113.9' } },
  };
}

// If it passes, a grant that was forgotten is found out by the first call after a deployment.
test.each(['dynamodb:PutItem', 'dynamodb:GetItem', 'cognito-idp:AdminInitiateAuth'])(
  'POST /token without %s issues nothing, and says that it is unavailable',
  async (without) => {
    const user = await createUser();
    const { invoke, log, refusals } = await start('Token', { without });
    const before = await recordsOfPartner(user.partnerId);

    const { statusCode, body } = await invoke(tokenRequest(user));

    expect(statusCode).toBe(503);
    expect(JSON.parse(body).error).toBe('temporarily_unavailable');
    expect(body).not.toMatch(/AccessDenied|arn:/);
    expect(log.join('\n')).toContain('AccessDeniedException');
    expect(refusals).toEqual([expect.stringContaining(`perform: ${without} on`)]);
    expect(await recordsOfPartner(user.partnerId)).toEqual(before);
  },
);

test('POST /token with its role issues a token', async () => {
  const { invoke } = await start('Token', {});

  const { statusCode, body } = await invoke(tokenRequest(await createUser()));

  expect(statusCode).toBe(200);
  expect(JSON.parse(body).token_type).toBe('bearer');
});

// Somebody else's code in a function gets as far as the function's role, and no farther.
test('a function that may do nothing is refused, whatever it tries', async () => {
  const calls = [
    ['DYNAMODB', 'DynamoDB_20120810.Scan', { TableName: runInfo().table }],
    [
      'DYNAMODB',
      'DynamoDB_20120810.DeleteItem',
      { TableName: runInfo().table, Key: { PK: { S: 'a' }, SK: { S: 'b' } } },
    ],
    ['COGNITO_IDENTITY_PROVIDER', 'AWSCognitoIdentityProviderService.AdminGetUser', { UserPoolId: 'p', Username: 'u' }],
  ];
  const { invoke } = await start('Whoami', {
    code: `const authorization = \`AWS4-HMAC-SHA256 Credential=\${process.env.AWS_ACCESS_KEY_ID}/20261124/eu-central-1/x/aws4_request, SignedHeaders=host, Signature=0\`;
      export const handler = async (calls) => Promise.all(calls.map(async ([service, target, input]) => {
        const answer = await fetch(process.env['AWS_ENDPOINT_URL_' + service], {
          method: 'POST', headers: { authorization, 'x-amz-target': target }, body: JSON.stringify(input) });
        return (await answer.json()).__type;
      }));`,
  });

  expect(await invoke(calls)).toEqual(calls.map(() => expect.stringMatching(/AccessDeniedException$/)));
});
