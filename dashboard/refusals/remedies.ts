import { includesIp } from '../../lambdas/domain/model/ip-allowlist.ts';
import type { ApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';
import type { Denial } from '../../lambdas/http/management-api/schemas/denials.ts';
import { KEYS_PAGE, keySettingPath, LEGACY_PAGE, usagePath } from '../navigation/pages.ts';

/** What to do about a refusal, and where. */
export interface Remedy {
  readonly text: string;
  readonly link?: { readonly href: string; readonly label: string };
}

const TO_KEYS = { href: KEYS_PAGE, label: 'Go to your API keys' };
const TO_REQUESTS = { href: KEYS_PAGE, label: 'See how requests carry a key' };

/**
 * What helps against the refusal as things are now.
 *
 * @param apiKey - the key as the list of keys has it; null if it is not there, or not loaded
 */
export function remediesFor(denial: Denial, apiKey: ApiKey | null): readonly Remedy[] {
  const { reason, seen, now } = denial;
  const { credential } = seen;
  if (reason === 'api_key_deleted' || isDeletedSince(denial)) return deletedKey(credential?.id ?? null);
  const keyId = credential?.type === 'api_key' ? credential.id : null;
  switch (reason) {
    case 'reserved_header':
    case 'invalid_path':
      return [{ text: 'Change the request in the system that sends it: no setting allows this.' }];
    case 'wrong_header':
    case 'no_credential':
    case 'credential_repeated':
    case 'api_key_malformed':
    case 'token_malformed':
      return [{ text: 'Send an API key once, as the header x-api-key, exactly as it was shown.', link: TO_REQUESTS }];
    case 'api_key_environment':
      return [{ text: 'Send a key that was generated here, or call the environment of that key.', link: TO_KEYS }];
    case 'api_key_unknown':
      return [{ text: unknownKey(apiKey), link: TO_KEYS }];
    case 'token_unknown':
    case 'token_revoked':
    case 'token_expired':
      return [{ text: 'Get a new token, or better, change to an API key.', link: TO_REQUESTS }];
    case 'partner_mismatch':
      return [
        {
          text: `Put ${now.partner.id} into the path, in exactly this spelling, or send a credential of the other partner.`,
          link: { href: LEGACY_PAGE, label: 'Copy your Partner ID' },
        },
      ];
    case 'partner_suspended':
      return [{ text: 'Ask your platform contact to reactivate the partner.' }];
    case 'legacy_token_disabled':
      return [
        { text: 'Send an API key instead of a Bearer token.', link: TO_REQUESTS },
        {
          text: 'Until all systems do, legacy tokens can be turned on again.',
          link: { href: LEGACY_PAGE, label: 'Go to the switch' },
        },
      ];
    case 'api_key_disabled':
      return [
        {
          text: 'Enable the key, if you know why it was disabled, or send another one.',
          ...(keyId !== null && { link: { href: keySettingPath({ keyId, kind: 'enable' }), label: 'Enable the key' } }),
        },
      ];
    case 'api_key_expired':
      return [endedKey(keyId, apiKey)];
    case 'ip_not_allowed':
      return addressRemedies(denial, keyId);
    case 'insufficient_scope':
      return [
        {
          text: 'Give the key the access that is needed, or send another one that has it.',
          ...(keyId !== null && { link: settings(keyId, 'Change the key’s access') }),
        },
      ];
    default:
      return [];
  }
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

function addressRemedies(denial: Denial, keyId: string | null): readonly Remedy[] {
  const lists = refusingLists(denial);
  const { ip } = denial.seen;
  const add = (list: string) => (ip === null ? `Look at the ${list}.` : `Add ${ip} to the ${list}, if it is yours.`);
  return [
    ...(lists.includes('partner')
      ? [{ text: add('partner’s list'), link: { href: '/security', label: 'Change the partner’s list' } }]
      : []),
    ...(lists.includes('key') && keyId !== null
      ? [{ text: add('key’s list'), link: settings(keyId, 'Change the key’s list') }]
      : []),
  ];
}

function deletedKey(keyId: string | null): readonly Remedy[] {
  return [
    { text: 'Give the system that still sends the deleted key another one.', link: TO_KEYS },
    ...(keyId === null
      ? []
      : [
          {
            text: 'See where it is still used from.',
            link: { href: usagePath(keyId), label: 'See usage of the deleted key' },
          },
        ]),
  ];
}

function endedKey(keyId: string | null, apiKey: ApiKey | null): Remedy {
  if (keyId === null || (apiKey !== null && apiKey.rotated_to !== null)) {
    return { text: 'The key was rotated, and its end is final: send the new key.', link: TO_KEYS };
  }
  return { text: 'Give the key a later end, or send another one.', link: settings(keyId, 'Change the key’s end') };
}

function unknownKey(apiKey: ApiKey | null): string {
  return apiKey === null
    ? 'Send a key from your list, exactly as it was shown.'
    : `Your key “${apiKey.name}” has this ID, but its secret is another one: send it exactly as it was shown.`;
}

function settings(keyId: string, label: string) {
  return { href: keySettingPath({ keyId, kind: 'change' }), label };
}

/** A list that cannot be read here is none that is known to refuse. */
function includes(list: readonly string[], ip: string): boolean {
  try {
    return includesIp(list, ip);
  } catch {
    return true;
  }
}
