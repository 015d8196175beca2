import { Env } from '../../../lambdas/env.ts';

/**
 * What functions read when they are loaded, for suites that load them and then call their factories with ports of their
 * own. None of these values leads anywhere.
 */
Object.assign(
  process.env,
  Object.fromEntries(Object.values(Env).map((name) => [name, 'memory'])),
  {
    [Env.KEY_ENVIRONMENT]: 'test',
    [Env.TRUSTED_CDN_RANGES]: '',
    [Env.MESSAGING_API_URL]: '',
    [Env.HUB_URL]: 'https://hub.example.com',
  },
  // Without them the SDK looks for a region and for credentials in files and on the network.
  { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'none', AWS_SECRET_ACCESS_KEY: 'none' },
);
