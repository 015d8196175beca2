import type { ProofResponse } from '../run/connection.ts';
import type { World } from './world.ts';

/** One use of a flow. */
export interface Attempt {
  send(): Promise<ProofResponse>;
  /** Whether the request was carried out, whatever the response. Missing for requests that change nothing. */
  happened?(): Promise<boolean>;
  /** Whether a send slot or an attempt stays taken that should have been released. */
  slotTaken?(response: ProofResponse): Promise<boolean>;
  /** What is left half done or lost, in sentences; called after `send`, when every service responds again. */
  leftovers?(response: ProofResponse): Promise<string[]>;
  /** Status of the same request when it is repeated after it was carried out. @default the status of success */
  readonly statusAfterwards?: number;
  /** Removes what would disturb the next case. */
  finish?(): Promise<void>;
}

/** A row of the report. */
export interface Flow {
  readonly name: string;
  readonly success: number;
  /** Prepares an attempt while nothing fails. */
  prepare(world: World): Promise<Attempt>;
  /** Number of last calls of DynamoDB whose failure must not matter. @default 0 */
  readonly spareCalls?: number;
}
