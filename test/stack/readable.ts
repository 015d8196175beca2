import type { StackTemplate, SynthesizedStacks } from './synthesized-stacks.ts';

/**
 * The text that a template's value stands for, with references as `<Name>` or `<Name.Attribute>`: logical IDs without
 * their hash, looked up in the stack that they name.
 */
export function readable(value: unknown, stacks: SynthesizedStacks, template: StackTemplate = stacks.service): string {
  if (typeof value === 'string') return value;
  const [[name, argument] = ['', undefined], ...more] = Object.entries(value as Record<string, unknown>);
  if (more.length > 0) throw new Error(`${JSON.stringify(value)} is no text.`);
  switch (name) {
    case 'Ref':
      return `<${nameOf(template, String(argument))}>`;
    case 'Fn::GetAtt': {
      const [id, attribute] = argument as [string, string];
      return `<${nameOf(template, id)}.${attribute}>`;
    }
    case 'Fn::Join': {
      const [separator, parts] = argument as [string, unknown[]];
      return parts.map((part) => readable(part, stacks, template)).join(separator);
    }
    case 'Fn::GetStackOutput': {
      const { StackName, OutputName } = argument as { StackName: string; OutputName: string };
      const output = StackName === 'test-records' ? stacks.records.Outputs[OutputName] : undefined;
      if (output === undefined) throw new Error(`${StackName} has no output ${OutputName}.`);
      return readable(output.Value, stacks, stacks.records);
    }
    default:
      throw new Error(`${JSON.stringify(value)} is no text.`);
  }
}

function nameOf(template: StackTemplate, id: string): string {
  if (id.startsWith('AWS::')) return id;
  if (template.Resources[id] === undefined) throw new Error(`There is no resource ${id}.`);
  return id.replace(/[0-9A-F]{8}$/, '');
}
