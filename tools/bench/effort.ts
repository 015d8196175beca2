/** How much is measured. */
export interface Effort {
  /** Nothing is judged below 200 rounds. */
  readonly rounds: number;
  readonly attempts: number;
  readonly callsPerBlock: number;
  readonly warmUpCalls: number;
  readonly ownCodeCallsPerBlock: number;
  readonly keyCounts: readonly number[];
  readonly callsPerOperationsCase: number;
  readonly startUpRounds: number;
  readonly firstRequestRounds: number;
}

export const FULL: Effort = {
  rounds: 400,
  attempts: 3,
  callsPerBlock: 10,
  warmUpCalls: 1_000,
  ownCodeCallsPerBlock: 1_000,
  keyCounts: [10, 1_000, 10_000, 100_000],
  callsPerOperationsCase: 100,
  startUpRounds: 200,
  firstRequestRounds: 60,
};

/** About a minute, to check what does not depend on time. */
export const BOUNDED: Effort = {
  rounds: 40,
  attempts: 1,
  callsPerBlock: 5,
  warmUpCalls: 200,
  ownCodeCallsPerBlock: 1_000,
  keyCounts: [10, 2_000],
  callsPerOperationsCase: 20,
  startUpRounds: 5,
  firstRequestRounds: 3,
};
