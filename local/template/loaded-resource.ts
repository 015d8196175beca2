import type { StackTemplate } from './assembly.ts';
import type { Properties } from './properties.ts';

/** One resource of the template with its resolved properties. */
export interface LoadedResource {
  readonly type: string;
  readonly stack: StackTemplate;
  readonly physicalId: string;
  readonly properties: Properties;
  /** The value of Fn::GetAtt. Throws a TemplateError for an attribute that is not known here. */
  attribute(name: string): string;
}
