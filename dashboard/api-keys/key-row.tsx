import { ActionIcon } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import type { ApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';
import { IconCornerDownRight, IconTrash } from '../elements/icons.ts';
import { Moment } from '../elements/moment.tsx';
import { KeyHint } from '../key-parts/key-hint.tsx';
import { accessInWords, accessSummary } from '../restrictions/access-input.ts';
import { allowlistInWords, allowlistSummary } from '../restrictions/allowlist-input.ts';
import { useNow } from '../time/now.ts';
import { KeyCalls } from '../usage/key-calls.tsx';
import { KeyExpiry } from './key-expiry.tsx';
import { statusAt } from './key-groups.ts';
import { type KeyAction, KeyMenu } from './key-menu.tsx';
import { KeyName } from './key-name.tsx';
import classes from './key-table.module.css';
import { RotationEvidence } from './rotation-evidence.tsx';

const STATUS_NAMES: Readonly<Record<ApiKey['status'], string>> = {
  active: 'Active',
  disabled: 'Disabled',
  expired: 'Expired',
};

interface KeyRowProps {
  readonly apiKey: ApiKey;
  /** The key that replaces this one, or null. */
  readonly successor: ApiKey | null;
  /** Just created. */
  readonly isNew: boolean;
  readonly onAction: (action: KeyAction) => void;
}

export function KeyRow({ apiKey, successor, isNew, onAction }: KeyRowProps) {
  const { id, name, hint, created_at, created_by, last_used_at, last_used_ip, expires_at, rotated_to } = apiKey;
  const replaced = successor !== null;
  const now = useNow(15_000);
  const status = statusAt(apiKey, now);
  const act = (kind: KeyAction['kind']) => onAction({ kind, keyId: id });
  const label = replaced ? `old key ${name}` : `key ${name}`;
  return (
    // biome-ignore lint/a11y/noRedundantRoles: browsers drop table roles where CSS changes `display`
    <tr role="row" data-new={isNew || undefined} data-replaced={replaced || undefined}>
      <Cell className="name">
        {replaced ? (
          <span className={classes.old}>
            <IconCornerDownRight size={17} aria-hidden />
            Old key, being replaced
          </span>
        ) : (
          <KeyName apiKey={apiKey} />
        )}
        <KeyHint hint={hint} />
        {successor !== null && <RotationEvidence old={apiKey} successor={successor} />}
      </Cell>
      <Cell label="Access" className="access">
        <span>
          <span title={accessInWords(apiKey.scopes)}>{accessSummary(apiKey.scopes)}</span>
          <span className={classes.second} title={allowlistInWords(apiKey.allowed_ips)}>
            {allowlistSummary(apiKey.allowed_ips)}
          </span>
        </span>
      </Cell>
      <Cell label="Created">
        <Moment at={created_at} />
      </Cell>
      <Cell label="Created by" className="by">
        <Creator name={created_by} />
      </Cell>
      <Cell label="Last used">
        <span>
          {last_used_at === null ? (
            <span className={classes.muted}>No use recorded</span>
          ) : (
            <span title={last_used_ip === null ? undefined : `from ${last_used_ip}`}>
              <Moment at={last_used_at} />
            </span>
          )}
          <KeyCalls keyId={id} label={label} />
        </span>
      </Cell>
      <Cell label="Ends">
        <KeyExpiry at={expires_at} replaced={rotated_to !== null} />
      </Cell>
      <Cell label="Status">
        <span className={classes.status} data-status={rotated_to !== null && status === 'active' ? 'ending' : status}>
          {rotated_to !== null && status === 'active' ? 'Ending' : STATUS_NAMES[status]}
        </span>
      </Cell>
      <Cell className="actions">
        <KeyMenu apiKey={apiKey} label={label} onAction={act} />
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          className={classes.trash ?? ''}
          aria-label={replaced ? `End ${label} now` : `Delete ${label}`}
          title={replaced ? 'End now' : 'Delete'}
          onClick={() => act('delete')}
        >
          <IconTrash size={19} aria-hidden />
        </ActionIcon>
      </Cell>
    </tr>
  );
}

/** Wraps an e-mail address after its punctuation. */
function Creator({ name }: { readonly name: string }) {
  return (
    <span>
      {name.split(/(?<=[@.])/).map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts never change
        <Fragment key={index}>
          <wbr />
          {part}
        </Fragment>
      ))}
    </span>
  );
}

interface CellProps {
  /** Precedes the content where the table's head is hidden. */
  readonly label?: string;
  readonly className?: 'name' | 'access' | 'by' | 'actions';
  readonly children: ReactNode;
}

function Cell({ label, className, children }: CellProps) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: as above
    <td role="cell" className={className && classes[className]}>
      {label !== undefined && <span className={classes.label}>{label}</span>}
      {children}
    </td>
  );
}
