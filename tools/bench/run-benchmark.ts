import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Store, startStore } from '../client/embedded-store.ts';
import { AUTHORIZER_ENTRY, type BundleVariants, buildVariants } from './bundles/build-variants.ts';
import { checkBundle } from './bundles/check-bundles.ts';
import { measureFirstRequest } from './cold/measure-first-request.ts';
import { measureStartUp } from './cold/measure-start-up.ts';
import { startTlsProxy } from './cold/tls-proxy.ts';
import type { Effort } from './effort.ts';
import type { Row } from './goals.ts';
import { measurePeer } from './peer/measure-peer.ts';
import type { Run } from './report.ts';
import { authorizerEvent } from './store/authorizer-event.ts';
import { functionEnvironment } from './store/function-environment.ts';
import { storePartnerWithKeys } from './store/records.ts';
import { measureKeyCounts } from './warm/measure-key-counts.ts';
import { measureOperations } from './warm/measure-operations.ts';
import { measureOwnCode } from './warm/measure-own-code.ts';
import { measureWarm } from './warm/measure-warm.ts';

export interface BenchmarkResult {
  readonly rows: readonly Row[];
  readonly runs: readonly Run[];
}

type Measurement = { readonly rows: readonly Row[]; readonly comparison?: Omit<Run, 'name'> | null };

/** Measures one thing after the other, as measurements would disturb each other. */
export async function runBenchmark(
  effort: Effort,
  peerDirectory: string | null,
  report: (message: string) => void,
): Promise<BenchmarkResult> {
  const rows: Row[] = [];
  const runs: Run[] = [];
  const add = async (name: string, measurement: () => Promise<Measurement>): Promise<void> => {
    report(name);
    const measured = await measurement();
    rows.push(...measured.rows);
    if (measured.comparison) runs.push({ ...measured.comparison, name });
  };

  const bundles = await buildVariants();
  const store = await startStore();
  try {
    await add('bundle', async () => ({ rows: checkBundle(bundles.authorizerMetafile, AUTHORIZER_ENTRY) }));
    await add('reads and writes', async () => ({ rows: await measureOperations(store, bundles.authorizer, effort) }));
    await add('warm calls', () => measureWarm(store, bundles, effort));
    await add('own code', () => measureOwnCode(bundles, effort));
    await add('number of keys', () => measureKeyCounts(store, bundles, effort));
    await add('peer', async () => {
      const { rows: peerRows, comparison } = await measurePeer(bundles, peerDirectory, effort);
      return { rows: peerRows, comparison: comparison?.comparison ?? null };
    });
    await measureCold(store, bundles, effort, add);
  } finally {
    await store.close();
    bundles.remove();
  }
  return { rows: rows.sort((a, b) => a.goal - b.goal), runs };
}

async function measureCold(
  store: Store,
  bundles: BundleVariants,
  effort: Effort,
  add: (name: string, measurement: () => Promise<Measurement>) => Promise<void>,
): Promise<void> {
  const tableName = await store.createTable();
  const { key, partnerId } = await storePartnerWithKeys(store.client, tableName, 'activePA', 1);
  const proxy = await startTlsProxy(store.endpoint);
  const directory = mkdtempSync(join(tmpdir(), 'partner-auth-cold-'));
  try {
    const environment = {
      ...functionEnvironment(tableName, proxy.endpoint),
      NODE_EXTRA_CA_CERTS: proxy.certificateFile,
    };
    const eventFile = join(directory, 'event.json');
    writeFileSync(eventFile, JSON.stringify(authorizerEvent({ 'x-api-key': key }, partnerId)));
    await add('start-up', () => measureStartUp(bundles, environment, effort));
    await add('first request', () => measureFirstRequest(bundles, eventFile, environment, effort));
  } finally {
    await proxy.close();
    rmSync(directory, { recursive: true, force: true });
  }
}
