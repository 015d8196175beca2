import type { ProofResponse } from '../run/connection.ts';
import type { World } from './world.ts';

/** One use of a flow. */
export interface Attempt {
  send(): Promise<ProofResponse>;
  /** Whether what was asked for has been done, whatever was answered. Left out for what changes nothing. */
  happened?(): Promise<boolean>;
  /** Whether it has left a place or a try taken that should be free again. */
  keptPlace?(answer: ProofResponse): Promise<boolean>;
  /** What is left half done or lost, in sentences; asked after `send`, when every service answers again. */
  leftovers?(answer: ProofResponse): Promise<string[]>;
  /** Status of the same request, sent once more after it had been carried out. @default that of success */
  readonly statusAfterwards?: number;
  /** Puts away what would be in the next one's way. */
  finish?(): Promise<void>;
}

/** A row of the table. */
export interface Flow {
  readonly name: string;
  readonly success: number;
  /** Past all faults. */
  prepare(world: World): Promise<Attempt>;
  /** Calls of DynamoDB at the end whose failure must not matter. @default 0 */
  readonly spareCalls?: number;
}
