import { Fragment, type ReactNode } from 'react';
import type { Usage } from '../../lambdas/http/management-api/schemas/usage.ts';
import { inDigits } from '../elements/counts.ts';
import { Moment } from '../elements/moment.tsx';
import { Panel } from '../elements/panel.tsx';
import { PageLink } from '../navigation/page-link.tsx';
import { REFUSALS_PAGE } from '../navigation/pages.ts';
import { refusalsOf } from './refusals.ts';
import classes from './usage.module.css';

interface BreakdownProps {
  readonly usage: Usage;
}

export function ResourceTable({ usage: { resources } }: BreakdownProps) {
  return (
    <Panel title="Resources" description="What was called.">
      <Figures label="Resources" head={['Resource', 'Calls']}>
        {resources.map(({ resource, total }) => (
          <tr key={resource}>
            <th scope="row">{resource}</th>
            <td>{inDigits(total)}</td>
          </tr>
        ))}
      </Figures>
    </Panel>
  );
}

export function IpAddressTable({ usage: { addresses, other_addresses, addresses_complete } }: BreakdownProps) {
  return (
    <Panel title="Addresses" description="Where the calls came from: the ten busiest.">
      <Figures label="Addresses" head={['Address', 'Calls', 'Last seen']}>
        {addresses.map(({ ip, total, last_seen_at }) => (
          <tr key={ip}>
            <th scope="row">
              <code>{ip}</code>
            </th>
            <td>{inDigits(total)}</td>
            <td>{last_seen_at !== null && <Moment at={last_seen_at} />}</td>
          </tr>
        ))}
        {other_addresses > 0 && (
          <tr>
            <th scope="row">All others</th>
            <td>{inDigits(other_addresses)}</td>
            <td />
          </tr>
        )}
      </Figures>
      {!addresses_complete && (
        <p className={classes.muted}>There were too many addresses: these are from the newest days.</p>
      )}
    </Panel>
  );
}

export function RefusalTable({ usage }: BreakdownProps) {
  const refusals = refusalsOf(usage);
  return (
    <Panel title="Refusals" description="Calls that were turned away, and why.">
      {refusals.length === 0 ? (
        <p className={classes.muted}>No call was refused.</p>
      ) : (
        <>
          <Figures label="Refusals" head={['Reason', 'Calls', 'What it means']}>
            {refusals.map(({ code, total, meaning }) => (
              <tr key={code}>
                <th scope="row">
                  <Code code={code} />
                </th>
                <td>{inDigits(total)}</td>
                <td className={classes.meaning}>{meaning}</td>
              </tr>
            ))}
          </Figures>
          <p className={classes.muted}>
            With the <code>request_id</code> of a single one,{' '}
            <PageLink href={REFUSALS_PAGE}>see what was checked and what helps</PageLink>.
          </p>
        </>
      )}
    </Panel>
  );
}

/** Wraps after underscores. */
function Code({ code }: { readonly code: string }) {
  return (
    <code className={classes.code}>
      {code.split(/(?<=_)/).map((part) => (
        <Fragment key={part}>
          {part}
          <wbr />
        </Fragment>
      ))}
    </code>
  );
}

interface FiguresProps {
  readonly label: string;
  readonly head: readonly string[];
  readonly children: ReactNode;
}

function Figures({ label, head, children }: FiguresProps) {
  return (
    <table className={classes.table} aria-label={label}>
      <thead>
        <tr>
          {head.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
