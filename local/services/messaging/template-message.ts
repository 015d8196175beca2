import { z } from 'zod';

/** The content of an authentication template message. */
export interface TemplateMessage {
  readonly to: string;
  readonly template: string;
  readonly language: string;
  readonly code: string;
}

/** Says what is wrong with a payload; becomes `error_data.details`. */
export class PayloadError extends Error {}

const parameters = z.tuple([
  z.strictObject({ type: z.literal('text'), text: z.string().regex(/^[0-9A-Za-z]{1,15}$/) }),
]);

/**
 * The documented payload and nothing else, so that a wrong one is found before the real service refuses it:
 * https://developers.facebook.com/docs/whatsapp/business-management-api/authentication-templates#sending-authentication-templates
 */
const PAYLOAD = z.strictObject({
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.literal('individual').optional(),
  to: z.string().regex(/^\+?[1-9]\d{6,14}$/),
  type: z.literal('template'),
  template: z.strictObject({
    name: z.string().regex(/^[a-z0-9_]{1,512}$/),
    language: z.strictObject({
      code: z.string().regex(/^[a-z]{2,3}(_[A-Z]{2})?$/),
      policy: z.literal('deterministic').optional(),
    }),
    components: z.tuple([
      z.strictObject({ type: z.literal('body'), parameters }),
      z.strictObject({
        type: z.literal('button'),
        sub_type: z.literal('url'),
        index: z.literal(['0', 0]),
        parameters,
      }),
    ]),
  }),
});

/** Reads a payload. Throws a PayloadError. */
export function parseTemplateMessage(payload: unknown): TemplateMessage {
  const { success, data, error } = PAYLOAD.safeParse(payload);
  if (!success) throw new PayloadError(z.prettifyError(error));
  const { name, language, components } = data.template;
  const [inBody, inButton] = components.map((component) => component.parameters[0].text);
  // The code stands in the body and again in the button that copies it.
  if (inBody === undefined || inBody !== inButton) throw new PayloadError('Body and button must carry the same code.');
  return { to: data.to, template: name, language: language.code, code: inBody };
}
