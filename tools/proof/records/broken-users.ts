import { recordKeys } from '../../../lambdas/adapters/dynamodb/record-keys.ts';
import type { Item } from './read-records.ts';

/** Returns what is wrong with the users, their e-mail addresses, identities and legacy tokens, in sentences. */
export function brokenUsers(items: readonly Item[], nowSeconds = Date.now() / 1000): string[] {
  const users = new Map(items.filter(({ SK }) => SK?.S === 'USER').map((user) => [user.user_id?.S, user]));
  return [...brokenLinks(users, items), ...brokenTokens(users, items, nowSeconds)];
}

type Users = ReadonlyMap<string | undefined, Item>;

/** Users and what leads to them name each other. */
function brokenLinks(users: Users, items: readonly Item[]): string[] {
  const expected = new Map(
    [...users].flatMap(([userId, { email, identities }]) => [
      [recordKeys.email(email?.S ?? '').PK.S, userId] as const,
      ...(identities?.L ?? []).map(({ M: identity }) => {
        const [issuer = '', subject = ''] = [identity?.issuer?.S, identity?.subject?.S];
        return [recordKeys.identity({ issuer, subject }).PK.S, userId] as const;
      }),
    ]),
  );
  const links = items.filter(({ SK }) => SK?.S === 'EMAIL' || SK?.S === 'IDENTITY');
  const found = new Set(links.map(({ PK }) => PK?.S));
  return [
    ...links.flatMap(({ PK, user_id }) =>
      expected.get(PK?.S ?? '') === user_id?.S ? [] : [`${PK?.S} leads to ${user_id?.S}, which has no such address.`],
    ),
    ...[...expected].flatMap(([key, userId]) => (found.has(key) ? [] : [`Nothing leads from ${key} to ${userId}.`])),
  ];
}

/** A token that is older than its user's last revocation is below the entry of the user's partner. */
function brokenTokens(users: Users, items: readonly Item[], now: number): string[] {
  const partners = new Map(items.filter(({ SK }) => SK?.S === 'PARTNER').map((one) => [one.partner_id?.S, one]));
  const live = items.filter(({ SK, expires_at }) => SK?.S === 'TOKEN' && Number(expires_at?.N) > now);
  const good = live.filter(({ user_id, partner_id, generation }) => {
    const current = Number(users.get(user_id?.S)?.generation?.N ?? Number.POSITIVE_INFINITY);
    const entry = partners.get(partner_id?.S)?.token_generations?.M?.[user_id?.S ?? '']?.M;
    const revoked = Number(entry?.generation?.N ?? 0) > Number(generation?.N);
    return Number(generation?.N) < current ? revoked : Number(generation?.N) === current && !revoked;
  });
  const broken = live.length - good.length;
  return broken === 0 ? [] : [`${broken} live tokens do not match the generation of their user.`];
}
