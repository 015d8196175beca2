import { Ajv2020 } from 'ajv/dist/2020.js';
import { metricsDocument } from './metrics-document-schema.ts';

/** A line in CloudWatch's embedded metric format, taken apart. */
export interface MetricsDocument {
  readonly atMs: number;
  readonly namespace: string;
  readonly dimensions: readonly (readonly string[])[];
  readonly code: string | null;
  readonly values: Readonly<Record<string, number>>;
}

type Parsed = Readonly<Record<string, unknown>> & {
  readonly _aws: {
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit?: string }[];
    }[];
  };
};

const ajv = new Ajv2020({ allErrors: true });
const validate = ajv.compile<Parsed>(metricsDocument);
const MAX_VALUES = 100;
const MAX_DIMENSION_LENGTH = 1024;

/** Those of the lines that hold metrics, in their order. Throws for one that CloudWatch would not take. */
export function metricsDocuments(lines: readonly string[]): MetricsDocument[] {
  return lines.filter((line) => line.includes('"_aws"')).map(readMetricsDocument);
}

export function readMetricsDocument(line: string): MetricsDocument {
  if (!line.endsWith('\n') || line.slice(0, -1).includes('\n')) throw new Error(`Not one line: ${line}`);
  const document: unknown = JSON.parse(line);
  if (!validate(document)) throw new Error(`${ajv.errorsText(validate.errors)}: ${line}`);
  const { Timestamp, CloudWatchMetrics } = document._aws;
  const [directive, ...more] = CloudWatchMetrics;
  if (directive === undefined || more.length > 0) throw new Error(`Not one directive: ${line}`);

  for (const dimension of directive.Dimensions.flat()) {
    const value = document[dimension];
    if (typeof value !== 'string' || value.length < 1 || value.length > MAX_DIMENSION_LENGTH) {
      throw new Error(`The dimension ${dimension} has no text: ${line}`);
    }
  }
  for (const { Name } of directive.Metrics) {
    if (!isMetricValue(document[Name])) throw new Error(`The metric ${Name} has no number: ${line}`);
  }
  return {
    atMs: Timestamp,
    namespace: directive.Namespace,
    dimensions: directive.Dimensions,
    code: typeof document.Code === 'string' ? document.Code : null,
    values: Object.fromEntries(directive.Metrics.map(({ Name }) => [Name, document[Name] as number])),
  };
}

/** What the schema cannot say, since it does not know the metrics' names. */
function isMetricValue(value: unknown): boolean {
  const values = Array.isArray(value) ? value : [value];
  return values.length <= MAX_VALUES && values.every((one) => typeof one === 'number');
}
