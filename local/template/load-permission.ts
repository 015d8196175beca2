import type { LoadedResource } from './loaded-resource.ts';
import { map, only, text } from './schemas.ts';

/** Which service may call a function, and on whose behalf. */
export interface Permission {
  readonly functionArn: string;
  readonly principal: string;
  readonly sourceArn: string | null;
}

const PERMISSION = map({
  Action: only('lambda:InvokeFunction'),
  FunctionName: text,
  Principal: text,
  SourceArn: text.nullish(),
});

export function loadPermission(resource: LoadedResource): Permission {
  const { FunctionName, Principal, SourceArn = null } = resource.properties(PERMISSION);
  return { functionArn: FunctionName, principal: Principal, sourceArn: SourceArn };
}

/** Whether one of the permissions grants exactly this. What API Gateway may call is not held against its permissions. */
export function isGranted(permissions: readonly Permission[], wanted: Permission): boolean {
  return permissions.some(
    ({ functionArn, principal, sourceArn }) =>
      functionArn === wanted.functionArn && principal === wanted.principal && sourceArn === wanted.sourceArn,
  );
}
