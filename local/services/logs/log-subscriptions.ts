import { randomInt } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { SubscriptionDefinition } from '../../template/application.ts';

export interface LogSubscriptionsOptions {
  readonly subscriptions: readonly SubscriptionDefinition[];
  readonly accountId: string;
  /** Calls a function without waiting for its result, as CloudWatch Logs does. */
  readonly invokeAsync: (functionArn: string, event: unknown) => void;
  /** How long lines are collected before a delivery. @default 200 */
  readonly delayMs?: number;
}

export interface LogSubscriptions {
  /** Accepts a line of a log group. */
  take(logGroup: string, line: string): void;
  /** Delivers the lines that are still waiting. */
  close(): Promise<void>;
}

interface LogEvent {
  readonly id: string;
  readonly timestamp: number;
  readonly message: string;
}

const DEFAULT_DELAY_MS = 200;
/** A batch of this size is delivered at once. */
const MAX_LINES = 500;
const compress = promisify(gzip);

/**
 * Delivers lines to functions as CloudWatch Logs does, compressed and in batches:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html#LambdaFunctionExample
 */
export function createLogSubscriptions(options: LogSubscriptionsOptions): LogSubscriptions {
  const { subscriptions, delayMs = DEFAULT_DELAY_MS } = options;
  const feeds = subscriptions.map((subscription) => createFeed(subscription, delayMs, options));
  return {
    take: (logGroup, line) => {
      for (const feed of feeds) if (feed.logGroup === logGroup) feed.take(line);
    },
    close: async () => {
      await Promise.all(feeds.map((feed) => feed.close()));
    },
  };
}

function createFeed(
  { name, logGroup, accepts, functionArn }: SubscriptionDefinition,
  delayMs: number,
  { accountId, invokeAsync }: LogSubscriptionsOptions,
) {
  const waiting: LogEvent[] = [];
  let timer: NodeJS.Timeout | null = null;
  let closed = false;
  const deliver = async () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const logEvents = waiting.splice(0);
    if (logEvents.length === 0) return;
    const delivery = {
      messageType: 'DATA_MESSAGE',
      owner: accountId,
      logGroup,
      logStream: 'local',
      subscriptionFilters: [name],
      logEvents,
    };
    invokeAsync(functionArn, { awslogs: { data: (await compress(JSON.stringify(delivery))).toString('base64') } });
  };
  return {
    logGroup,
    take: (line: string) => {
      if (closed || !accepts(line)) return;
      waiting.push({ id: newEventId(), timestamp: Date.now(), message: line });
      if (waiting.length >= MAX_LINES) void deliver();
      else timer ??= setTimeout(deliver, delayMs);
    },
    close: async () => {
      closed = true;
      await deliver();
    },
  };
}

/** Returns 56 digits, as CloudWatch Logs does. */
function newEventId(): string {
  return Array.from({ length: 7 }, () => String(randomInt(100_000_000)).padStart(8, '0')).join('');
}
