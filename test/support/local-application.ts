import { synthesize } from '../../local/run/synthesize.ts';
import type { Application } from '../../local/template/application.ts';
import { loadApplication } from '../../local/template/load-application.ts';
import { runInfo } from './local-run.ts';

/** What the shared run is synthesized from, so that its assembly is found and not made anew. */
const CONTEXT = {
  stage: 'local',
  keyEnvironment: 'test',
  upstreamUrl: 'https://partner-api.local.example',
  messagingApiUrl: 'https://messaging-api.local.example',
  senderAddress: 'partner-hub@local.example',
  securityContact: 'mailto:security@local.example',
};

/** The stacks that the shared run serves, for IDs that nothing tells over HTTP. */
export async function localApplication(): Promise<Application> {
  const assemblyDirectory = await synthesize(CONTEXT);
  return loadApplication({ assemblyDirectory, region: runInfo().region, accountId: '000000000000' });
}

/** An output of the stack that outlives the others. */
export async function outputOfRecords(key: string): Promise<string> {
  const { outputs } = await localApplication();
  const value = outputs.get('partner-auth-local-records')?.get(key);
  if (value === undefined) throw new Error(`The records stack has no output ${key}.`);
  return value;
}
