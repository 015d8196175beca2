import { type ApiName, resourcesOfApi } from './api-resources.ts';
import { resourcesOfType, type StackTemplate, type TemplateResource } from './synthesized-stacks.ts';

export interface Route {
  /** Method and path template: `GET /api/v2/whoami`. */
  readonly name: string;
  readonly properties: TemplateResource['Properties'];
}

/** The API's methods with their paths, as the gateway would lay them out. */
export function routesOf(template: StackTemplate, api: ApiName): Route[] {
  return resourcesOfApi(template, api, 'Method').map(([, { Properties }]) => ({
    name: `${Properties.HttpMethod} ${pathOf(template, Properties.ResourceId) || '/'}`,
    properties: Properties,
  }));
}

export function routeNamed(template: StackTemplate, api: ApiName, name: string): Route {
  const route = routesOf(template, api).find((candidate) => candidate.name === name);
  if (route === undefined) throw new Error(`There is no route ${name}.`);
  return route;
}

/** Logical ID of the function behind a proxy integration, found in the invocation address. */
export function functionBehind(template: StackTemplate, uri: unknown): string {
  const text = JSON.stringify(uri);
  const found = resourcesOfType(template, 'AWS::Lambda::Function').filter(([id]) => text.includes(`"${id}"`));
  const [first, ...more] = found;
  if (first === undefined || more.length > 0) throw new Error(`No single function stands behind ${text}.`);
  return first[0];
}

function pathOf(template: StackTemplate, reference: { Ref?: string }): string {
  if (reference.Ref === undefined) return '';
  const resource = template.Resources[reference.Ref];
  if (resource === undefined) throw new Error(`The resource ${reference.Ref} is missing.`);
  return `${pathOf(template, resource.Properties.ParentId)}/${resource.Properties.PathPart}`;
}
