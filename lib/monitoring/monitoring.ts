import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ServiceFunction } from '../functions/service-function.ts';
import { createMonitoringDashboard } from './monitoring-dashboard.ts';
import { createMonitoringMetrics, type MonitoringMetrics, type MonitoringSources } from './monitoring-metrics.ts';

export interface MonitoringProps extends MonitoringSources {
  /** Processes the table's stream; null where no mail is sent. */
  readonly noticeSender: ServiceFunction | null;
  /** The user pool's trigger after a password reset. */
  readonly passwordReset: ServiceFunction;
  /** Counts calls from the access log. */
  readonly usageCounter: ServiceFunction;
  readonly deadLetters: Readonly<Record<string, IQueue>>;
  /** Certificate of the custom domain. */
  readonly certificateArn: string | null;
}

/** What an operator is called for. `runbook`: heading in docs/runbook.md. */
interface AlarmDefinition {
  readonly id: string;
  readonly runbook: string;
  readonly metric: IMetric;
  readonly threshold: number;
  /** Periods in a row. @default 1 */
  readonly periods?: number;
  readonly below?: boolean;
  /** Whether no figure is as bad as a bad one. @default false */
  readonly breachingIfMissing?: boolean;
}

const FIVE_MINUTES = Duration.minutes(5);
/** Below that a share means nothing. */
const ENOUGH_CALLS = 100;
/** So many errors are looked at however few calls there were: at night, all of them may fail. */
const ENOUGH_ERRORS = 5;

/** Alarms to a topic, and a dashboard (docs/adr/0014-metrics.md). Nothing of it runs in a call of the Partner API. */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const topic = this.#alarmTopic(props.stage);
    const metrics = createMonitoringMetrics(this, props);
    const letters = Object.fromEntries(
      Object.entries(props.deadLetters).map(([name, queue]) => [
        name,
        queue.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM }),
      ]),
    );
    const action = new SnsAction(topic);
    const alarms = alarmsOf(props, metrics, letters).map((definition) => {
      const { id: alarmId, runbook, metric, threshold, periods = 1, below = false } = definition;
      const { breachingIfMissing = false } = definition;
      const alarm = new Alarm(this, alarmId, {
        alarmDescription: `Stage ${props.stage}. What it means and what to do: docs/runbook.md, "${runbook}".`,
        metric,
        threshold,
        evaluationPeriods: periods,
        comparisonOperator: below
          ? ComparisonOperator.LESS_THAN_THRESHOLD
          : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        // Where nothing is called, nothing is wrong.
        treatMissingData: breachingIfMissing ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      });
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
      return alarm;
    });
    createMonitoringDashboard(this, {
      stage: props.stage,
      metrics,
      deadLetters: Object.entries(letters).map(([name, metric]) => metric.with({ label: `Dead letters: ${name}` })),
      alarms,
    });
    new CfnOutput(scope, 'AlarmTopicArn', {
      value: topic.topicArn,
      description: 'Topic of all alarms, to be subscribed to by whoever is on duty',
    });
  }

  #alarmTopic(stage: string): Topic {
    const topic = new Topic(this, 'Alarms', { displayName: `Partner API, stage ${stage}`, enforceSSL: true });
    // The statement that enforces TLS takes the place of the policy that a topic has by itself, and that let CloudWatch in.
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    return topic;
  }
}

