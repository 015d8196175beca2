/** What of an authentication template message matters here. */
export interface TemplateMessage {
  readonly to: string;
  readonly template: string;
  readonly language: string;
  readonly code: string;
}

/** Says what is wrong with a payload, in the words of `error_data.details`. */
export class PayloadError extends Error {}

const CODE = /^[0-9A-Za-z]{1,15}$/;

/**
 * The documented payload and nothing else, so that a wrong one does not wait for the real service to be found:
 * https://developers.facebook.com/docs/whatsapp/business-management-api/authentication-templates#sending-authentication-templates
 * Throws a PayloadError.
 */
export function parseTemplateMessage(payload: unknown): TemplateMessage {
  const message = record(payload, 'The payload', ['messaging_product', 'to', 'type', 'template'], ['recipient_type']);
  constant(message.messaging_product, 'whatsapp', 'messaging_product');
  if (message.recipient_type !== undefined) constant(message.recipient_type, 'individual', 'recipient_type');
  constant(message.type, 'template', 'type');
  const to = matching(message.to, /^\+?[1-9]\d{6,14}$/, 'to');
  const template = record(message.template, 'template', ['name', 'language', 'components']);
  const name = matching(template.name, /^[a-z0-9_]{1,512}$/, 'template.name');
  const language = record(template.language, 'template.language', ['code'], ['policy']);
  if (language.policy !== undefined) constant(language.policy, 'deterministic', 'template.language.policy');
  const code = codeOf(list(template.components, 'template.components', 2));
  return {
    to,
    template: name,
    language: matching(language.code, /^[a-z]{2,3}(_[A-Z]{2})?$/, 'template.language.code'),
    code,
  };
}

/** The code stands in the body and again in the button that copies it. */
function codeOf([first, second]: readonly unknown[]): string {
  const body = record(first, 'template.components[0]', ['type', 'parameters']);
  constant(body.type, 'body', 'template.components[0].type');
  const button = record(second, 'template.components[1]', ['type', 'sub_type', 'index', 'parameters']);
  constant(button.type, 'button', 'template.components[1].type');
  constant(button.sub_type, 'url', 'template.components[1].sub_type');
  constant(String(button.index), '0', 'template.components[1].index');
  const [inBody, inButton] = [body, button].map(({ parameters }, index) => {
    const path = `template.components[${index}].parameters`;
    const parameter = record(list(parameters, path, 1)[0], `${path}[0]`, ['type', 'text']);
    constant(parameter.type, 'text', `${path}[0].type`);
    return matching(parameter.text, CODE, `${path}[0].text`);
  });
  if (inBody === undefined || inBody !== inButton) throw new PayloadError('Body and button must carry the same code.');
  return inBody;
}

function record(
  value: unknown,
  path: string,
  required: readonly string[],
  optional: readonly string[] = [],
): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new PayloadError(`${path} must be an object.`);
  }
  const missing = required.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) throw new PayloadError(`${path}: ${missing} is missing.`);
  const unknown = Object.keys(value).find((name) => !required.includes(name) && !optional.includes(name));
  if (unknown !== undefined) throw new PayloadError(`${path}: ${unknown} is unknown.`);
  return value as Record<string, unknown>;
}

function list(value: unknown, path: string, length: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length !== length) throw new PayloadError(`${path} must have ${length} items.`);
  return value;
}

function constant(value: unknown, expected: string, path: string): void {
  if (value !== expected) throw new PayloadError(`${path} must be "${expected}".`);
}

function matching(value: unknown, pattern: RegExp, path: string): string {
  if (typeof value !== 'string' || !pattern.test(value)) throw new PayloadError(`${path} has another form.`);
  return value;
}
