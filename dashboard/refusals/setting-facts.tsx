import type { Denial } from '../../lambdas/http/management-api/schemas/denials.ts';
import { accessInWords } from '../restrictions/access-input.ts';
import { AllowlistView } from '../restrictions/allowlist-view.tsx';
import { exactTime } from '../time/moments.ts';
import { Fact } from './fact.tsx';
import classes from './refusals.module.css';
import { refusingLists } from './remedies.ts';

/** Shows the settings of partner and key, and which of them the failed check uses. */
export function SettingFacts({ refusal }: { readonly refusal: Denial }) {
  const { check, still_refused, now, seen } = refusal;
  const { partner } = now;
  const refusing = refusingLists(refusal);
  const judged = (failed: Denial['check'], refuses = still_refused) =>
    check === failed ? (refuses ? 'refuses' : 'allows') : null;
  return (
    <dl className={classes.facts}>
      <Fact name="Partner" verdict={judged('partner')}>
        <code>{partner.id}</code>, {partner.status === 'active' ? 'active' : 'suspended'}
      </Fact>
      <Fact name="Partner’s addresses" verdict={judged('address', refusing.includes('partner'))}>
        <Addresses entries={partner.allowed_ips} />
      </Fact>
      {seen.credential?.type !== 'api_key' && (
        <Fact name="Legacy tokens" verdict={judged('legacy_switch')}>
          {partner.legacy_token_enabled ? 'On' : 'Off'}
        </Fact>
      )}
      {seen.credential?.type === 'api_key' && <KeySettings refusal={refusal} judged={judged} refusing={refusing} />}
    </dl>
  );
}

interface KeySettingsProps {
  readonly refusal: Denial;
  readonly judged: (failed: Denial['check'], refuses?: boolean) => 'refuses' | 'allows' | null;
  readonly refusing: ReturnType<typeof refusingLists>;
}

function KeySettings({ refusal: { now, seen }, judged, refusing }: KeySettingsProps) {
  const key = now.api_key;
  if (key === null) {
    return (
      <Fact name="Key" verdict="refuses">
        {seen.credential?.verified ? 'Deleted' : 'None that the call has proved to hold'}
      </Fact>
    );
  }
  return (
    <>
      <Fact name="Key" verdict={judged('key_status')}>
        {key.status === 'active' ? 'Enabled' : 'Disabled'}
      </Fact>
      <Fact name="Key’s end" verdict={judged('expiry')}>
        {key.expires_at === null ? (
          'Never'
        ) : (
          <time dateTime={key.expires_at}>{exactTime(Date.parse(key.expires_at))}</time>
        )}
      </Fact>
      <Fact name="Key’s addresses" verdict={judged('address', refusing.includes('key'))}>
        <Addresses entries={key.allowed_ips} />
      </Fact>
      <Fact name="Key’s access" verdict={judged('scope')}>
        {accessInWords(key.scopes)}
      </Fact>
    </>
  );
}

function Addresses({ entries }: { readonly entries: readonly string[] }) {
  return entries.length === 0 ? 'Any address' : <AllowlistView entries={entries} />;
}
