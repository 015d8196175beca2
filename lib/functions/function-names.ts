import { MANAGEMENT_FUNCTION_NAMES } from '../../lambdas/contract/management-routes.ts';

/** Each has its file in `lambdas/handlers/` and its bundle in `dist/<name>/index.mjs`. */
export const FUNCTION_NAMES = [
  'partner-authorizer',
  'token',
  'whoami',
  'not-found',
  'management-authorizer',
  ...MANAGEMENT_FUNCTION_NAMES,
  'management-not-found',
  'expiry-warnings',
  'notice-sender',
  'usage-counter',
  'certificate-check',
  'password-reset',
] as const;

export type FunctionName = (typeof FUNCTION_NAMES)[number];
