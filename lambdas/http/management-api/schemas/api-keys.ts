import { z } from 'zod/mini';
import { bothOrNeither, keyChangeFields, keyId, nullableTime, presentedCode, someChange, time } from './fields.ts';

export const createApiKeyRequest = z.strictObject({
  challenge_id: keyId,
  code: z.string('Must be a text.').check(z.regex(/^[0-9]{6}$/, 'A code is six digits.')),
});

export const rotateApiKeyRequest = z.strictObject(createApiKeyRequest.shape);

export const updateApiKeyRequest = z
  .strictObject({ ...keyChangeFields, ...presentedCode })
  .check(someChange(), bothOrNeither());

const apiKeyFields = {
  id: z.string().check(z.regex(/^[0-9A-Za-z]{12}$/)),
  name: z.string(),
  hint: z.string().check(z.describe('The key up to the first four characters of its secret, followed by an ellipsis.')),
  status: z.enum(['active', 'disabled', 'expired']),
  scopes: z.array(z.string()),
  allowed_ips: z.array(z.string()),
  created_at: time,
  created_by: z.string().check(z.describe('E-mail address, or operator.')),
  expires_at: nullableTime,
  rotated_to: z
    .nullable(z.string())
    .check(z.describe("ID of the key that takes this one's place when its time is over.")),
  last_used_at: nullableTime.check(z.describe('The latest call with the key, also one that was refused.')),
  last_used_ip: z.nullable(z.string()),
};

export const apiKey = z.strictObject(apiKeyFields);

export const createdApiKey = z.strictObject({
  ...apiKeyFields,
  key: z
    .string()
    .check(
      z.regex(/^dpa_(live|test)_[0-9A-Za-z]{4,32}_[0-9A-Za-z]{12}_[0-9A-Za-z]{38}$/),
      z.describe('The key itself. This is the only time that it is shown.'),
    ),
});

export const apiKeyList = z.strictObject({ api_keys: z.array(apiKey), limit: z.int() });

export type ApiKey = z.infer<typeof apiKey>;
export type CreatedApiKey = z.infer<typeof createdApiKey>;
export type ApiKeyList = z.infer<typeof apiKeyList>;
export type CreateApiKeyRequest = z.infer<typeof createApiKeyRequest>;
