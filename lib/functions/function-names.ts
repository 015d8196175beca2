/** Each has its file in `lambdas/handlers/` and its bundle in `dist/<name>/index.mjs`. */
export const FUNCTION_NAMES = [
  'partner-authorizer',
  'token',
  'whoami',
  'not-found',
  'management-authorizer',
  'session',
  'api-keys',
  'otp-challenges',
  'legacy-token',
  'activity',
  'settings',
  'notices',
  'usage',
  'denials',
  'expiry-warnings',
  'notice-sender',
  'health',
  'usage-counter',
  'certificate-check',
  'management-not-found',
] as const;

export type FunctionName = (typeof FUNCTION_NAMES)[number];
