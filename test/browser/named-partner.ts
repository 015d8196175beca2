import { randomText } from '../support/api-key.ts';
import { type Changes, createApiKey, createPartner, putRecord, putUsage } from '../support/records.ts';
import { createAccount, putUser } from '../support/users.ts';
import type { Credentials } from './hub-page.ts';

export interface NamedUser extends Credentials {
  readonly partnerId: string;
  readonly userId: string;
  readonly subject: string;
}

const PASSWORD = 'Pictures-Passw0rd!';

/** A partner and a user whose names look well in pictures. Each name can be used once in a run. */
export async function createNamedUser(partnerId: string, partnerName: string, email: string): Promise<NamedUser> {
  await createPartner({ name: { S: partnerName } }, partnerId);
  const subject = await createAccount(email, PASSWORD);
  const userId = await putUser(partnerId, email, '+4930901820142');
  return { partnerId, userId, subject, email, password: PASSWORD };
}

/** A key that was created some days ago. Answers its ID. */
export async function createOldKey(
  partnerId: string,
  name: string,
  by: string,
  daysAgo: number,
  changes: Changes = {},
): Promise<string> {
  const { keyId } = await createApiKey(partnerId, {
    name: { S: name },
    created_by: { S: by },
    created_at: { S: daysBefore(daysAgo) },
    ...changes,
  });
  return keyId;
}

/** The calls of a credential on one UTC day: the good ones from one address, those that a list refused from another. */
export async function putCalls(
  partnerId: string,
  credential: string,
  daysAgo: number,
  success: number,
  denied: number,
): Promise<void> {
  const day = dayBefore(daysAgo);
  await putUsage(partnerId, `${credential}#${day}`, {
    ...{ total: success + denied, success, client_error: denied, updated_at: `${day}T10:00:00.000Z` },
    ...(denied > 0 && { 'refused.ip_not_allowed': denied }),
    ...{ 'resource.clients': success, ...(denied > 0 && { 'resource.balance': denied }) },
  });
  await putUsage(partnerId, `${credential}#IP#${day}#203.0.113.24`, {
    ...{ total: success, success, last_seen_ms: Date.parse(`${day}T10:00:00.000Z`) },
  });
  if (denied === 0) return;
  await putUsage(partnerId, `${credential}#IP#${day}#198.51.100.7`, {
    ...{ total: denied, success: 0, last_seen_ms: Date.parse(`${day}T09:00:00.000Z`) },
  });
}

export async function putLastUse(partnerId: string, keyId: string, daysAgo: number): Promise<void> {
  await putUsage(partnerId, `${keyId}#LAST`, {
    ...{ at_ms: Date.parse(daysBefore(daysAgo)), request_id: 'last', status: 200, ip: '203.0.113.24' },
  });
}

export async function createOldEvent(
  partnerId: string,
  daysAgo: number,
  event: { readonly action: string; readonly actor: string; readonly target?: string },
): Promise<void> {
  const at = daysBefore(daysAgo);
  // Its beginning sorts like a ULID of that time.
  const id = `${ulidTime(Date.parse(at))}${randomText(16)
    .toUpperCase()
    .replaceAll(/[ILOU]/g, '0')}`;
  await putRecord({
    PK: { S: `PARTNER#${partnerId}` },
    SK: { S: `AUDIT#${id}` },
    id: { S: id },
    at: { S: at },
    action: { S: event.action },
    actor: { S: event.actor },
    ...(event.target !== undefined && { target: { S: event.target } }),
    ip: { S: '203.0.113.24' },
  });
}

/** A UTC day, as usage figures have it. */
export function dayBefore(days: number): string {
  return daysBefore(days).slice(0, 10);
}

function daysBefore(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}

/** The ten characters of Crockford's base 32 that a ULID begins with. */
function ulidTime(ms: number): string {
  const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  let text = '';
  for (let rest = ms; text.length < 10; rest = Math.floor(rest / 32)) text = `${digits[rest % 32]}${text}`;
  return text;
}
