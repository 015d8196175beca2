import { RESOURCES } from '../../lambdas/domain/scopes.ts';
import type { DraftFields } from '../session/draft.ts';
import { type AccessInput, accessInputOf, type Level, levelsOf } from './access-input.ts';
import type { AddressInput } from './allowlist-input.ts';
import { type EndInput, endInputOf } from './expiry-input.ts';

/** What a key may do, from where and how long, as it is put together in a form. */
export interface ControlsInput {
  readonly access: AccessInput;
  readonly addresses: AddressInput;
  readonly end: EndInput;
}

export const UNLIMITED: ControlsInput = {
  access: accessInputOf(['*']),
  addresses: { entries: [], pending: '' },
  end: { end: 'open', date: '' },
};

export function controlsInputOf(key: {
  readonly scopes: readonly string[];
  readonly allowed_ips: readonly string[];
  readonly expires_at: string | null;
}): ControlsInput {
  return {
    access: accessInputOf(key.scopes),
    addresses: { entries: key.allowed_ips, pending: '' },
    end: endInputOf(key.expires_at),
  };
}

export function fieldsOf({ access, addresses, end }: ControlsInput): DraftFields {
  return {
    access: access.access,
    levels: RESOURCES.map((resource) => access.levels[resource]).join(' '),
    ...addressFieldsOf(addresses),
    end: end.end,
    date: end.date,
  };
}

/** The reverse of `fieldsOf`. What is missing or unknown is as in `initial`. */
export function controlsInputFrom(fields: DraftFields, initial: ControlsInput): ControlsInput {
  const { access, levels, end, date } = fields;
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
    addresses: addressInputFrom(fields, initial.addresses),
    end: { end: oneOf(['open', 'date'], end) ?? initial.end.end, date: date ?? initial.end.date },
  };
}

export function addressFieldsOf({ entries, pending }: AddressInput): DraftFields {
  return { entries: entries.join(' '), pending };
}

export function addressInputFrom({ entries, pending }: DraftFields, initial: AddressInput): AddressInput {
  return {
    entries: entries === undefined ? initial.entries : entries.split(' ').filter(Boolean),
    pending: pending ?? initial.pending,
  };
}

function oneOf<T extends string>(values: readonly T[], text: string | undefined): T | undefined {
  return values.find((value) => value === text);
}
