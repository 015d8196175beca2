import { MetricName } from '../env.ts';

/** What was measured at one moment. */
export interface Measurements {
  /** Epoch milliseconds. CloudWatch drops what is more than two weeks old. */
  readonly atMs: number;
  readonly values: Readonly<Partial<Record<MetricName, number>>>;
  /** Code of a refusal. The values count for this code and in total. */
  readonly code?: string;
}

/** Metrics for operators. Writing them never delays or fails a call. */
export interface Metrics {
  put(measurements: Measurements): void;
}

const UNITS: Readonly<Record<MetricName, 'Count' | 'Milliseconds' | 'None'>> = {
  [MetricName.REFUSED]: 'Count',
  [MetricName.LOG_LINES]: 'Count',
  [MetricName.COUNTED_CALLS]: 'Count',
  [MetricName.MALFORMED_LINES]: 'Count',
  [MetricName.COUNTING_LAG]: 'Milliseconds',
  [MetricName.CODES_NOT_SENT]: 'Count',
  [MetricName.CODE_LOCKS]: 'Count',
  // CloudWatch has no unit for days.
  [MetricName.CLIENT_CERTIFICATE_DAYS_LEFT]: 'None',
};

/**
 * Writes metrics as lines of the function's own log, from which CloudWatch takes them (embedded metric format). Each value of a
 * dimension costs as much as a metric, so only the code is one, which has few values: no partner, no key.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(namespace: string): Metrics {
  return {
    put: ({ atMs, values, code }) => {
      const names = Object.values(MetricName).filter((name) => values[name] !== undefined);
      const directive = {
        Namespace: namespace,
        Dimensions: code === undefined ? [[]] : [[], ['Code']],
        Metrics: names.map((Name) => ({ Name, Unit: UNITS[Name] })),
      };
      const document = {
        _aws: { Timestamp: atMs, CloudWatchMetrics: [directive] },
        ...(code === undefined ? {} : { Code: code }),
        ...values,
      };
      process.stdout.write(`${JSON.stringify(document)}\n`);
    },
  };
}
