import type { ReactNode } from 'react';
import type { LegacyTokenWithUsage } from '../../lambdas/http/management-api/schemas/legacy-token.ts';
import { inDigits } from '../elements/counts.ts';
import { Moment } from '../elements/moment.tsx';
import classes from './legacy-user-table.module.css';

type LegacyUser = LegacyTokenWithUsage['usage']['users'][number];

interface LegacyUserTableProps {
  readonly users: readonly LegacyUser[];
  /** Calls of all users. */
  readonly total: number;
}

/** The API lists the users who called last, at most this many. */
const LISTED_USERS = 50;

/** Renders a table. On narrow screens each row is a card; the roles keep it a table for assistive technology. */
export function LegacyUserTable({ users, total }: LegacyUserTableProps) {
  const others = total - users.reduce((sum, user) => sum + user.total, 0);
  return (
    // biome-ignore lint/a11y/noRedundantRoles: browsers drop table roles where CSS changes `display`
    <table className={classes.table} role="table" aria-label="Users of legacy tokens">
      {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
      <thead role="rowgroup">
        {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
        <tr role="row">
          <th scope="col">User</th>
          <th scope="col">Calls</th>
          <th scope="col">Last used</th>
          <th scope="col">Addresses</th>
          <th scope="col">Resources</th>
        </tr>
      </thead>
      {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
      <tbody role="rowgroup">
        {users.map((user) => (
          <UserRow key={user.email} user={user} />
        ))}
        {others > 0 && (
          // biome-ignore lint/a11y/noRedundantRoles: as above
          <tr role="row">
            {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
            <th scope="row" role="rowheader" className={classes.others}>
              {users.length < LISTED_USERS ? 'Users who were removed since' : 'All others, also who were removed since'}
            </th>
            <Cell label="Calls">{inDigits(others)}</Cell>
            <Cell />
            <Cell />
            <Cell />
          </tr>
        )}
      </tbody>
    </table>
  );
}

function UserRow({
  user: { email, total, success, last_used_at, addresses, resources },
}: {
  readonly user: LegacyUser;
}) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: as above
    <tr role="row">
      {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
      <th scope="row" role="rowheader">
        {email}
      </th>
      <Cell label="Calls">
        <span>
          {inDigits(total)}
          {success < total && <span className={classes.part}> {inDigits(success)} of them successful</span>}
        </span>
      </Cell>
      <Cell label="Last used">{last_used_at === null ? 'Not known' : <Moment at={last_used_at} />}</Cell>
      <Cell label="Addresses">
        <Values of={addresses} />
      </Cell>
      <Cell label="Resources">
        <Values of={resources} />
      </Cell>
    </tr>
  );
}

function Values({ of: values }: { readonly of: readonly string[] }) {
  return (
    <ul>
      {values.map((value) => (
        <li key={value}>
          <code>{value}</code>
        </li>
      ))}
    </ul>
  );
}

/** `label` precedes the content where the table's head is hidden. */
function Cell({ label, children }: { readonly label?: string; readonly children?: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: as above
    <td role="cell">
      {label !== undefined && <span className={classes.label}>{label}</span>}
      {children}
    </td>
  );
}
