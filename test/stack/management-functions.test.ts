import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  MANAGEMENT_FUNCTION_NAMES,
  MANAGEMENT_FUNCTIONS,
  type ManagementFunctionName,
} from '../../lambdas/contract/management-routes.ts';
import { CLAIM_SECONDS } from '../../lambdas/domain/notices/deliver.ts';
import { environmentOf, functionDescribed, grantsOf, keysBegin, scheduleOf } from './function-resources.ts';
import { resourcesOfType, type SynthesizedStacks, synthesizeStacks } from './synthesized-stacks.ts';

const AUTHORIZER = 'Management API: checks the ID token of a call and the user behind it';
const API_KEYS = descriptionOf('api-keys');
const OTP_CHALLENGES = descriptionOf('otp-challenges');
const EXPIRY_WARNINGS = 'Warns partner users by e-mail of keys that expire soon';
const NOT_FOUND = 'Management API: 404 for everything that is no route';

const LOGS = ['logs:CreateLogStream on <own logs>', 'logs:PutLogEvents on <own logs>'];
const PEPPER = 'secretsmanager:GetSecretValue on <OtpPepperSecret>';
const onRecords = (action: string, ...kinds: string[]) => [
  `dynamodb:${action} on <RecordsTable.Arn> if ${keysBegin(...kinds)}`,
];
const changing = (...kinds: string[]) =>
  ['GetItem', 'PutItem', 'UpdateItem'].flatMap((action) => onRecords(action, ...kinds));
const TABLE = { TABLE_NAME: '<RecordsTable>' };
const MEASURED = { ...TABLE, METRICS_NAMESPACE: 'PartnerApiAuthentication/dev' };

function descriptionOf(name: ManagementFunctionName): string {
  return `Management API: ${MANAGEMENT_FUNCTIONS[name].description}`;
}

let stacks: SynthesizedStacks;
let configured: SynthesizedStacks;

beforeAll(async () => {
  stacks = await synthesizeStacks();
  configured = await synthesizeStacks({
    senderAddress: 'codes@hub.example.com',
    messagingApiUrl: 'https://messaging.example.com/v1',
    otpTemplateName: 'hub_code',
    otpTemplateLanguage: 'pt_BR',
    keyEnvironment: 'live',
  });
});

/** Whatever stands here beyond what a function does is what somebody gains who finds a hole in it. */
const GRANTS: Readonly<Record<ManagementFunctionName, readonly string[]>> = {
  session: [...onRecords('GetItem', 'PARTNER#*'), ...LOGS],
  sessions: ['cognito-idp:AdminUserGlobalSignOut on <AccountsPool.Arn>', ...changing('PARTNER#*', 'USER#*'), ...LOGS],
  'api-keys': [
    ...onRecords('BatchGetItem', 'USAGE#*'),
    ...onRecords('ConditionCheckItem', 'DUE#*', 'PARTNER#*', 'USER#*'),
    ...onRecords('GetItem', 'PARTNER#*', 'USER#*'),
    ...onRecords('PutItem', 'DUE#*', 'PARTNER#*', 'USER#*'),
    ...onRecords('Query', 'PARTNER#*'),
    ...onRecords('UpdateItem', 'DUE#*', 'PARTNER#*', 'USER#*'),
    ...LOGS,
    PEPPER,
  ],
  'otp-challenges': [
    ...onRecords('GetItem', 'PARTNER#*', 'USER#*'),
    ...onRecords('PutItem', 'USER#*'),
    ...LOGS,
    'secretsmanager:GetSecretValue on <MessagingApiKeySecret>',
    PEPPER,
  ],
  'legacy-token': [
    ...onRecords('BatchGetItem', 'USAGE#*'),
    ...onRecords('GetItem', 'PARTNER#*', 'USER#*'),
    ...onRecords('PutItem', 'PARTNER#*', 'USER#*'),
    ...onRecords('Query', 'PARTNER#*', 'USAGE#*'),
    ...onRecords('UpdateItem', 'PARTNER#*', 'USER#*'),
    ...LOGS,
    PEPPER,
  ],
  activity: [...onRecords('Query', 'PARTNER#*'), ...LOGS],
  settings: [...changing('PARTNER#*', 'USER#*'), ...LOGS, PEPPER],
  notices: [...changing('PARTNER#*'), ...LOGS],
  health: [...onRecords('GetItem', 'PARTNER#*'), ...LOGS],
  usage: [...onRecords('GetItem', 'PARTNER#*'), ...onRecords('Query', 'USAGE#*'), ...LOGS],
  denials: [...onRecords('GetItem', 'DENIAL#*', 'PARTNER#*'), ...LOGS],
};

