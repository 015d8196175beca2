import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { MAX_ALLOWLIST_ENTRIES } from '../../lambdas/domain/model/ip-allowlist.ts';
import type { AllowedIpsPreview } from '../../lambdas/http/management-api/schemas/usage.ts';
import type { Problem } from '../api/problem.ts';
import { counted } from '../elements/counts.ts';
import { Moment } from '../elements/moment.tsx';
import { Notice } from '../elements/notice.tsx';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { useHub } from '../state/hub.ts';
import classes from './restrictions.module.css';

interface AllowlistPreviewProps {
  /** As they would be saved, including what is typed but not added yet. */
  readonly entries: readonly string[];
  /** The key whose list it is; null for the list of all credentials. */
  readonly keyId: string | null;
  /** Adds IP addresses to the list. */
  readonly onAdd: (addresses: readonly string[]) => void;
  readonly readOnly: boolean;
}

interface Loaded {
  readonly of: string;
  readonly preview: AllowedIpsPreview | null;
  readonly problem: Problem | null;
}

/** Waits for a pause in editing before asking the API. */
const PAUSE_MS = 400;
const MOST_LISTED = 8;

/** Shows which calls of the last 30 days the list would have refused, and offers their IP addresses. */
export function AllowlistPreview({ entries, keyId, onAdd, readOnly }: AllowlistPreviewProps) {
  const { api } = useHub();
  const [attempts, setAttempts] = useState(0);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const list = entries.join(' ');
  const of = `${list} ${attempts}`;

  useEffect(() => {
    let dropped = false;
    const timer = setTimeout(async () => {
      const outcome = await api.previewAllowedIps(list === '' ? [] : list.split(' '), keyId);
      if (dropped) return;
      setLoaded({
        of,
        preview: outcome.ok ? outcome.value : null,
        problem: outcome.ok ? null : outcome.problem,
      });
    }, PAUSE_MS);
    return () => {
      dropped = true;
      clearTimeout(timer);
    };
  }, [api, list, keyId, of]);

  if (loaded === null) return null;
  if (loaded.problem !== null) {
    // The field itself shows the API's errors once it is saved.
    if (loaded.problem.code === 'invalid_request') return null;
    return (
      <ProblemNotice problem={loaded.problem} onRetry={() => setAttempts(attempts + 1)} retrying={loaded.of !== of} />
    );
  }
  if (loaded.preview === null) return null;
  const missing = loaded.preview.suggestion.filter((address) => !entries.includes(address));
  const refused = loaded.preview.would_refuse.map(({ ip }) => ip);
  const wanted = entries.length === 0 ? missing : missing.filter((address) => refused.includes(address));
  const offered = wanted.slice(0, MAX_ALLOWLIST_ENTRIES - entries.length);

  function add(): void {
    onAdd(offered);
    // The button disappears with its offer.
    place.current?.focus();
  }

  return (
    <div ref={place} role="status" tabIndex={-1} className={classes.preview} aria-busy={loaded.of !== of}>
      <Effect entries={entries} preview={loaded.preview} />
      {offered.length > 0 && (
        <Button size="xs" variant="default" onClick={add} disabled={readOnly || loaded.of !== of}>
          {offered.length === 1
            ? `Add ${offered[0]} from this traffic`
            : `Add the ${offered.length} addresses of this traffic`}
        </Button>
      )}
    </div>
  );
}

interface EffectProps {
  readonly entries: readonly string[];
  readonly preview: AllowedIpsPreview;
}

function Effect({ entries, preview }: EffectProps) {
  const { would_refuse, refused_addresses, refused_calls, other_calls, addresses_complete, suggestion } = preview;
  if (refused_addresses > 0) {
    const more = refused_addresses - Math.min(would_refuse.length, MOST_LISTED);
    return (
      <>
        <Notice
          tone="warning"
          title={`This list would have refused ${counted(refused_calls, 'successful call')} of the last 30 days`}
          silent
        >
          They came from {counted(refused_addresses, 'address', 'addresses')} that the list leaves out.
        </Notice>
        <ul className={classes.refused} aria-label="Addresses that would be refused">
          {would_refuse.slice(0, MOST_LISTED).map(({ ip, total, last_seen_at }) => (
            <li key={ip}>
              <code>{ip}</code>: {counted(total, 'call')}
              {last_seen_at !== null && (
                <>
                  , last <Moment at={last_seen_at} />
                </>
              )}
            </li>
          ))}
          {more > 0 && <li>and {counted(more, 'more address', 'more addresses')}</li>}
        </ul>
      </>
    );
  }
  const uncertain = other_calls > 0 || !addresses_complete;
  if (entries.length > 0 && uncertain) {
    return (
      <p className={classes.hint}>
        Not every address of the last 30 days was kept: the list may refuse some of {counted(other_calls, 'other call')}
        .
      </p>
    );
  }
  if (suggestion.length === 0) return <p className={classes.hint}>No successful call of the last 30 days is known.</p>;
  if (entries.length > 0) {
    return <p className={classes.hint}>Every successful call of the last 30 days would have passed this list.</p>;
  }
  return (
    <p className={classes.hint}>
      Successful calls of the last 30 days came from{' '}
      {suggestion.length < MAX_ALLOWLIST_ENTRIES && !uncertain
        ? counted(suggestion.length, 'address', 'addresses')
        : `${suggestion.length} addresses or more`}
      .
    </p>
  );
}
