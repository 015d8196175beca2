import { resourcesOfType, type StackTemplate, type TemplateResource } from './synthesized-stacks.ts';

export type ApiName = 'partner-api' | 'management-api';

/** The API's logical ID and the API itself. */
export function restApi(template: StackTemplate, name: ApiName): [id: string, resource: TemplateResource] {
  const found = resourcesOfType(template, 'AWS::ApiGateway::RestApi').find(([, { Properties }]) =>
    Properties.Name.startsWith(`${name}-`),
  );
  if (found === undefined) throw new Error(`There is no ${name}.`);
  return found;
}

/** What belongs to the API. */
export function resourcesOfApi(
  template: StackTemplate,
  name: ApiName,
  type: string,
): [id: string, resource: TemplateResource][] {
  const [apiId] = restApi(template, name);
  return resourcesOfType(template, `AWS::ApiGateway::${type}`).filter(
    ([, { Properties }]) => Properties.RestApiId.Ref === apiId,
  );
}

export function onlyResourceOfApi(
  template: StackTemplate,
  name: ApiName,
  type: string,
): [id: string, resource: TemplateResource] {
  const [first, ...more] = resourcesOfApi(template, name, type);
  if (first === undefined || more.length > 0) throw new Error(`${name} must have exactly one ${type}.`);
  return first;
}
