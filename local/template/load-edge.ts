import { z } from 'zod';
import type { EdgeFunctionDefinition } from './hub-definitions.ts';
import type { LoadedResource } from './loaded-resource.ts';
import { ignored, map, only, text } from './schemas.ts';
import { DESCRIPTIVE } from './without-local-effect.ts';

/** CloudFront takes no longer code. */
const MAX_CODE_BYTES = 10_240;

const EDGE_FUNCTION = map({
  Name: text,
  FunctionCode: text.refine((code) => Buffer.byteLength(code) <= MAX_CODE_BYTES, 'is longer than 10 KB.'),
  // Without it the code stays in the development stage, and the association has nothing to run.
  AutoPublish: z.literal(true),
  FunctionConfig: map({ Runtime: only('cloudfront-js-2.0'), ...ignored(DESCRIPTIVE, 'Comment') }),
  ...ignored(DESCRIPTIVE, 'Tags'),
});
const ACCESS_CONTROL = map({
  OriginAccessControlConfig: map({
    OriginAccessControlOriginType: only('s3'),
    SigningBehavior: only('always'),
    SigningProtocol: only('sigv4'),
    ...ignored(DESCRIPTIVE, 'Description', 'Name'),
  }),
});

export function loadEdgeFunction(resource: LoadedResource): EdgeFunctionDefinition {
  const { Name: name, FunctionCode: code } = resource.properties(EDGE_FUNCTION);
  return { name, code };
}

/** Returns the ID of the access control. */
export function loadAccessControl(resource: LoadedResource): string {
  resource.properties(ACCESS_CONTROL);
  return resource.physicalId;
}