const ENVIRONMENT: Readonly<Record<ManagementFunctionName, Readonly<Record<string, string>>>> = {
  session: TABLE,
  sessions: { ...TABLE, USER_POOL_ID: '<AccountsPool>' },
  'api-keys': { ...MEASURED, KEY_ENVIRONMENT: 'test', OTP_PEPPER_SECRET_ARN: '<OtpPepperSecret>' },
  'otp-challenges': {
    ...MEASURED,
    OTP_PEPPER_SECRET_ARN: '<OtpPepperSecret>',
    MESSAGING_API_KEY_SECRET_ARN: '<MessagingApiKeySecret>',
    OTP_TEMPLATE_NAME: 'partner_hub_otp',
    OTP_TEMPLATE_LANGUAGE: 'en',
  },
  'legacy-token': { ...MEASURED, OTP_PEPPER_SECRET_ARN: '<OtpPepperSecret>' },
  activity: TABLE,
  settings: { ...MEASURED, OTP_PEPPER_SECRET_ARN: '<OtpPepperSecret>' },
  notices: TABLE,
  health: TABLE,
  usage: TABLE,
  denials: TABLE,
};

const byDescription = <T>(values: Readonly<Record<ManagementFunctionName, T>>) =>
  MANAGEMENT_FUNCTION_NAMES.map((name) => [descriptionOf(name), values[name]] as const);

test.each([
  [
    AUTHORIZER,
    [
      ...onRecords('GetItem', 'EMAIL#*', 'IDENTITY#*', 'USER#*'),
      ...onRecords('PutItem', 'IDENTITY#*', 'USER#*'),
      ...onRecords('UpdateItem', 'IDENTITY#*', 'USER#*'),
      ...LOGS,
      'secretsmanager:GetSecretValue on <HubOriginSecret>',
    ],
  ],
  ...byDescription(GRANTS),
  [NOT_FOUND, LOGS],
])('the function "%s" may do what it does, and no more', (description, grants) => {
  expect(grantsOf(stacks, description)).toEqual(grants);
});

test.each([
  [
    AUTHORIZER,
    {
      ...TABLE,
      OIDC_ISSUER: '<AccountsPool.ProviderURL>',
      OIDC_CLIENT_ID: '<HubClient>',
      OIDC_JWKS_URI: '<AccountsPool.ProviderURL>/.well-known/jwks.json',
      ORIGIN_SECRET_ARN: '<HubOriginSecret>',
    },
  ],
  ...byDescription(ENVIRONMENT),
  [NOT_FOUND, {}],
])('the function "%s" is told what it needs, and no more', (description, environment) => {
  expect(environmentOf(stacks, description)).toEqual(environment);
});

test.each([
  [AUTHORIZER, 10, 512],
  ...MANAGEMENT_FUNCTION_NAMES.map((name) => {
    const { timeoutSeconds, memorySizeMb } = MANAGEMENT_FUNCTIONS[name];
    return [descriptionOf(name), timeoutSeconds, memorySizeMb] as const;
  }),
  [NOT_FOUND, 5, 256],
])('the function "%s" has %i seconds and %i MB', (description, Timeout, MemorySize) => {
  expect(functionDescribed(stacks, description)).toMatchObject({ Timeout, MemorySize });
});

