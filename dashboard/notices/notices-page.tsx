import { List, Skeleton, Stack, Switch } from '@mantine/core';
import { useState } from 'react';
import type { Notices } from '../../lambdas/http/management-api/schemas/notices.ts';
import { mayHaveHappened, type Problem } from '../api/problem.ts';
import { PageHeader } from '../elements/page-header.tsx';
import { Panel } from '../elements/panel.tsx';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { atMost } from '../state/at-most.ts';
import { useHub, useResource } from '../state/hub.ts';
import classes from './notices-page.module.css';

type Choice = Notices['notices'];
export type NoticeKind = keyof Choice;
/** A kind that is always sent has no other value than true. */
type MutableKind = { [Kind in NoticeKind]: false extends Choice[Kind] ? Kind : never }[NoticeKind];

const MUTABLE: Readonly<Record<MutableKind, string>> = {
  api_key_narrowed: 'An API key may do less than before',
  api_key_disabled: 'An API key is disabled',
  api_key_deleted: 'An API key is deleted',
  settings_narrowed: 'The security settings allow less than before',
  legacy_token_off: 'Legacy tokens are turned off, or that is scheduled',
  user_removed: 'A user is removed',
  partner_suspended: 'All access is suspended',
  otp_locked: 'Someone is locked out after too many wrong codes',
  revoked_key_used: 'A deleted API key is used again',
};

const FIXED: Readonly<Record<Exclude<NoticeKind, MutableKind>, string>> = {
  api_key_created: 'An API key is generated',
  api_key_rotated: 'An API key is rotated',
  api_key_widened: 'An API key may do more than before',
  settings_broadened: 'The security settings allow more than before',
  legacy_token_on: 'Legacy tokens are turned on, or stay on for longer',
  user_added: 'A user is added',
  partner_reactivated: 'A suspension ends',
};

/** The kinds that the viewer can turn off, in the order of the page, each with its text. */
export const MUTABLE_NOTICES = Object.entries(MUTABLE) as readonly [MutableKind, string][];
/** The texts of the kinds that are always sent. */
export const FIXED_NOTICES = Object.values(FIXED);

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
      <Panel
        title="Always sent"
        description="These are about more access than before, so nobody can turn them off: whoever takes over an account would do that first."
      >
        <List mt="md">
          {FIXED_NOTICES.map((text) => (
            <List.Item key={text}>{text}</List.Item>
          ))}
        </List>
      </Panel>
    </>
  );
}

interface Failure {
  readonly kind: MutableKind;
  readonly wanted: boolean;
  readonly problem: Problem;
}

function Choices({ notices }: { readonly notices: Choice }) {
  const hub = useHub();
  const [busy, setBusy] = useState<readonly MutableKind[]>([]);
  // Each response has all choices, so a late one would show outdated choices.
  const [inTurn] = useState(() => atMost(1));
  const [failure, setFailure] = useState<Failure | null>(null);

  async function choose(kind: MutableKind, wanted: boolean): Promise<void> {
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
      {MUTABLE_NOTICES.map(([kind, text]) => (
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
