import { sendRequest } from '../../tools/client/http.ts';
import { runInfo } from './local-run.ts';

interface Rules {
  readonly rules: readonly { readonly rule: string }[];
}

/** Calls every function that runs by the clock, at once. Throws if one of them failed. */
export async function runSchedules(): Promise<void> {
  const { schedules_endpoint: endpoint } = runInfo();
  const { rules } = (await sendRequest(endpoint, { path: '/' })).json as Rules;
  if (rules.length === 0) throw new Error('No function runs by the clock.');
  for (const { rule } of rules) {
    const { status, json, body } = await sendRequest(endpoint, { method: 'POST', path: `/${rule}` });
    const failed = json?.runs.filter(({ result }: { result: { kind: string } }) => result.kind !== 'result');
    if (status !== 200 || failed.length > 0) throw new Error(`A scheduled function failed: ${body}`);
  }
}