describe('mail', () => {
  const ses = 'arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>';
  const condition = '{"StringEquals":{"ses:FromAddress":"codes@hub.example.com"}}';

  test.each([OTP_CHALLENGES, EXPIRY_WARNINGS])(
    'the function "%s" may send from the configured address only',
    (description) => {
      const mail = grantsOf(configured, description).filter((grant) => grant.startsWith('ses:'));

      expect(mail).toEqual([
        `ses:SendEmail on ${ses}:configuration-set/* if ${condition}`,
        `ses:SendEmail on ${ses}:identity/* if ${condition}`,
      ]);
      expect(environmentOf(configured, description).SENDER_ADDRESS).toBe('codes@hub.example.com');
    },
  );

  test.each([
    AUTHORIZER,
    NOT_FOUND,
    ...MANAGEMENT_FUNCTION_NAMES.map(descriptionOf).filter((description) => description !== OTP_CHALLENGES),
  ])('the function "%s" sends none', (description) => {
    expect(grantsOf(configured, description).join()).not.toContain('ses:');
    expect(environmentOf(configured, description)).not.toHaveProperty('SENDER_ADDRESS');
  });

  test('a synth without a sender brings nobody who would warn of keys that end', () => {
    expect(() => scheduleOf(stacks, EXPIRY_WARNINGS)).toThrow('No single rule');
    expect(() => functionDescribed(stacks, EXPIRY_WARNINGS)).toThrow();
  });

  test('a synth without a sender warns that there will be no e-mail', () => {
    expect(stacks.warnings).toEqual([
      expect.stringContaining('no one-time code, warning or notice can be sent by e-mail'),
    ]);
    expect(configured.warnings).toEqual([]);
  });
});

test('codes by WhatsApp go where the configuration says, with the configured template', () => {
  expect(environmentOf(configured, OTP_CHALLENGES)).toMatchObject({
    MESSAGING_API_URL: 'https://messaging.example.com/v1',
    OTP_TEMPLATE_NAME: 'hub_code',
    OTP_TEMPLATE_LANGUAGE: 'pt_BR',
  });
});

test('keys get the environment that the Partner API accepts', () => {
  expect(environmentOf(configured, API_KEYS).KEY_ENVIRONMENT).toBe('live');
});

describe('warnings of keys that end', () => {
  const functionId = () =>
    resourcesOfType(configured.service, 'AWS::Lambda::Function')
      .filter(([, { Properties }]) => Properties.Description === EXPIRY_WARNINGS)
      .map(([id]) => id)
      .join();

  // No Scan: it reads what is due, and of a partner the key, the partner and its members.
  test('the function may find what is due, deliver it and delete it, and no more', () => {
    const grants = grantsOf(configured, EXPIRY_WARNINGS).filter((grant) => !grant.startsWith('ses:'));

    expect(grants).toEqual([
      ...onRecords('DeleteItem', 'DUE#*'),
      ...onRecords('GetItem', 'PARTNER#*'),
      ...onRecords('Query', 'DUE#*', 'PARTNER#*'),
      ...onRecords('UpdateItem', 'NOTICE#*'),
      ...LOGS,
    ]);
    expect(environmentOf(configured, EXPIRY_WARNINGS)).toEqual({ ...TABLE, SENDER_ADDRESS: 'codes@hub.example.com' });
    expect(functionDescribed(configured, EXPIRY_WARNINGS)).toMatchObject({ Timeout: 300, MemorySize: 256 });
  });

  // A claim that lapses while its run lives would send a warning twice.
  test('the function has ended long before its claims lapse', () => {
    expect(CLAIM_SECONDS).toBeGreaterThanOrEqual(2 * functionDescribed(configured, EXPIRY_WARNINGS).Timeout);
  });

  test('it is called every hour', () => {
    const { properties } = scheduleOf(configured, EXPIRY_WARNINGS);

    expect(properties).toMatchObject({ ScheduleExpression: 'rate(1 hour)', State: 'ENABLED' });
    expect(properties.Targets).toEqual([
      { Arn: { 'Fn::GetAtt': [functionId(), 'Arn'] }, Id: 'Target0', RetryPolicy: { MaximumRetryAttempts: 2 } },
    ]);
  });

  test('nobody but its schedule may call it', () => {
    const { id, permissions } = scheduleOf(configured, EXPIRY_WARNINGS);

    expect(permissions).toEqual([
      {
        Action: 'lambda:InvokeFunction',
        FunctionName: { 'Fn::GetAtt': [functionId(), 'Arn'] },
        Principal: 'events.amazonaws.com',
        SourceArn: { 'Fn::GetAtt': [id, 'Arn'] },
      },
    ]);
  });
});
