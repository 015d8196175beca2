import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  MathExpression,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { MetricName } from '../../lambdas/env.ts';
import type { MonitoringMetrics } from './monitoring-metrics.ts';

export interface MonitoringDashboardProps {
  readonly stage: string;
  readonly metrics: MonitoringMetrics;
  readonly deadLetters: readonly IMetric[];
  readonly alarms: readonly Alarm[];
}

const HALF = 12;

/** Alarms on top, then what is called, refused and slow, what partner staff run into, and what is counted of it all. */
export function createMonitoringDashboard(
  scope: Construct,
  { stage, metrics, deadLetters, alarms }: MonitoringDashboardProps,
): Dashboard {
  const refusedByCode = new MathExpression({
    expression: `SEARCH('{"${metrics.namespace}",Code} MetricName="${MetricName.REFUSED}"', 'Sum')`,
    label: '',
    period: Duration.minutes(5),
  });
  const rows: IWidget[][] = [
    [new AlarmStatusWidget({ title: 'Alarms', width: 2 * HALF, height: 3, alarms: [...alarms] })],
    [
      graph('Partner API: calls and 5xx', [metrics.calls], [metrics.serverErrors]),
      graph('Partner API: latency and check, p99 in ms', [metrics.latency, metrics.authorizerDuration]),
    ],
    [
      graph('Refusals by code', [refusedByCode]),
      graph('Failed and throttled checks', [metrics.failedChecks, metrics.authorizerThrottles]),
    ],
    [
      graph('Management API: calls and 5xx', [metrics.managementCalls], [metrics.managementServerErrors]),
      graph('Codes: not sent, locks', [metrics.codesNotSent, metrics.codeLocks]),
    ],
    [
      graph('Throttling: gateway and table', [metrics.throttledCalls, metrics.tableThrottles]),
      graph(
        'Counting: lines and calls, and lag in ms',
        [metrics.logLines, metrics.countedCalls],
        [metrics.countingLag],
      ),
    ],
    [
      graph('Left behind: malformed lines, dead letters', [metrics.malformedLines, ...deadLetters]),
      graph('Client certificate: days left', [metrics.clientCertificateDaysLeft]),
    ],
  ];
  return new Dashboard(scope, 'Dashboard', { dashboardName: `partner-api-${stage}`, widgets: rows });
}

function graph(title: string, left: IMetric[], right: IMetric[] = []): GraphWidget {
  return new GraphWidget({ title, left, right, width: HALF, height: 6, liveData: true });
}
