import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { type IFilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

export interface LogMetricProps {
  readonly namespace: string;
  readonly name: string;
  /** Where lines are counted; the metric is the sum of all. */
  readonly logGroups: readonly ILogGroup[];
  readonly pattern: IFilterPattern;
}

/** Counts lines of logs that match, at no cost to the functions that write them. */
export function logMetric(scope: Construct, { namespace, name, logGroups, pattern }: LogMetricProps): Metric {
  logGroups.forEach((logGroup, index) => {
    new MetricFilter(scope, `${name}${index}`, {
      logGroup,
      filterPattern: pattern,
      metricNamespace: namespace,
      metricName: name,
      metricValue: '1',
      defaultValue: 0,
    });
  });
  return new Metric({ namespace, metricName: name, statistic: Stats.SUM });
}
