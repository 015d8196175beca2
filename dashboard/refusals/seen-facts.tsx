import type { ApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';
import type { Denial } from '../../lambdas/http/management-api/schemas/denials.ts';
import { CopyButton } from '../elements/copy-button.tsx';
import { PageLink } from '../navigation/page-link.tsx';
import { usagePath } from '../navigation/pages.ts';
import { accessInWords } from '../restrictions/access-input.ts';
import { exactTime } from '../time/moments.ts';
import { Fact } from './fact.tsx';
import classes from './refusals.module.css';

interface SeenFactsProps {
  readonly refusal: Denial;
  /** The key with the credential's ID, if it exists. */
  readonly apiKey: ApiKey | null;
}

/** Shows the call as the checks saw it. */
export function SeenFacts({ refusal, apiKey }: SeenFactsProps) {
  const { at, status, code, reason, seen } = refusal;
  return (
    <dl className={classes.facts}>
      <Fact name="Time">
        <time dateTime={at}>{exactTime(Date.parse(at))}</time>
      </Fact>
      <Fact name="Answer">
        {status} <code>{code}</code>
        {reason !== code && ', which says no more to the caller'}
      </Fact>
      <Fact name="Credential">
        <Credential refusal={refusal} apiKey={apiKey} />
      </Fact>
      <Fact name="Address">
        {seen.ip === null ? (
          'Not known'
        ) : (
          <span className={classes.copied}>
            <code>{seen.ip}</code>
            <CopyButton text={seen.ip} what="address" size="compact-xs" />
          </span>
        )}
      </Fact>
      <Fact name="Method">{seen.method === null ? 'Not known' : <code>{seen.method}</code>}</Fact>
      <Fact name="Partner in the path">
        {seen.path_partner_id === null ? 'None' : <code>{seen.path_partner_id}</code>}
      </Fact>
      <Fact name="Access needed">
        {seen.required_scope === null ? (
          'None'
        ) : (
          <>
            {accessInWords([seen.required_scope])} (<code>{seen.required_scope}</code>)
          </>
        )}
      </Fact>
    </dl>
  );
}

function Credential({ refusal: { check, seen }, apiKey }: SeenFactsProps) {
  const { credential } = seen;
  if (credential === null) return check === 'request_form' ? 'Not looked at' : 'None that is known';
  const { type, id, name, verified } = credential;
  if (type === 'legacy_token') {
    return (
      <>
        <PageLink href={usagePath('legacy')}>Legacy token</PageLink> of {name ?? 'a user who was removed since'}
      </>
    );
  }
  if (!verified) {
    return (
      <>
        Said to be key <code>{id}</code>, without proof
        {apiKey !== null && (
          <>
            ; your key of this ID is <KeyLink id={id} name={apiKey.name} />
          </>
        )}
      </>
    );
  }
  if (name !== null) return <KeyLink id={id} name={name} />;
  return (
    <>
      <PageLink href={usagePath(id)}>Key {id}</PageLink>, which is deleted
    </>
  );
}

function KeyLink({ id, name }: { readonly id: string; readonly name: string }) {
  return (
    <PageLink href={usagePath(id)}>
      <bdi>{name}</bdi>
    </PageLink>
  );
}
