import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { MetricName } from '../../../lambdas/env.ts';
import { embeddedMetrics } from '../../../lambdas/http/metrics.ts';
import { readMetricsDocument } from '../../support/metrics-documents.ts';

const AT_MS = Date.parse('2026-12-01T10:00:00.000Z');
let lines: string[];

beforeEach(() => {
  lines = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    lines.push(String(chunk));
    return true;
  });
});

const only = () => {
  expect(lines).toHaveLength(1);
  return readMetricsDocument(lines[0] ?? '');
};

describe('metrics are one line in the embedded metric format', () => {
  it('with every metric that there is', () => {
    const values = Object.fromEntries(Object.values(MetricName).map((name, index) => [name, index]));
    embeddedMetrics('Own/test').put({ atMs: AT_MS, values });
    expect(only()).toEqual({ atMs: AT_MS, namespace: 'Own/test', dimensions: [[]], code: null, values });
  });

  it('with the total beside what is told by code', () => {
    embeddedMetrics('Own/test').put({ atMs: AT_MS, values: { [MetricName.REFUSED]: 3 }, code: 'ip_not_allowed' });
    expect(only()).toMatchObject({ dimensions: [[], ['Code']], code: 'ip_not_allowed', values: { Refused: 3 } });
  });

  it('in units that tell times from counts', () => {
    embeddedMetrics('Own/test').put({
      atMs: AT_MS,
      values: { [MetricName.COUNTING_LAG]: 1500, [MetricName.MALFORMED_LINES]: 0 },
    });
    const [{ Metrics }] = JSON.parse(lines[0] ?? '')._aws.CloudWatchMetrics;
    expect(Metrics).toEqual([
      { Name: 'MalformedLines', Unit: 'Count' },
      { Name: 'CountingLag', Unit: 'Milliseconds' },
    ]);
  });
});

/** What holds the lines to the format must itself be able to fail. */
describe('a line is not taken', () => {
  const good = () => ({
    _aws: {
      Timestamp: AT_MS,
      CloudWatchMetrics: [{ Namespace: 'Own', Dimensions: [['Code']], Metrics: [{ Name: 'Refused', Unit: 'Count' }] }],
    },
    Code: 'ip_not_allowed',
    Refused: 1 as unknown,
  });
  type Document = ReturnType<typeof good>;
  const many = (count: number) => Array.from({ length: count }, (_, index) => `m${index}`);

  it('except for a good one', () => {
    expect(() => readMetricsDocument(`${JSON.stringify(good())}\n`)).not.toThrow();
  });

  it.each<[string, (document: Document) => object]>([
    ['without a time', ({ _aws: { CloudWatchMetrics }, ...rest }) => ({ _aws: { CloudWatchMetrics }, ...rest })],
    ['with a broken number of milliseconds', (it) => ({ ...it, _aws: { ...it._aws, Timestamp: 0.5 } })],
    ['without its number', ({ Refused, ...rest }) => rest],
    ['with a text for a number', (it) => ({ ...it, Refused: '1' })],
    ['with more numbers than there may be', (it) => ({ ...it, Refused: many(101).map(() => 1) })],
    ['without its dimension', ({ Code, ...rest }) => rest],
    ['with a dimension that is too long', (it) => ({ ...it, Code: 'x'.repeat(1025) })],
    ['with a unit that there is not', (it) => changed(it, { Metrics: [{ Name: 'Refused', Unit: 'Pieces' }] })],
    [
      'with more metrics than there may be',
      (it) => ({
        ...changed(it, { Metrics: many(101).map((Name) => ({ Name })) }),
        ...Object.fromEntries(many(101).map((name) => [name, 1])),
      }),
    ],
    [
      'with more dimensions than there may be',
      (it) => ({
        ...changed(it, { Dimensions: [many(31)] }),
        ...Object.fromEntries(many(31).map((name) => [name, 'x'])),
      }),
    ],
    ['with no set of dimensions, not even an empty one', (it) => changed(it, { Dimensions: [] })],
    ['without a namespace', (it) => changed(it, { Namespace: '' })],
  ])('%s', (_, change) => {
    expect(() => readMetricsDocument(`${JSON.stringify(change(good()))}\n`)).toThrow();
  });

  it('that is more than one', () => {
    expect(() => readMetricsDocument(`${JSON.stringify(good(), null, 1)}\n`)).toThrow('Not one line');
  });

  function changed(document: Document, directive: object): object {
    const [first] = document._aws.CloudWatchMetrics;
    return { ...document, _aws: { ...document._aws, CloudWatchMetrics: [{ ...first, ...directive }] } };
  }
});