function alarmsOf(
  props: MonitoringProps,
  metrics: MonitoringMetrics,
  letters: Readonly<Record<string, Metric>>,
): AlarmDefinition[] {
  const { noticeSender, passwordReset, usageCounter, certificateArn } = props;
  return [
    { id: 'FailedChecks', runbook: 'Failed checks', metric: metrics.failedChecks, threshold: 5 },
    { id: 'SlowChecks', runbook: 'Slow checks', metric: metrics.authorizerDuration, threshold: 1000, periods: 3 },
    { id: 'ThrottledChecks', runbook: 'Throttled checks', metric: metrics.authorizerThrottles, threshold: 1 },
    {
      id: 'ServerErrors',
      runbook: 'Server errors',
      metric: shareOf(metrics.serverErrors, metrics.calls, 'Share of 5xx in percent', ENOUGH_ERRORS),
      threshold: 2,
      periods: 2,
    },
    {
      id: 'ManagementServerErrors',
      runbook: 'Server errors of the Management API',
      metric: metrics.managementServerErrors,
      threshold: 5,
    },
    { id: 'ThrottledCalls', runbook: 'Throttled calls', metric: metrics.throttledCalls, threshold: 100 },
    {
      id: 'RefusedCalls',
      runbook: 'Refused calls',
      metric: shareOf(metrics.refused, metrics.calls, 'Share of refusals in percent'),
      threshold: 50,
      periods: 3,
    },
    { id: 'CodesNotSent', runbook: 'Codes not sent', metric: metrics.codesNotSent, threshold: 3 },
    { id: 'CodeLocks', runbook: 'Locked users', metric: metrics.codeLocks, threshold: 5 },
    {
      id: 'PasswordResets',
      runbook: 'Password resets that ended no session',
      metric: passwordReset.lambda.metricErrors({ period: FIVE_MINUTES }),
      threshold: 1,
    },
    { id: 'TableThrottles', runbook: 'Throttled table', metric: metrics.tableThrottles, threshold: 1 },
    ...(noticeSender === null
      ? []
      : [
          {
            id: 'NoticeLag',
            runbook: 'Late notices',
            metric: noticeSender.lambda.metric('IteratorAge', { statistic: Stats.MAXIMUM, period: FIVE_MINUTES }),
            threshold: Duration.minutes(15).toMilliseconds(),
          },
        ]),
    {
      id: 'CountingLag',
      runbook: 'Late figures',
      metric: metrics.countingLag,
      threshold: Duration.minutes(15).toMilliseconds(),
    },
    // Of what waits or fails, the function itself can say nothing.
    {
      id: 'CountingQueue',
      runbook: 'Late figures',
      metric: usageCounter.lambda.metric('AsyncEventAge', { statistic: Stats.MAXIMUM, period: FIVE_MINUTES }),
      threshold: Duration.minutes(15).toMilliseconds(),
    },
    {
      id: 'UncountedCalls',
      runbook: 'Uncounted calls',
      // Compared with another series, so that missing lines count as 0.
      metric: new MathExpression({
        expression: `IF(calls >= ${ENOUGH_CALLS} AND lines < calls / 2, 1, 0)`,
        usingMetrics: { lines: metrics.logLines, calls: metrics.calls },
        label: 'Less than half of the calls counted',
      }),
      threshold: 1,
      periods: 3,
    },
    { id: 'MalformedLines', runbook: 'Unreadable log lines', metric: metrics.malformedLines, threshold: 10 },
    ...Object.entries(letters).map(([name, metric]) => ({
      id: `DeadLetters${name}`,
      runbook: 'Dead letters',
      metric,
      threshold: 1,
    })),
    {
      id: 'ClientCertificateExpiry',
      runbook: 'Client certificate about to expire',
      // CloudWatch looks further back for figures than the two days, unless missing ones are filled.
      metric: new MathExpression({
        expression: 'FILL(days, 0)',
        usingMetrics: { days: metrics.clientCertificateDaysLeft },
        period: Duration.days(1),
        label: 'Days left, 0 where it was not looked',
      }),
      threshold: 30,
      periods: 2,
      below: true,
      breachingIfMissing: true,
    },
    ...(certificateArn === null
      ? []
      : [
          {
            id: 'CertificateExpiry',
            runbook: 'Certificate about to expire',
            metric: new Metric({
              namespace: 'AWS/CertificateManager',
              metricName: 'DaysToExpiry',
              dimensionsMap: { CertificateArn: certificateArn },
              statistic: Stats.MINIMUM,
              period: Duration.days(1),
            }),
            threshold: 30,
            below: true,
          },
        ]),
  ];
}

/** @param enough - from how many of the part on few calls are enough, too */
function shareOf(part: IMetric, calls: IMetric, label: string, enough?: number): IMetric {
  const few = enough === undefined ? '' : ` OR part >= ${enough}`;
  return new MathExpression({
    expression: `IF(calls >= ${ENOUGH_CALLS}${few}, 100 * part / calls, 0)`,
    usingMetrics: { part, calls },
    label,
  });
}
