import { ActionIcon } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ApiKey } from '../../lambdas/http/management-schemas.ts';
import { Moment } from '../elements/moment.tsx';
import { IconTrash } from '../icons.ts';
import { KeyHint } from './key-hint.tsx';
import { KeyName } from './key-name.tsx';
import classes from './key-table.module.css';

const STATUS_NAMES: Readonly<Record<ApiKey['status'], string>> = {
  active: 'Active',
  disabled: 'Disabled',
  expired: 'Expired',
};

interface KeyRowProps {
  readonly apiKey: ApiKey;
  /** Created a moment ago. */
  readonly isNew: boolean;
  readonly onDelete: () => void;
}

export function KeyRow({ apiKey, isNew, onDelete }: KeyRowProps) {
  const { name, hint, created_at, created_by, last_used_at, last_used_ip, status } = apiKey;
  return (
    // biome-ignore lint/a11y/noRedundantRoles: browsers drop table roles where CSS changes `display`
    <tr role="row" data-new={isNew || undefined}>
      <Cell className="name">
        <KeyName apiKey={apiKey} />
      </Cell>
      <Cell label="Key" className="key">
        <KeyHint hint={hint} />
      </Cell>
      <Cell label="Created">
        <Moment at={created_at} />
      </Cell>
      <Cell label="Created by" className="by">
        {created_by}
      </Cell>
      <Cell label="Last used">
        {last_used_at === null ? (
          <span className={classes.muted}>No use recorded</span>
        ) : (
          <span title={last_used_ip === null ? undefined : `from ${last_used_ip}`}>
            <Moment at={last_used_at} />
          </span>
        )}
      </Cell>
      <Cell label="Status">
        <span className={classes.status} data-status={status}>
          {STATUS_NAMES[status]}
        </span>
      </Cell>
      <Cell className="delete">
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          className={classes.trash ?? ''}
          aria-label={`Delete key ${name}`}
          title="Delete"
          onClick={onDelete}
        >
          <IconTrash size={19} aria-hidden />
        </ActionIcon>
      </Cell>
    </tr>
  );
}

interface CellProps {
  /** Shown before the content where the table's head is not. */
  readonly label?: string;
  readonly className?: 'name' | 'key' | 'by' | 'delete';
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
