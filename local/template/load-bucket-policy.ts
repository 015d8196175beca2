import type { LoadedResource } from './loaded-resource.ts';
import type { Properties } from './properties.ts';

/** A distribution that may read every object of a bucket, and nothing else there. */
export interface BucketReader {
  readonly bucketName: string;
  readonly distributionArn: string;
}

interface Statement {
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly Action?: unknown;
  readonly Resource?: unknown;
  readonly Condition?: unknown;
}

/**
 * Whom the bucket's policy lets in. Without ListBucket, S3 answers 403 for what is not there, which is what the local
 * run does: a policy that grants more, or to others, stops the start.
 */
export function loadBucketPolicy({ properties }: LoadedResource): BucketReader[] {
  const bucketName = properties.text('Bucket');
  const document = properties.requiredNested('PolicyDocument');
  document.expect('Version', '2012-10-17');
  const statements = document.raw('Statement');
  const readers = (Array.isArray(statements) ? statements : [statements]).flatMap((statement: Statement) => {
    if (isTlsOnly(statement)) return [];
    const distributionArn = distributionOf(statement, bucketName);
    if (distributionArn === null) throw unsupported(document, statement);
    return [{ bucketName, distributionArn }];
  });
  properties.finish();
  return readers;
}

/** Refusals of plain HTTP and of old TLS; there is none of either on this machine. */
function isTlsOnly({ Effect, Condition }: Statement): boolean {
  const [[operator, operands] = [], ...more] = Object.entries((Condition ?? {}) as Record<string, object>);
  const test = `${operator} ${JSON.stringify(operands)}`;
  const known = /^Bool \{"aws:SecureTransport":"false"\}$|^NumericLessThan \{"s3:TlsVersion":1\.[23]\}$/.test(test);
  return Effect === 'Deny' && known && more.length === 0;
}

function distributionOf(statement: Statement, bucketName: string): string | null {
  const { Effect, Principal, Action, Resource, Condition } = statement;
  const service = (Principal as { Service?: unknown } | undefined)?.Service;
  const equals = (Condition as { StringEquals?: Record<string, unknown> } | undefined)?.StringEquals ?? {};
  const [[key, value] = [], ...more] = Object.entries(equals);
  const granted =
    Effect === 'Allow' &&
    service === 'cloudfront.amazonaws.com' &&
    Action === 's3:GetObject' &&
    Resource === `arn:aws:s3:::${bucketName}/*` &&
    key?.toLowerCase() === 'aws:sourcearn' &&
    more.length === 0;
  return granted && typeof value === 'string' ? value : null;
}

function unsupported(document: Properties, statement: Statement) {
  return document.error('Statement', `${JSON.stringify(statement)} is not supported locally.`);
}
