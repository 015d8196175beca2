import type { HttpResponse } from '../gateway/http-response.ts';
import { headerValue } from '../servers/header-list.ts';
import type { DeployedObject } from './deployed-objects.ts';
import type { ViewerRequest } from './viewer-request.ts';

const NOTHING = Buffer.alloc(0);

/** Responds like S3 to a reader who may not list the bucket: a missing object is forbidden. */
export function readBucket(
  objects: ReadonlyMap<string, DeployedObject>,
  path: string,
  { uri, headers, requestId }: ViewerRequest,
): HttpResponse {
  const key = keyOf(`${path}${uri}`);
  if (key === null) return failure(400, 'InvalidURI', "Couldn't parse the specified URI.", requestId);
  const object = objects.get(key);
  if (object === undefined) return failure(403, 'AccessDenied', 'Access Denied', requestId);
  const isKnown = headerValue(headers, 'if-none-match')
    ?.split(',')
    .some((etag) => etag.trim().replace(/^W\//, '') === object.etag);
  return {
    status: isKnown ? 304 : 200,
    headers: [...object.headers, ['ETag', object.etag], ['Server', 'AmazonS3']],
    body: isKnown ? NOTHING : object.body,
  };
}

function keyOf(path: string): string | null {
  try {
    return decodeURIComponent(path.slice(1));
  } catch {
    return null;
  }
}

function failure(status: number, code: string, message: string, requestId: string): HttpResponse {
  return {
    status,
    headers: [
      ['Content-Type', 'application/xml'],
      ['Server', 'AmazonS3'],
    ],
    body: Buffer.from(
      `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message><RequestId>${requestId}</RequestId><HostId>local</HostId></Error>`,
    ),
  };
}
