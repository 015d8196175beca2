import { type Environment, isRecord, type PermissionsFor, permissions } from './permissions.ts';

/**
 * Returns a permission for the identity of the sender's e-mail address; SES checks the domain instead if only that is
 * verified. Configuration sets, templates and identities of other accounts are resources of their own and not known here.
 */
export function sesPermissions({ region, accountId }: Environment): PermissionsFor {
  return ({ method, path, input }) => {
    const { FromEmailAddress: from, Content: content, Destination, ReplyToAddresses, ...more } = input;
    const isSimple = isRecord(content) && Object.keys(content).every((key) => key === 'Simple');
    if (method !== 'POST' || path !== '/v2/email/outbound-emails' || typeof from !== 'string') return null;
    if (!isSimple || Object.keys(more).length > 0) return null;
    const sender = /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim();
    const resource = `arn:aws:ses:${region}:${accountId}:identity/${sender}`;
    return permissions([{ action: 'ses:SendEmail', resource, context: { 'ses:FromAddress': [sender] } }]);
  };
}
