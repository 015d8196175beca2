import { localRunOf } from '../../client/local-run.ts';
import { brokenInvariants } from '../records/broken-invariants.ts';
import { readRecords } from '../records/read-records.ts';
import type { Target } from '../run/private-run.ts';
import { Attack, type Origins } from './attack.ts';
import { ownSecrets } from './world/own-secrets.ts';
import { World } from './world/world.ts';

export interface PreparedAttack {
  readonly attack: Attack;
  readonly origins: Origins;
  /** Returns the invariants of docs/records.md that do not hold. Nothing may write at the same time. */
  brokenRecords(): Promise<readonly string[]>;
}

export interface AttackOptions {
  readonly target: Target;
  readonly dataDirectory: string;
  /** Changes where cases are sent; honest calls go to the run itself. */
  readonly before?: (origins: Origins, world: World) => Promise<Origins>;
}

/** Creates the partners of an attack in a run. */
export async function prepareAttack({ target, dataDirectory, before }: AttackOptions): Promise<PreparedAttack> {
  const run = localRunOf(dataDirectory);
  const world = await World.create(target, run.sign_in_keys_file);
  const direct: Origins = {
    'partner-api': target.partnerApi,
    hub: target.hub,
    'management-api': run.management_api_endpoint,
  };
  const origins = before === undefined ? direct : await before(direct, world);
  return {
    origins,
    attack: new Attack(origins, world, dataDirectory, ownSecrets(dataDirectory)),
    brokenRecords: async () => brokenInvariants(await readRecords(target.dynamoDb, target.tableName)),
  };
}
