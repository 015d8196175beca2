import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type IFilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { logMetric } from './log-metric.ts';
import type { ServiceFunction } from './service-function.ts';

/** What metrics are taken of. */
export interface MonitoringSources {
  readonly stage: string;
  readonly tableName: string;
  readonly partnerApi: { readonly api: RestApi; readonly accessLogs: ILogGroup };
  readonly managementApi: { readonly api: RestApi; readonly accessLogs: ILogGroup };
  readonly partnerAuthorizer: ServiceFunction;
  readonly managementAuthorizer: ServiceFunction;
  /** Those that send codes, and those that count wrong ones. */
  readonly codeFunctions: readonly ServiceFunction[];
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
    | 'tableThrottles',
    IMetric
  >
>;

/** Counted from logs, or by AWS itself: nothing of it runs in a call. */
export function createMonitoringMetrics(scope: Construct, props: MonitoringSources): MonitoringMetrics {
  const { stage, partnerApi, managementApi, partnerAuthorizer, managementAuthorizer } = props;
  const namespace = `PartnerApiAuthentication/${stage}`;
  const count = (name: string, logGroups: readonly ILogGroup[], pattern: IFilterPattern) =>
    logMetric(scope, { namespace, name, logGroups, pattern });
  const authorizerLogs = partnerAuthorizer.logGroup;
  // A metric with a dimension takes no default, so the total is a metric of its own.
  new MetricFilter(scope, 'RefusedByCode', {
    logGroup: authorizerLogs,
    filterPattern: FilterPattern.stringValue('$.message', '=', 'refused'),
    metricNamespace: namespace,
    metricName: 'RefusedByCode',
    metricValue: '1',
    dimensions: { Code: '$.code' },
  });
  const codeLogs = props.codeFunctions.map(({ logGroup }) => logGroup);
  return {
    namespace,
    calls: ofApi(partnerApi.api, 'Count', Stats.SUM),
    serverErrors: ofApi(partnerApi.api, '5XXError', Stats.SUM),
    latency: ofApi(partnerApi.api, 'Latency', Stats.percentile(99)),
    managementCalls: ofApi(managementApi.api, 'Count', Stats.SUM),
    managementServerErrors: ofApi(managementApi.api, '5XXError', Stats.SUM),
    throttledCalls: count(
      'ThrottledCalls',
      [partnerApi.accessLogs, managementApi.accessLogs],
      FilterPattern.stringValue('$.response_type', '=', 'THROTTLED'),
    ),
    refused: count('Refused', [authorizerLogs], FilterPattern.stringValue('$.message', '=', 'refused')),
    failedChecks: count(
      'FailedChecks',
      [authorizerLogs, managementAuthorizer.logGroup],
      FilterPattern.stringValue('$.message', '=', 'check_failed'),
    ),
    authorizerDuration: partnerAuthorizer.lambda.metricDuration({ statistic: Stats.percentile(99) }),
    authorizerThrottles: partnerAuthorizer.lambda.metricThrottles(),
    codesNotSent: count('CodesNotSent', codeLogs, FilterPattern.stringValue('$.message', '=', 'message_not_sent')),
    codeLocks: count('CodeLocks', codeLogs, FilterPattern.stringValue('$.code', '=', 'otp_locked')),
    tableThrottles: new MathExpression({
      expression: 'reads + writes',
      usingMetrics: {
        reads: ofTable(props.tableName, 'ReadThrottleEvents'),
        writes: ofTable(props.tableName, 'WriteThrottleEvents'),
      },
      label: 'Throttled reads and writes',
    }),
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
