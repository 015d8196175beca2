import type { ApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';
import { Moment } from '../elements/moment.tsx';
import { KeyHint } from './key-hint.tsx';
import classes from './key-parts.module.css';

/** Shows which key a question is about and when it was last used. */
export function KeyFacts({ apiKey }: { readonly apiKey: ApiKey }) {
  return (
    <dl className={classes.facts}>
      <dt>Name</dt>
      <dd>
        <strong>
          <bdi>{apiKey.name}</bdi>
        </strong>
      </dd>
      <dt>Key</dt>
      <dd>
        <KeyHint hint={apiKey.hint} />
      </dd>
      <dt>Last used</dt>
      <dd>
        {apiKey.last_used_at === null ? 'No use recorded' : <Moment at={apiKey.last_used_at} />}
        {apiKey.last_used_ip !== null && ` from ${apiKey.last_used_ip}`}
      </dd>
    </dl>
  );
}
