import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { MetricName } from '../../lambdas/env.ts';
import { PROJECT_DIRECTORY } from '../../tools/client/run-process.ts';
import { onlyResource, resourcesOfType, type StackTemplate, synthesizeStacks } from './synthesized-stacks.ts';

interface MetricOfAlarm {
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
}

let service: StackTemplate;

beforeAll(async () => {
  ({ service } = await synthesizeStacks({
    senderAddress: 'codes@hub.example.com',
    domainName: 'api.example.com',
    certificateArn: 'arn:aws:acm:eu-central-1:111111111111:certificate/0a1b2c3d-1111-2222-3333-444455556666',
  }));
});

const alarms = () => resourcesOfType(service, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
const named = (id: string) => {
  const found = resourcesOfType(service, 'AWS::CloudWatch::Alarm').filter(([name]) =>
    new RegExp(`^Monitoring${id}[0-9A-F]{8}$`).test(name),
  );
  expect(found).toHaveLength(1);
  return found[0]?.[1].Properties;
};

describe('alarms', () => {
  test('go to the one topic, as do their ends, and none can be missed for want of data alone', () => {
    const [topic] = onlyResource(service, 'AWS::SNS::Topic');

    expect(alarms().length).toBeGreaterThan(10);
    for (const [id, { Properties: alarm }] of resourcesOfType(service, 'AWS::CloudWatch::Alarm')) {
      expect(alarm).toMatchObject({
        AlarmActions: [{ Ref: topic }],
        OKActions: [{ Ref: topic }],
        TreatMissingData: id.includes('ClientCertificateExpiry') ? 'breaching' : 'notBreaching',
      });
    }
  });

  test('each name a section of the runbook that is there, and the runbook has no other', () => {
    const runbook = readFileSync(join(PROJECT_DIRECTORY, 'docs', 'runbook.md'), 'utf8');
    const sections = [...runbook.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
    const meant = alarms().map(({ AlarmDescription }) => /docs\/runbook\.md, "(.+)"/.exec(AlarmDescription)?.[1]);

    expect(new Set(meant)).toEqual(new Set(sections));
  });

  test.each([
    ['FailedChecks', { MetricName: 'FailedChecks', Threshold: 5 }],
    ['ThrottledChecks', { MetricName: 'Throttles', Namespace: 'AWS/Lambda', Threshold: 1 }],
    ['SlowChecks', { MetricName: 'Duration', ExtendedStatistic: 'p99', Threshold: 1000, EvaluationPeriods: 3 }],
    ['CodesNotSent', { MetricName: 'CodesNotSent', Threshold: 3 }],
    ['PasswordResets', { MetricName: 'Errors', Namespace: 'AWS/Lambda', Threshold: 1 }],
    ['CodeLocks', { MetricName: 'CodeLocks', Threshold: 5 }],
    ['NoticeLag', { MetricName: 'IteratorAge', Statistic: 'Maximum', Threshold: 900_000 }],
    ['CountingLag', { MetricName: 'CountingLag', Statistic: 'Maximum', Threshold: 900_000, Period: 300 }],
    ['CountingQueue', { MetricName: 'AsyncEventAge', Statistic: 'Maximum', Threshold: 900_000 }],
    ['MalformedLines', { MetricName: 'MalformedLines', Statistic: 'Sum', Threshold: 10 }],
    ['DeadLettersUsage', { MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 1 }],
    ['DeadLettersNotices', { MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 1 }],
    [
      'CertificateExpiry',
      { MetricName: 'DaysToExpiry', Threshold: 30, ComparisonOperator: 'LessThanThreshold', Period: 86_400 },
    ],
  ])('%s', (id, expected) => {
    expect(named(id)).toMatchObject(expected);
  });

  test.each([
    [
      'ServerErrors',
      2,
      [
        ['5XXError', 'Sum', 'partner-api'],
        ['Count', 'Sum', 'partner-api'],
      ],
    ],
    [
      'RefusedCalls',
      50,
      [
        ['Refused', 'Sum', null],
        ['Count', 'Sum', 'partner-api'],
      ],
    ],
    [
      'TableThrottles',
      1,
      [
        ['ReadThrottleEvents', 'Sum', null],
        ['WriteThrottleEvents', 'Sum', null],
      ],
    ],
  ])('%s is made of what it is named for', (id, threshold, expected) => {
    const { Metrics, Threshold } = named(id) ?? {};
    const [expression, ...parts] = Metrics;
    expect(Threshold).toBe(threshold);
    expect(
      parts.map(({ MetricStat: { Metric, Stat } }: { MetricStat: { Metric: MetricOfAlarm; Stat: string } }) => [
        Metric.MetricName,
        Stat,
        Metric.Dimensions?.find(({ Name }) => Name === 'ApiName')?.Value ?? null,
      ]),
    ).toEqual(
      expected.map(([name, stat, api]) => [name, stat, api === null ? null : expect.stringContaining(api ?? '')]),
    );
    for (const { Id } of parts) expect(expression.Expression).toContain(Id);
  });

  // A topic whose policy does not let CloudWatch in keeps every alarm to itself.
  test('may be published, by alarms of this account and nobody else, over TLS', () => {
    const [topic] = onlyResource(service, 'AWS::SNS::Topic');
    const [, { Properties: policy }] = onlyResource(service, 'AWS::SNS::TopicPolicy');

    expect(policy.Topics).toEqual([{ Ref: topic }]);
    expect(policy.PolicyDocument.Statement).toEqual([
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      {
        Sid: '1',
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Resource: { Ref: topic },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
  });

  test('of shares look only where there are enough calls to speak of one, or enough errors', () => {
    const expression = (id: string) => named(id)?.Metrics[0].Expression;

    expect(expression('ServerErrors')).toBe('IF(calls >= 100 OR part >= 5, 100 * part / calls, 0)');
    expect(expression('RefusedCalls')).toBe('IF(calls >= 100, 100 * part / calls, 0)');
  });

  test('of calls that are not counted takes no figure at all for nought, and looks only where there is something to count', () => {
    const alarm = named('UncountedCalls');
    const byId = Object.fromEntries(
      alarm?.Metrics.map((metric: { Id: string; MetricStat?: { Metric: object } }) => [metric.Id, metric]),
    );

    expect(alarm).toMatchObject({ Threshold: 1, EvaluationPeriods: 3 });
    expect(alarm?.Metrics[0].Expression).toBe('IF(calls >= 100 AND lines < calls / 2, 1, 0)');
    expect(byId.lines.MetricStat).toMatchObject({ Stat: 'Sum', Metric: { MetricName: 'LogLines' } });
    expect(byId.calls.MetricStat).toMatchObject({ Stat: 'Sum', Metric: { Namespace: 'AWS/ApiGateway' } });
  });

  test('of the client certificate takes two days without a figure for an end that is near', () => {
    const alarm = named('ClientCertificateExpiry');
    const [expression, metric] = alarm?.Metrics ?? [];

    expect(alarm).toMatchObject({
      Threshold: 30,
      ComparisonOperator: 'LessThanThreshold',
      EvaluationPeriods: 2,
      TreatMissingData: 'breaching',
    });
    expect(expression.Expression).toBe('FILL(days, 0)');
    expect(metric).toMatchObject({
      Id: 'days',
      MetricStat: { Metric: { MetricName: 'ClientCertificateDaysLeft' }, Period: 86_400, Stat: 'Minimum' },
    });
  });

  test('of certificates and mail are there only where there is something to watch', async () => {
    const { service: bare } = await synthesizeStacks();
    const ids = resourcesOfType(bare, 'AWS::CloudWatch::Alarm').map(([id]) => id);

    for (const absent of ['MonitoringCertificateExpiry', 'MonitoringNoticeLag', 'MonitoringDeadLettersNotices']) {
      expect(ids.filter((id) => id.startsWith(absent))).toEqual([]);
    }
  });
});

describe('metrics', () => {
  /** Names of the own metrics that alarms and dashboard ask for. */
  const askedFor = () => {
    const { DashboardBody } = onlyResource(service, 'AWS::CloudWatch::Dashboard')[1].Properties;
    const dashboard = JSON.stringify(DashboardBody).replaceAll('\\', '');
    return new Set([
      ...namesIn(JSON.stringify(alarms()), /"MetricName":"(\w+)","Namespace":"PartnerApiAuthentication\/dev"/g),
      ...namesIn(dashboard, /"PartnerApiAuthentication\/dev","(\w+)"/g),
      ...namesIn(dashboard, /MetricName="(\w+)"/g),
    ]);
  };
  const namesIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name);
  const filtered = () =>
    resourcesOfType(service, 'AWS::Logs::MetricFilter').map(
      ([, { Properties }]) => Properties.MetricTransformations[0].MetricName as string,
    );

  test('that are asked for are those that functions write or logs are filtered for, and no other', () => {
    expect(askedFor()).toEqual(new Set([...Object.values(MetricName), ...filtered()]));
  });

  test('are written by functions into the namespace that is asked', () => {
    const writing = resourcesOfType(service, 'AWS::Lambda::Function').flatMap(([, { Properties }]) =>
      Properties.Environment?.Variables?.METRICS_NAMESPACE === undefined
        ? []
        : [[Properties.Description, Properties.Environment.Variables.METRICS_NAMESPACE]],
    );

    expect(new Map(writing as [string, string][])).toEqual(
      new Map([
        ['Counts the calls of the Partner API from its logs', 'PartnerApiAuthentication/dev'],
        ['Management API: /api-keys', 'PartnerApiAuthentication/dev'],
        ['Management API: POST /otp-challenges', 'PartnerApiAuthentication/dev'],
        ['Management API: /legacy-token', 'PartnerApiAuthentication/dev'],
        ['Management API: /settings', 'PartnerApiAuthentication/dev'],
        [
          'Measures how long the client certificate towards the upstream is still good for',
          'PartnerApiAuthentication/dev',
        ],
      ]),
    );
  });

  test('from logs are counted in the log groups of functions and stages by fields that are written there', () => {
    const filters = resourcesOfType(service, 'AWS::Logs::MetricFilter').map(([, { Properties }]) => Properties);
    const patterns = filters.map(({ FilterPattern, MetricTransformations: [metric] }) => [
      metric.MetricName,
      FilterPattern,
    ]);

    expect(new Set(patterns.map((pair) => pair.join(': ')))).toEqual(
      new Set(['FailedChecks: { $.message = "check_failed" }', 'ThrottledCalls: { $.response_type = "THROTTLED" }']),
    );
    for (const { LogGroupName } of filters) {
      expect(service.Resources[LogGroupName.Ref]?.Type).toBe('AWS::Logs::LogGroup');
    }
  });
});

// If it fails, what broke in one of them would call nobody.
test('failed checks are those of both authorizers', () => {
  const watched = (name: string) =>
    resourcesOfType(service, 'AWS::Logs::MetricFilter')
      .filter(([, { Properties }]) => Properties.MetricTransformations[0].MetricName === name)
      .map(([, { Properties }]) => Properties.LogGroupName.Ref);
  const logsOf = (...descriptions: string[]) =>
    descriptions.map(
      (description) =>
        resourcesOfType(service, 'AWS::Lambda::Function').find(
          ([, { Properties }]) => Properties.Description === description,
        )?.[1].Properties.LoggingConfig.LogGroup.Ref,
    );
  const authorizers = resourcesOfType(service, 'AWS::Lambda::Function')
    .filter(([id]) => /Authorizer/.test(id))
    .map(([, { Properties }]) => Properties.Description);

  expect(authorizers).toHaveLength(2);
  expect(new Set(watched('FailedChecks'))).toEqual(new Set(logsOf(...authorizers)));
});

test('the dashboard shows every alarm', () => {
  const [, { Properties }] = onlyResource(service, 'AWS::CloudWatch::Dashboard');
  const body = JSON.stringify(Properties.DashboardBody);

  for (const [id] of resourcesOfType(service, 'AWS::CloudWatch::Alarm')) expect(body).toContain(id);
});
