import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LogLine } from '../../files/log-files.ts';
import type { InvocationResult, Invoke } from '../../functions/invocation.ts';
import { startLoopbackServer } from '../../servers/loopback-server.ts';
import type { ScheduleDefinition } from '../../template/application.ts';

export interface SchedulesOptions {
  readonly schedules: readonly ScheduleDefinition[];
  readonly region: string;
  readonly accountId: string;
  readonly invoke: Invoke;
  readonly log: LogLine;
}

export interface Schedules {
  readonly endpoint: string;
  close(): Promise<void>;
}

interface Run {
  readonly function: string;
  readonly result: InvocationResult;
}

/**
 * Calls functions on a schedule, as EventBridge does: for the first time after one interval. A request over HTTP calls them
 * at once, with the same event. A function that fails is not retried before its next turn.
 */
export async function startSchedules(options: SchedulesOptions): Promise<Schedules> {
  const { schedules, log } = options;
  const run = async (schedule: ScheduleDefinition): Promise<Run[]> => {
    const runs = await Promise.all(
      schedule.functionArns.map(async (arn) => ({
        function: arn,
        result: await options.invoke(arn, eventOf(schedule, options)),
      })),
    );
    for (const result of runs) log(JSON.stringify({ time: new Date().toISOString(), rule: schedule.name, ...result }));
    return runs;
  };
  const server = await startLoopbackServer({
    port: 0,
    browsers: false,
    serve: (request, response) => {
      respond(schedules, run, request, response).catch((error: unknown) => {
        console.error('The local schedules failed:', error);
        response.destroy();
      });
    },
  });
  const timers = schedules.map((schedule) =>
    setInterval(() => {
      run(schedule).catch((error: unknown) => console.error('A scheduled function was not called:', error));
    }, schedule.everyMs),
  );
  return {
    endpoint: `http://127.0.0.1:${server.port}`,
    close: async () => {
      for (const timer of timers) clearInterval(timer);
      await server.close();
    },
  };
}

async function respond(
  schedules: readonly ScheduleDefinition[],
  run: (schedule: ScheduleDefinition) => Promise<Run[]>,
  { method, url }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const send = (status: number, body: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
  if (method === 'GET' && url === '/') {
    const rules = schedules.map(({ name, everyMs, functionArns }) => ({
      rule: name,
      every_seconds: everyMs / 1000,
      functions: functionArns,
    }));
    send(200, { rules });
    return;
  }
  const schedule = schedules.find(({ name }) => url === `/${name}`);
  if (method !== 'POST' || schedule === undefined)
    send(404, { message: 'GET / lists the rules, POST /<rule> runs one.' });
  else send(200, { runs: await run(schedule) });
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html */
function eventOf({ arn }: ScheduleDefinition, { region, accountId }: SchedulesOptions) {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: accountId,
    time: new Date().toISOString().replace(/\.\d{3}Z$/, 'Z'),
    region,
    resources: [arn],
    detail: {},
  };
}
