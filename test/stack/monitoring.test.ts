import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { PROJECT_DIRECTORY } from '../support/run-process.ts';
import { onlyResource, resourcesOfType, type StackTemplate, synthesizeStacks } from './synthesized-stacks.ts';

interface MetricOfAlarm {
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
}

let service: StackTemplate;

beforeAll(() => {
  ({ service } = synthesizeStacks({
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
    for (const alarm of alarms()) {
      expect(alarm).toMatchObject({
        AlarmActions: [{ Ref: topic }],
        OKActions: [{ Ref: topic }],
        TreatMissingData: 'notBreaching',
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
    ['CodeLocks', { MetricName: 'CodeLocks', Threshold: 5 }],
    ['NoticeLag', { MetricName: 'IteratorAge', Statistic: 'Maximum', Threshold: 900_000 }],
    ['CountingLag', { MetricName: 'AsyncEventAge', Statistic: 'Maximum', Threshold: 900_000 }],
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

  test('of shares look only where there are enough calls to speak of one', () => {
    for (const id of ['ServerErrors', 'RefusedCalls']) {
      const [share] = named(id)?.Metrics ?? [];
      expect(share.Expression).toBe('IF(calls >= 100, 100 * part / calls, 0)');
    }
  });

  test('of certificates and mail are there only where there is something to watch', () => {
    const { service: bare } = synthesizeStacks();
    const ids = resourcesOfType(bare, 'AWS::CloudWatch::Alarm').map(([id]) => id);

    for (const absent of ['CertificateExpiry', 'NoticeLag', 'DeadLettersNotices']) {
      expect(ids.filter((id) => id.includes(absent))).toEqual([]);
    }
  });
});

describe('metrics from logs', () => {
  test('are counted in the log groups of functions and stages by fields that are written there', () => {
    const filters = resourcesOfType(service, 'AWS::Logs::MetricFilter').map(([, { Properties }]) => Properties);
    const patterns = filters.map(({ FilterPattern, MetricTransformations: [metric] }) => [
      metric.MetricName,
      FilterPattern,
    ]);

    expect(new Set(patterns.map((pair) => pair.join(': ')))).toEqual(
      new Set([
        'RefusedByCode: { $.message = "refused" }',
        'Refused: { $.message = "refused" }',
        'FailedChecks: { $.message = "check_failed" }',
        'ThrottledCalls: { $.response_type = "THROTTLED" }',
        'CodesNotSent: { $.message = "message_not_sent" }',
        'CodeLocks: { $.code = "otp_locked" }',
      ]),
    );
    for (const { LogGroupName } of filters) {
      expect(service.Resources[LogGroupName.Ref]?.Type).toBe('AWS::Logs::LogGroup');
    }
  });
});

// If it fails, what broke in one of them would call nobody.
test('failed checks are those of both authorizers, unsent codes and locks those of every function that has to do with codes', () => {
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
  const withCodes = ['POST /otp-challenges', '/api-keys', '/settings'].map((route) => `Management API: ${route}`);
  for (const name of ['CodesNotSent', 'CodeLocks']) {
    expect(new Set(watched(name))).toEqual(new Set(logsOf(...withCodes)));
  }
});

test('the dashboard shows every alarm', () => {
  const [, { Properties }] = onlyResource(service, 'AWS::CloudWatch::Dashboard');
  const body = JSON.stringify(Properties.DashboardBody);

  for (const [id] of resourcesOfType(service, 'AWS::CloudWatch::Alarm')) expect(body).toContain(id);
});
