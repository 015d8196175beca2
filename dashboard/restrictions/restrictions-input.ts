import { RESOURCES } from '../../lambdas/domain/model/scopes.ts';
import type { DraftFields } from '../session/draft.ts';
import { type AccessInput, accessInputOf, type Level, levelsOf } from './access-input.ts';
import type { AllowlistInput } from './allowlist-input.ts';
import { type ExpiryInput, expiryInputOf } from './expiry-input.ts';

/** A key's restrictions as a form holds them. */
export interface RestrictionsInput {
  readonly access: AccessInput;
  readonly allowlist: AllowlistInput;
  readonly expiry: ExpiryInput;
}

export const UNRESTRICTED: RestrictionsInput = {
  access: accessInputOf(['*']),
  allowlist: { entries: [], pending: '' },
  expiry: { kind: 'open', date: '' },
};

export function restrictionsInputOf(key: {
  readonly scopes: readonly string[];
  readonly allowed_ips: readonly string[];
  readonly expires_at: string | null;
}): RestrictionsInput {
  return {
    access: accessInputOf(key.scopes),
    allowlist: { entries: key.allowed_ips, pending: '' },
    expiry: expiryInputOf(key.expires_at),
  };
}

export function fieldsOf({ access, allowlist, expiry }: RestrictionsInput): DraftFields {
  return {
    access: access.access,
    levels: RESOURCES.map((resource) => access.levels[resource]).join(' '),
    ...allowlistFieldsOf(allowlist),
    expiry: expiry.kind,
    date: expiry.date,
  };
}

/** Reverses `fieldsOf`. Missing or unknown fields are as in `initial`. */
export function restrictionsInputFrom(fields: DraftFields, initial: RestrictionsInput): RestrictionsInput {
  const { access, levels, expiry, date } = fields;
  const listed = levels?.split(' ') ?? [];
  return {
    access: {
      access: oneOf(['full', 'read', 'chosen'], access) ?? initial.access.access,
      levels: levelsOf(
        (resource) =>
          oneOf<Level>(['none', 'read', 'write'], listed[RESOURCES.indexOf(resource)]) ??
          initial.access.levels[resource],
      ),
    },
    allowlist: allowlistInputFrom(fields, initial.allowlist),
    expiry: { kind: oneOf(['open', 'date'], expiry) ?? initial.expiry.kind, date: date ?? initial.expiry.date },
  };
}

export function allowlistFieldsOf({ entries, pending }: AllowlistInput): DraftFields {
  return { entries: entries.join(' '), pending };
}

export function allowlistInputFrom({ entries, pending }: DraftFields, initial: AllowlistInput): AllowlistInput {
  return {
    entries: entries === undefined ? initial.entries : entries.split(' ').filter(Boolean),
    pending: pending ?? initial.pending,
  };
}

function oneOf<T extends string>(values: readonly T[], text: string | undefined): T | undefined {
  return values.find((value) => value === text);
}
