import { Connection } from '../run/connection.ts';
import type { Subject } from './subject.ts';

const CONNECTIONS = 50;
/** Share of all requests; the others use a credential that is about to change, or just has. */
const BYSTANDERS = 0.15;

export interface Load {
  /** Used by most requests; a lane adds what it changes, and removes it again. */
  readonly hot: Set<Subject>;
  /** Used by the other requests: nothing happens to them. */
  readonly beside: Set<Subject>;
  stop(): Promise<void>;
}

/** Lets 50 connections call without a pause until they are stopped. */
export function startLoad(bystanders: readonly Subject[]): Load {
  const hot = new Set<Subject>();
  const beside = new Set(bystanders);
  let stopping = false;
  const run = async () => {
    const connection = new Connection();
    while (!stopping) {
      const subject = pick([...(hot.size === 0 || Math.random() < BYSTANDERS ? beside : hot)]);
      subject.judge(await connection.timed(subject.nextCall()));
    }
    connection.close();
  };
  const all = Promise.all(Array.from({ length: CONNECTIONS }, run));
  return {
    hot,
    beside,
    stop: async () => {
      stopping = true;
      await all;
    },
  };
}

function pick(subjects: readonly Subject[]): Subject {
  const subject = subjects[Math.floor(Math.random() * subjects.length)];
  if (subject === undefined) throw new Error('There is nothing to call.');
  return subject;
}
