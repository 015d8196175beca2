import { Env } from '../../lambdas/env.ts';
import type { Configuration } from '../configuration/configuration.ts';

/** Returns the variables of the functions that judge the caller's IP address. */
export function trustedCdnEnvironment({ trustedCdn }: Configuration): Readonly<Record<string, string>> {
  if (trustedCdn === null) return {};
  return { [Env.TRUSTED_CDN_RANGES]: trustedCdn.ranges.join(','), [Env.TRUSTED_CDN_HEADER]: trustedCdn.header };
}
