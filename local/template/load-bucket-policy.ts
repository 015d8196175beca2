import { z } from 'zod';
import type { LoadedResource } from './loaded-resource.ts';
import { map, only, text } from './schemas.ts';

/** A distribution that may read every object of a bucket, and nothing else there. */
export interface BucketReader {
  readonly bucketName: string;
  readonly distributionArn: string;
}

const BUCKET_POLICY = map({
  Bucket: text,
  PolicyDocument: map({ Version: only('2012-10-17'), Statement: z.array(z.unknown()) }),
});
/** Refusals of plain HTTP and of old TLS; there is neither on this machine. */
const TLS_ONLY = z.looseObject({
  Effect: z.literal('Deny'),
  Condition: z.union([
    map({ Bool: map({ 'aws:SecureTransport': z.literal('false') }) }),
    map({ NumericLessThan: map({ 's3:TlsVersion': z.literal([1.2, 1.3]) }) }),
  ]),
});
const READ = z.looseObject({
  Effect: z.literal('Allow'),
  Principal: map({ Service: z.literal('cloudfront.amazonaws.com') }),
  Action: z.literal('s3:GetObject'),
  Resource: text,
  Condition: map({ StringEquals: map({ 'AWS:SourceArn': text }) }),
});

/**
 * Returns the distributions that the bucket's policy lets read. Without ListBucket, S3 answers 403 for a missing object,
 * and so does the local run: a policy that grants more, or to others, stops the start.
 */
export function loadBucketPolicy(policy: LoadedResource): BucketReader[] {
  const { Bucket: bucketName, PolicyDocument } = policy.properties(BUCKET_POLICY);
  return PolicyDocument.Statement.flatMap((statement, index) => {
    if (TLS_ONLY.safeParse(statement).success) return [];
    const path = `PolicyDocument.Statement[${index}]`;
    const { Resource, Condition } = policy.part(READ, statement, path);
    if (Resource !== `arn:aws:s3:::${bucketName}/*`) throw policy.error(`${path}.Resource`, 'must be all objects.');
    return [{ bucketName, distributionArn: Condition.StringEquals['AWS:SourceArn'] }];
  });
}
