import { Skeleton, Stack, Switch } from '@mantine/core';
import { useState } from 'react';
import type { Notices } from '../../lambdas/http/management-api/schemas/notices.ts';
import { mayHaveHappened, type Problem } from '../api/problem.ts';
import { PageHeader } from '../elements/page-header.tsx';
import { Panel } from '../elements/panel.tsx';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { atMost } from '../state/at-most.ts';
import { useHub, useResource } from '../state/hub.ts';
import classes from './notices-page.module.css';

export type NoticeKind = keyof Notices['notices'];

const TEXTS: Readonly<Record<NoticeKind, string>> = {
  api_key_created: 'An API key is generated',
  api_key_rotated: 'An API key is rotated',
  api_key_widened: 'An API key may do more than before',
  api_key_disabled: 'An API key is disabled',
  api_key_deleted: 'An API key is deleted',
  legacy_token_changed: 'Legacy tokens are turned on or off, or that is scheduled',
  otp_locked: 'Someone is locked out after too many wrong codes',
  revoked_key_used: 'A deleted API key is used again',
};

/** The kinds of notices in the order of the page, each with its text. */
export const NOTICE_TEXTS = Object.entries(TEXTS) as readonly [NoticeKind, string][];

/** Lets the viewer choose which e-mails to receive. */
export function NoticesPage() {
  const hub = useHub();
  const { value, problem, loading } = useResource(hub.notices);
  return (
    <>
      <PageHeader title="E-mail notices" description="The e-mails you receive. Each teammate has their own settings." />
      <Panel
        title="Notify me when"
        description={value === null ? 'A change counts from the next notice on.' : `Sent to ${value.email}.`}
      >
        {value === null && problem === null && <Skeleton height={240} mt="md" />}
        {value !== null && <Choices notices={value.notices} />}
        {problem !== null && (
          <div className={classes.problem}>
            <ProblemNotice problem={problem} onRetry={() => void hub.notices.load()} retrying={loading} />
          </div>
        )}
      </Panel>
    </>
  );
}

interface Failure {
  readonly kind: NoticeKind;
  readonly wanted: boolean;
  readonly problem: Problem;
}

function Choices({ notices }: { readonly notices: Notices['notices'] }) {
  const hub = useHub();
  const [busy, setBusy] = useState<readonly NoticeKind[]>([]);
  // Each response has all choices, so a late one would show outdated choices.
  const [inTurn] = useState(() => atMost(1));
  const [failure, setFailure] = useState<Failure | null>(null);

  async function choose(kind: NoticeKind, wanted: boolean): Promise<void> {
    if (busy.includes(kind)) return;
    setBusy((before) => [...before, kind]);
    setFailure(null);
    const outcome = await inTurn(() => hub.api.updateNotices({ [kind]: wanted }));
    if (outcome.ok) {
      hub.notices.change(() => outcome.value);
      hub.otherTabs.notify('changed');
    } else {
      // The response may have been lost: the current state decides.
      const now = mayHaveHappened(outcome.problem) ? await hub.notices.load() : null;
      const made = now?.problem === null && now.value?.notices[kind] === wanted;
      if (!made) setFailure({ kind, wanted, problem: outcome.problem });
    }
    setBusy((before) => before.filter((one) => one !== kind));
  }

  return (
    <Stack gap="md" mt="lg">
      {NOTICE_TEXTS.map(([kind, text]) => (
        <Switch
          key={kind}
          label={text}
          checked={notices[kind]}
          onChange={(event) => void choose(kind, event.currentTarget.checked)}
          aria-busy={busy.includes(kind)}
        />
      ))}
      {failure !== null && (
        <ProblemNotice
          problem={failure.problem}
          onRetry={() => void choose(failure.kind, failure.wanted)}
          retrying={busy.includes(failure.kind)}
        />
      )}
    </Stack>
  );
}
