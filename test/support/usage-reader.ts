import type { DayFigures, IpFigures, LastUse, UsageReader } from '../../lambdas/domain/usage-figures/usage-reader.ts';

export interface Figures {
  readonly days?: readonly DayFigures[];
  readonly addresses?: readonly IpFigures[];
  readonly complete?: boolean;
  readonly lastUse?: LastUse;
}

/** Figures of one partner by credential. Any other partner, and any other credential, has none. */
export function usageReaderOf(partner: string, figures: Readonly<Record<string, Figures>>): UsageReader {
  const of = (partnerId: string, credentialId: string): Figures =>
    partnerId === partner ? (figures[credentialId] ?? {}) : {};
  return {
    listDays: async (partnerId, credentialId, { from, to }) =>
      (of(partnerId, credentialId).days ?? []).filter(({ date }) => date >= from && date <= to),
    listIps: async (partnerId, credentialId) => {
      const { addresses = [], complete = true } = of(partnerId, credentialId);
      return { addresses, complete };
    },
    findLastUses: async (partnerId, credentialIds) =>
      new Map(
        credentialIds.flatMap((id) => {
          const { lastUse } = of(partnerId, id);
          return lastUse === undefined ? [] : [[id, lastUse] as const];
        }),
      ),
  };
}

export function dayFigures(date: string, total: number, more: Partial<DayFigures> = {}): DayFigures {
  return {
    date,
    total,
    success: total,
    clientError: 0,
    serverError: 0,
    refused: {},
    resources: {},
    otherAddresses: { total: 0, success: 0 },
    updatedAt: `${date}T12:00:00.000Z`,
    ...more,
  };
}

export function ipFigures(ip: string, total: number, more: Partial<IpFigures> = {}): IpFigures {
  return { ip, total, success: total, lastSeenMs: null, ...more };
}
