import type { LoadedResource } from './loaded-resource.ts';

/** Which service may call a function, and on whose behalf. */
export interface Permission {
  readonly functionArn: string;
  readonly principal: string;
  readonly sourceArn: string | null;
}

export function loadPermission({ properties }: LoadedResource): Permission {
  properties.expect('Action', 'lambda:InvokeFunction');
  const permission = {
    functionArn: properties.text('FunctionName'),
    principal: properties.text('Principal'),
    sourceArn: properties.optionalText('SourceArn'),
  };
  properties.finish();
  return permission;
}

/** What API Gateway may call is not held against its permissions. */
export function isGranted(permissions: readonly Permission[], wanted: Permission): boolean {
  return permissions.some(
    ({ functionArn, principal, sourceArn }) =>
      functionArn === wanted.functionArn && principal === wanted.principal && sourceArn === wanted.sourceArn,
  );
}
