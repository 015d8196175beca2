import { Button } from '@mantine/core';
import type { Denial } from '../../lambdas/http/management-api/schemas/denials.ts';
import { IconRefresh } from '../elements/icons.ts';
import { Notice } from '../elements/notice.tsx';
import { Panel } from '../elements/panel.tsx';
import { PageLink } from '../navigation/page-link.tsx';
import { useHub, useResource } from '../state/hub.ts';
import { CheckList } from './check-list.tsx';
import { refusalTitle } from './checks.ts';
import classes from './refusals.module.css';
import { isDeletedSince, remediesFor } from './remedies.ts';
import { SeenFacts } from './seen-facts.tsx';
import { SettingFacts } from './setting-facts.tsx';

interface RefusalViewProps {
  readonly refusal: Denial;
  readonly onAgain: () => void;
  readonly loading: boolean;
}

export function RefusalView({ refusal, onAgain, loading }: RefusalViewProps) {
  const hub = useHub();
  const { value: keys } = useResource(hub.apiKeys);
  const { credential } = refusal.seen;
  const apiKey = keys?.api_keys.find(({ id }) => credential?.type === 'api_key' && id === credential.id) ?? null;
  return (
    <>
      <Panel
        title={refusalTitle(refusal)}
        description={refusal.detail}
        aside={
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRefresh size={15} aria-hidden />}
            onClick={onAgain}
            loading={loading}
          >
            Check again
          </Button>
        }
      >
        <div className={classes.verdict}>
          <Verdict refusal={refusal} />
          {refusal.still_refused && (
            <ul className={classes.remedies} aria-label="What helps">
              {remediesFor(refusal, apiKey).map(({ text, link }) => (
                <li key={text}>
                  {text} {link !== undefined && <PageLink href={link.href}>{link.label}</PageLink>}
                </li>
              ))}
            </ul>
          )}
        </div>
      </Panel>
      <div className={classes.pair}>
        <Panel title="Checks" description="In the order in which they are made. The first that fails ends the call.">
          <CheckList refusal={refusal} />
        </Panel>
        <Panel title="What was seen" description="Of the call, when it came.">
          <SeenFacts refusal={refusal} apiKey={apiKey} />
        </Panel>
      </div>
      <Panel title="Your current settings" description="As they are now, not as they were at the time of the call.">
        <SettingFacts refusal={refusal} />
      </Panel>
    </>
  );
}

function Verdict({ refusal }: { readonly refusal: Denial }) {
  if (!refusal.still_refused) {
    return (
      <Notice tone="good" title="It would no longer be refused for this" silent>
        The same check would let the same call through now. If calls are refused still, another check does it: paste the
        request ID of the newest.
      </Notice>
    );
  }
  return (
    <Notice tone="warning" title="It would be refused again now" silent>
      {isDeletedSince(refusal)
        ? 'The key was deleted since, so nothing about it can be changed.'
        : 'The same call would fail at the same check.'}
    </Notice>
  );
}
