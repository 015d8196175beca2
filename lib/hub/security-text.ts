export const SECURITY_TEXT_PATH = '.well-known/security.txt';

/** RFC 9116 recommends less than a year, so that nobody relies on a contact that was given up long ago. */
const VALID_DAYS = 364;
const DAY_MS = 24 * 60 * 60_000;

/**
 * Returns the content of security.txt (RFC 9116).
 * @param contact - a mailto: or https: URL
 * @param domainName - host name of the hub
 * @param deployedAt - it expires 364 days later, at midnight UTC, so that two deployments of one day are equal
 */
export function securityText(contact: string, domainName: string, deployedAt: Date): string {
  const expires = new Date(deployedAt.getTime() + VALID_DAYS * DAY_MS);
  expires.setUTCHours(0, 0, 0, 0);
  return [
    `Contact: ${contact}`,
    `Expires: ${expires.toISOString().replace('.000Z', 'Z')}`,
    'Preferred-Languages: en',
    `Canonical: https://${domainName}/${SECURITY_TEXT_PATH}`,
    '',
  ].join('\n');
}
