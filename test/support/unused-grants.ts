import type { GrantUse } from '../../local/iam/grants.ts';

interface Excuse {
  readonly covers: (grant: GrantUse) => boolean;
  readonly reason: string;
}

/** Grants that the local run cannot use. Everything else that no test needs is too much, or lacks a test. */
const EXCUSES: readonly Excuse[] = [
  {
    covers: ({ action }) => ['logs:CreateLogStream', 'logs:PutLogEvents'].includes(action),
    reason: 'Lambda writes the logs of a function with its role; here they go to files.',
  },
  {
    covers: ({ action }) => action === 'sqs:SendMessage',
    reason: 'Lambda sends to the dead-letter queue what a function failed at three times; here nothing fails so often.',
  },
  {
    covers: ({ action, resource }) => action === 'ses:SendEmail' && resource.endsWith(':configuration-set/*'),
    reason: 'An identity may have a default configuration set, which SES asks for, too; here it has none.',
  },
];

/** A sentence for each grant that was not needed, for each kind of records in a grant that was not, and for each reason that excuses nothing. */
export function unusedGrants(grants: readonly GrantUse[], excuses: readonly Excuse[] = EXCUSES): string[] {
  const unused = grants.filter(({ uses }) => uses === 0);
  return [
    ...unused
      .filter((grant) => !excuses.some(({ covers }) => covers(grant)))
      .map(({ function: name, action, resource, condition }) => {
        const when = condition === null ? '' : ` if ${condition}`;
        return `${name} needed no ${action} on ${resource}${when}: take it away, test what needs it, or give a reason in test/support/unused-grants.ts.`;
      }),
    ...unusedAlternatives(grants),
    ...excuses
      .filter(({ covers }) => !unused.some(covers))
      .map(({ reason }) => `No grant needs the reason "${reason}"`),
  ];
}

/** The actions of a transaction are allowed on the kinds of all its items, so a kind needs one use by any of the actions. */
function unusedAlternatives(grants: readonly GrantUse[]): string[] {
  const byStatement = Map.groupBy(
    grants.filter(({ uses }) => uses > 0),
    ({ function: name, condition }) => `${name} ${condition}`,
  );
  return [...byStatement.values()].flatMap((together) =>
    Object.keys(together[0]?.usesOf ?? {})
      .filter((alternative) => together.every(({ usesOf }) => usesOf[alternative] === 0))
      .map((alternative) => {
        const actions = together.map(({ action }) => action).join(', ');
        return `${together[0]?.function} needed no ${alternative} for ${actions}: take it away, or test what needs it.`;
      }),
  );
}
