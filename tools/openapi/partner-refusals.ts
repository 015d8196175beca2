import { z } from 'zod/mini';
import { PARTNER_API_CODES, type PartnerApiCode } from '../../lambdas/contract/errors.ts';
import { refusalText } from '../../lambdas/domain/model/refusals.ts';
import { SCOPES, type Scope } from '../../lambdas/domain/model/scopes.ts';
import type { Refusal } from './document.ts';

/** From the documentation range of RFC 5737. */
const ADDRESS = '203.0.113.7';
const MISSING_SCOPE: Scope = 'clients:write';

/** By status, those of the authorizer first. */
const CODES = (Object.keys(PARTNER_API_CODES) as PartnerApiCode[]).toSorted(
  (left, right) => PARTNER_API_CODES[left].status - PARTNER_API_CODES[right].status,
);

const code = z.enum(CODES);

/** Clients are known that read only one of the texts, so all of them are the same sentence. */
export const refusalEnvelope = z.strictObject({
  meta: z.strictObject({
    success: z.literal(false),
    http_code: z.int(),
    developer_message: z.string().check(z.describe('What is wrong and what to do.')),
    error_data: z.strictObject({
      code,
      required_scope: z.optional(
        z.enum(SCOPES).check(z.describe('With insufficient_scope alone: what the key would have to have.')),
      ),
    }),
  }),
  error: code,
  error_description: z.string(),
  message: z.string(),
  request_id: z.string(),
});

/** By code. */
export const PARTNER_REFUSALS: Readonly<Record<string, Refusal>> = Object.fromEntries(
  CODES.map((name) => {
    const { status } = PARTNER_API_CODES[name];
    const text = exampleText(name);
    const data = name === 'insufficient_scope' ? { code: name, required_scope: MISSING_SCOPE } : { code: name };
    const example = refusalEnvelope.parse({
      meta: { success: false, http_code: status, developer_message: text, error_data: data },
      error: name,
      error_description: text,
      message: text,
      request_id: 'JKJaXmPLvHcESHA=',
    });
    return [name, { status, example }];
  }),
);

function exampleText(name: PartnerApiCode): string {
  switch (name) {
    case 'ip_not_allowed':
      return refusalText({ code: name, ip: ADDRESS });
    case 'insufficient_scope':
      return refusalText({ code: name, requiredScope: MISSING_SCOPE });
    default:
      return PARTNER_API_CODES[name].text;
  }
}
