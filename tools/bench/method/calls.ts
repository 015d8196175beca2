import type { Block, Variant } from './compare.ts';

/** Times every single call: for calls that take much longer than reading the clock. */
export function singleCalls(name: string, call: () => Promise<unknown>, callsPerBlock: number): Variant {
  return {
    name,
    async measure(): Promise<Block> {
      const times: number[] = [];
      const cpu = process.cpuUsage();
      for (let count = 0; count < callsPerBlock; count += 1) {
        const start = process.hrtime.bigint();
        await call();
        times.push(Number(process.hrtime.bigint() - start) / 1000);
      }
      return { times, cpu: cpuSince(cpu) / callsPerBlock };
    },
  };
}

/** Times a block as a whole: for calls of a few microseconds. */
export function callsInBulk(name: string, call: () => Promise<unknown>, callsPerBlock: number): Variant {
  return {
    name,
    async measure(): Promise<Block> {
      const cpu = process.cpuUsage();
      const start = process.hrtime.bigint();
      for (let count = 0; count < callsPerBlock; count += 1) await call();
      const time = Number(process.hrtime.bigint() - start) / 1000 / callsPerBlock;
      return { times: [time], cpu: cpuSince(cpu) / callsPerBlock };
    },
  };
}

export async function repeat(call: () => Promise<unknown>, count: number): Promise<void> {
  for (let done = 0; done < count; done += 1) await call();
}

function cpuSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return user + system;
}
