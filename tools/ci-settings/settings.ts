/** The settings of a stage cannot be used; the message says what to change. */
export class CiSettingsError extends Error {
  override readonly name = 'CiSettingsError';
}

/**
 * Returns the user configuration for the CDK command line, with the settings as context. They never pass through a shell. Throws a CiSettingsError, which does not repeat them.
 */
export function userConfiguration(settings: string | undefined): string {
  const context = parse(settings ?? '');
  const odd = Object.entries(context).find(([, value]) => typeof value !== 'string');
  if (odd !== undefined) throw new CiSettingsError(`CDK_SETTINGS: the value of ${odd[0]} must be a string.`);
  return `${JSON.stringify({ context }, null, 2)}\n`;
}

function parse(settings: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(settings);
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0) {
      return value as Record<string, unknown>;
    }
  } catch {
    // Reported below.
  }
  throw new CiSettingsError(
    'CDK_SETTINGS must be a JSON object such as {"stage":"prod","upstreamUrl":"https://…"} (docs/deployment.md, Settings).',
  );
}
