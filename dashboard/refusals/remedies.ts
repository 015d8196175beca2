import {
  type Remedy as CatalogueRemedy,
  type RemedyPage,
  type RemedyRule,
  TO_API_KEYS,
} from '../../lambdas/contract/refusal.ts';
import { isRefusalReason, REFUSALS } from '../../lambdas/contract/refusals.ts';
import { DELETED_KEY_REMEDIES } from '../../lambdas/contract/unauthorized.ts';
import { includesIp } from '../../lambdas/domain/model/ip-allowlist.ts';
import type { ApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';
import type { Denial } from '../../lambdas/http/management-api/schemas/denials.ts';
import { KEYS_PAGE, keySettingPath, LEGACY_PAGE, usagePath } from '../navigation/pages.ts';

/** What to do about a refusal, and where. */
export interface Remedy {
  readonly text: string;
  readonly link?: { readonly href: string; readonly label: string };
}

/**
 * What helps against the refusal as things are now; nothing for a reason of a newer API.
 *
 * @param apiKey - the key as the list of keys has it; null if it is not there, or not loaded
 */
export function remediesFor(denial: Denial, apiKey: ApiKey | null): readonly Remedy[] {
  const remedies = isDeletedSince(denial) ? DELETED_KEY_REMEDIES : remediesOf(denial);
  const found = typeof remedies === 'string' ? RULES[remedies](denial, apiKey) : remedies;
  return found.map((remedy) => linked(remedy, denial));
}

function remediesOf({ reason }: Denial): readonly CatalogueRemedy[] | RemedyRule {
  return isRefusalReason(reason) ? REFUSALS[reason].remedies : [];
}

const RULES: Readonly<Record<RemedyRule, (denial: Denial, apiKey: ApiKey | null) => readonly CatalogueRemedy[]>> = {
  expired_key: (denial, apiKey) => [expiredKey(keyIdOf(denial), apiKey)],
  ip_allowlists: addressRemedies,
  unknown_key: (_, apiKey) => [{ text: unknownKey(apiKey), link: TO_API_KEYS }],
};

const HREFS: Readonly<Record<RemedyPage, (keyId: string | null) => string | null>> = {
  api_keys: () => KEYS_PAGE,
  request_examples: () => KEYS_PAGE,
  partner_id: () => LEGACY_PAGE,
  legacy_switch: () => LEGACY_PAGE,
  ip_allowlist: () => '/security',
  key_change: (keyId) => keyId && keySettingPath({ keyId, kind: 'change' }),
  key_enable: (keyId) => keyId && keySettingPath({ keyId, kind: 'enable' }),
  key_usage: (keyId) => keyId && usagePath(keyId),
};

function linked({ text, link }: CatalogueRemedy, denial: Denial): Remedy {
  const href = link === undefined ? null : HREFS[link.page](keyIdOf(denial));
  return {
    text: text.replace('{partner_id}', denial.now.partner.id),
    ...(link !== undefined && href !== null && { link: { href, label: link.label } }),
  };
}

function keyIdOf({ seen: { credential } }: Denial): string | null {
  return credential?.type === 'api_key' ? credential.id : null;
}

/** Whether the key that was refused for something else is deleted by now. */
export function isDeletedSince({ reason, seen: { credential }, now }: Denial): boolean {
  const wasDeleted = reason === 'api_key_deleted';
  return credential?.type === 'api_key' && credential.verified && now.api_key === null && !wasDeleted;
}

/** The lists that do not have the address now. */
export function refusingLists({ seen: { ip }, now: { partner, api_key } }: Denial): readonly ('partner' | 'key')[] {
  const refuses = (list: readonly string[]) => list.length > 0 && (ip === null || !includes(list, ip));
  const lists = [
    { list: 'partner', entries: partner.allowed_ips },
    { list: 'key', entries: api_key?.allowed_ips ?? [] },
  ] as const;
  return lists.filter(({ entries }) => refuses(entries)).map(({ list }) => list);
}

function addressRemedies(denial: Denial): readonly CatalogueRemedy[] {
  const lists = refusingLists(denial);
  const { ip } = denial.seen;
  const add = (list: string) => (ip === null ? `Look at the ${list}.` : `Add ${ip} to the ${list}, if it is yours.`);
  return [
    ...(lists.includes('partner')
      ? [{ text: add('partner’s list'), link: { page: 'ip_allowlist', label: 'Change the partner’s list' } } as const]
      : []),
    ...(lists.includes('key') && keyIdOf(denial) !== null
      ? [{ text: add('key’s list'), link: { page: 'key_change', label: 'Change the key’s list' } } as const]
      : []),
  ];
}

function expiredKey(keyId: string | null, apiKey: ApiKey | null): CatalogueRemedy {
  if (keyId === null || (apiKey !== null && apiKey.rotated_to !== null)) {
    return { text: 'The key was rotated, and its end is final: send the new key.', link: TO_API_KEYS };
  }
  return {
    text: 'Give the key a later end, or send another one.',
    link: { page: 'key_change', label: 'Change the key’s end' },
  };
}

function unknownKey(apiKey: ApiKey | null): string {
  return apiKey === null
    ? 'Send a key from your list, exactly as it was shown.'
    : `Your key “${apiKey.name}” has this ID, but its secret is another one: send it exactly as it was shown.`;
}

/** A list that cannot be read here is not known to refuse. */
function includes(list: readonly string[], ip: string): boolean {
  try {
    return includesIp(list, ip);
  } catch {
    return true;
  }
}
