import type { StackTemplate } from './assembly.ts';
import { attributeOf, type Identified, isReferable, namePropertyOf, physicalIdOf } from './physical-ids.ts';
import { TemplateError, type TemplatePlace } from './template-error.ts';

export interface Environment {
  readonly stacks: readonly StackTemplate[];
  readonly region: string;
  readonly accountId: string;
}

/** Resolves intrinsic functions over all stacks at once. Whatever it cannot resolve is a TemplateError. */
export class Resolver {
  readonly #environment: Environment;
  readonly #exports = new Map<string, { stack: StackTemplate; value: unknown }>();

  constructor(environment: Environment) {
    this.#environment = environment;
    for (const stack of environment.stacks) {
      for (const [key, output] of stack.outputs) {
        if (output.Export === undefined) continue;
        const name = this.resolve(output.Export.Name, stack, { stack: stack.name, logicalId: key, type: 'output' });
        this.#exports.set(String(name), { stack, value: output.Value });
      }
    }
  }

  /** Replaces every intrinsic in the value, and drops references to AWS::NoValue. */
  resolve(value: unknown, stack: StackTemplate, place: TemplatePlace): unknown {
    if (Array.isArray(value)) {
      return value.map((item) => this.resolve(item, stack, place)).filter((item) => item !== undefined);
    }
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [only] = entries;
    if (entries.length === 1 && only !== undefined && (only[0] === 'Ref' || only[0].startsWith('Fn::'))) {
      return this.#intrinsic(only[0], only[1], stack, place);
    }
    return Object.fromEntries(
      entries
        .map(([key, item]) => [key, this.resolve(item, stack, place)] as const)
        .filter(([, item]) => item !== undefined),
    );
  }

  physicalId(stack: StackTemplate, logicalId: string): string {
    return physicalIdOf(this.#type(stack, logicalId), this.#identified(stack, logicalId));
  }

  #intrinsic(name: string, argument: unknown, stack: StackTemplate, place: TemplatePlace): unknown {
    const fail = (what: string) => new TemplateError(place, `${name} ${JSON.stringify(argument)} ${what}`);
    const text = (value: unknown): string => {
      const resolved = this.resolve(value, stack, place);
      if (typeof resolved === 'string' || typeof resolved === 'number') return String(resolved);
      throw fail('needs a text.');
    };
    const list = (value: unknown): unknown[] => {
      const resolved = this.resolve(value, stack, place);
      if (Array.isArray(resolved)) return resolved;
      throw fail('needs a list.');
    };
    switch (name) {
      case 'Ref':
        return this.#ref(String(argument), stack, place);
      case 'Fn::GetAtt': {
        const [logicalId = '', ...path] = typeof argument === 'string' ? argument.split('.') : (argument as string[]);
        return this.#attribute(logicalId, path.join('.'), stack, place);
      }
      case 'Fn::Join': {
        const [separator, items] = argument as [string, unknown];
        return list(items).map(text).join(separator);
      }
      case 'Fn::Sub':
        return this.#substitute(argument, stack, place);
      case 'Fn::Select': {
        const [index, items] = argument as [unknown, unknown];
        const selected = list(items)[Number(text(index))];
        if (selected === undefined) throw fail('selects nothing.');
        return selected;
      }
      case 'Fn::Split': {
        const [separator, whole] = argument as [string, unknown];
        return text(whole).split(separator);
      }
      case 'Fn::ImportValue': {
        const exported = this.#exports.get(text(argument));
        if (exported === undefined) throw fail('names no export.');
        return this.resolve(exported.value, exported.stack, place);
      }
      case 'Fn::GetStackOutput':
        return this.#stackOutput(argument as Record<string, unknown>, stack, place);
      default:
        throw fail('is an intrinsic function that is not supported locally.');
    }
  }

  #ref(name: string, stack: StackTemplate, place: TemplatePlace): unknown {
    const { region, accountId } = this.#environment;
    switch (name) {
      case 'AWS::Region':
        return region;
      case 'AWS::AccountId':
        return accountId;
      case 'AWS::Partition':
        return 'aws';
      case 'AWS::URLSuffix':
        return 'amazonaws.com';
      case 'AWS::StackName':
        return stack.name;
      case 'AWS::NoValue':
        return undefined;
    }
    const type = stack.resources.get(name)?.Type;
    if (type === undefined || !isReferable(type)) {
      throw new TemplateError(place, `Ref "${name}" names nothing that has a value locally.`);
    }
    return this.physicalId(stack, name);
  }

  #attribute(logicalId: string, attribute: string, stack: StackTemplate, place: TemplatePlace): string {
    const type = stack.resources.get(logicalId)?.Type;
    const value = type === undefined ? null : attributeOf(type, this.#identified(stack, logicalId), attribute);
    if (value === null)
      throw new TemplateError(place, `Fn::GetAtt "${logicalId}.${attribute}" is not supported locally.`);
    return value;
  }

  #substitute(argument: unknown, stack: StackTemplate, place: TemplatePlace): string {
    const [template, variables] = (Array.isArray(argument) ? argument : [argument, {}]) as [
      string,
      Record<string, unknown>,
    ];
    return template.replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal !== '') return `\${${name}}`;
      if (Object.hasOwn(variables, name)) return String(this.resolve(variables[name], stack, place));
      const [logicalId = '', ...path] = name.split('.');
      return path.length === 0
        ? String(this.#ref(name, stack, place))
        : this.#attribute(logicalId, path.join('.'), stack, place);
    });
  }

  #stackOutput(argument: Record<string, unknown>, stack: StackTemplate, place: TemplatePlace): unknown {
    const { StackName, OutputName, Region, ...more } = this.resolve(argument, stack, place) as Record<string, unknown>;
    const other = this.#environment.stacks.find(({ name }) => name === StackName);
    const output = other?.outputs.get(String(OutputName));
    const sameRegion = Region === undefined || Region === this.#environment.region;
    if (other === undefined || output === undefined || !sameRegion || Object.keys(more).length > 0) {
      throw new TemplateError(place, `Fn::GetStackOutput ${JSON.stringify(argument)} names no output of these stacks.`);
    }
    return this.resolve(output.Value, other, place);
  }

  #type(stack: StackTemplate, logicalId: string): string {
    return stack.resources.get(logicalId)?.Type ?? '';
  }

  #identified(stack: StackTemplate, logicalId: string): Identified {
    const { region, accountId } = this.#environment;
    const type = this.#type(stack, logicalId);
    const property = namePropertyOf(type);
    const given = property === undefined ? undefined : stack.resources.get(logicalId)?.Properties?.[property];
    const name = this.resolve(given, stack, { stack: stack.name, logicalId, type });
    return {
      stack: stack.name,
      logicalId,
      region,
      accountId,
      givenName: typeof name === 'string' ? name : null,
    };
  }
}
