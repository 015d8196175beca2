import { Duration } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { MetricName } from '../../lambdas/env.ts';
import { metricsNamespace } from '../functions/metrics-namespace.ts';
import type { ServiceFunction } from '../functions/service-function.ts';
import { logMetric } from './log-metric.ts';

/** What metrics are taken of. */
export interface MonitoringSources {
  readonly stage: string;
  readonly tableName: string;
  readonly partnerApi: { readonly api: RestApi; readonly accessLogs: ILogGroup };
  readonly managementApi: { readonly api: RestApi; readonly accessLogs: ILogGroup };
  readonly partnerAuthorizer: ServiceFunction;
  readonly managementAuthorizer: ServiceFunction;
}

export type MonitoringMetrics = {
  readonly namespace: string;
} & Readonly<
  Record<
    | 'calls'
    | 'serverErrors'
    | 'latency'
    | 'managementCalls'
    | 'managementServerErrors'
    | 'throttledCalls'
    | 'refused'
    | 'failedChecks'
    | 'authorizerDuration'
    | 'authorizerThrottles'
    | 'codesNotSent'
    | 'codeLocks'
    | 'tableThrottles'
    | 'logLines'
    | 'countedCalls'
    | 'malformedLines'
    | 'countingLag'
    | 'clientCertificateDaysLeft',
    IMetric
  >
>;

/** AWS's own, counted from logs, or written by functions that no Partner API call waits for (docs/adr/0014-metrics.md). */
export function createMonitoringMetrics(scope: Construct, props: MonitoringSources): MonitoringMetrics {
  const { stage, partnerApi, managementApi, partnerAuthorizer, managementAuthorizer } = props;
  const namespace = metricsNamespace(stage);
  const written = (metricName: MetricName, statistic = Stats.SUM, period = Duration.minutes(5)) =>
    new Metric({ namespace, metricName, statistic, period });
  return {
    namespace,
    calls: ofApi(partnerApi.api, 'Count', Stats.SUM),
    serverErrors: ofApi(partnerApi.api, '5XXError', Stats.SUM),
    latency: ofApi(partnerApi.api, 'Latency', Stats.percentile(99)),
    managementCalls: ofApi(managementApi.api, 'Count', Stats.SUM),
    managementServerErrors: ofApi(managementApi.api, '5XXError', Stats.SUM),
    throttledCalls: logMetric(scope, {
      namespace,
      name: 'ThrottledCalls',
      logGroups: [partnerApi.accessLogs, managementApi.accessLogs],
      pattern: FilterPattern.stringValue('$.response_type', '=', 'THROTTLED'),
    }),
    refused: written(MetricName.REFUSED),
    // From the log: whatever stops the authorizer may stop the counting function, too.
    failedChecks: logMetric(scope, {
      namespace,
      name: 'FailedChecks',
      logGroups: [partnerAuthorizer.logGroup, managementAuthorizer.logGroup],
      pattern: FilterPattern.stringValue('$.message', '=', 'check_failed'),
    }),
    authorizerDuration: partnerAuthorizer.lambda.metricDuration({ statistic: Stats.percentile(99) }),
    authorizerThrottles: partnerAuthorizer.lambda.metricThrottles(),
    codesNotSent: written(MetricName.CODES_NOT_SENT),
    codeLocks: written(MetricName.CODE_LOCKS),
    tableThrottles: new MathExpression({
      expression: 'reads + writes',
      usingMetrics: {
        reads: ofTable(props.tableName, 'ReadThrottleEvents'),
        writes: ofTable(props.tableName, 'WriteThrottleEvents'),
      },
      label: 'Throttled reads and writes',
    }),
    logLines: written(MetricName.LOG_LINES),
    countedCalls: written(MetricName.COUNTED_CALLS),
    malformedLines: written(MetricName.MALFORMED_LINES),
    countingLag: written(MetricName.COUNTING_LAG, Stats.MAXIMUM),
    clientCertificateDaysLeft: written(MetricName.CLIENT_CERTIFICATE_DAYS_LEFT, Stats.MINIMUM, Duration.days(1)),
  };
}

function ofApi(api: RestApi, metricName: string, statistic: string): Metric {
  return new Metric({
    namespace: 'AWS/ApiGateway',
    metricName,
    dimensionsMap: { ApiName: api.restApiName, Stage: api.deploymentStage.stageName },
    statistic,
  });
}

function ofTable(tableName: string, metricName: string): Metric {
  return new Metric({
    namespace: 'AWS/DynamoDB',
    metricName,
    dimensionsMap: { TableName: tableName },
    statistic: Stats.SUM,
  });
}
