import { isRecord, type PermissionsFor, type Place, permissions } from './permissions.ts';

/**
 * SES asks for the identity of the address or of its domain, whichever is verified; here it is the address. A configuration
 * set, a template or somebody else's identity would be resources of their own, so with any of these nothing is known.
 */
export function sesPermissions({ region, accountId }: Place): PermissionsFor {
  return ({ method, path, input }) => {
    const { FromEmailAddress: from, Content: content, Destination, ReplyToAddresses, ...more } = input;
    const isSimple = isRecord(content) && Object.keys(content).every((key) => key === 'Simple');
    if (method !== 'POST' || path !== '/v2/email/outbound-emails' || typeof from !== 'string') return null;
    if (!isSimple || Object.keys(more).length > 0) return null;
    const address = /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim();
    const resource = `arn:aws:ses:${region}:${accountId}:identity/${address}`;
    return permissions([{ action: 'ses:SendEmail', resource, context: { 'ses:FromAddress': [address] } }]);
  };
}
