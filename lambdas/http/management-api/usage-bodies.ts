import type { LegacyUsage } from '../../domain/legacy-tokens/legacy-usage.ts';
import type { AllowedIpsPreview as Preview } from '../../domain/usage-figures/preview-allowed-ips.ts';
import type { UsageReport } from '../../domain/usage-figures/usage-report.ts';
import type { LegacyTokenWithUsage } from './schemas/legacy-token.ts';
import type { AllowedIpsPreview, Usage } from './schemas/usage.ts';

const DAY_COLUMNS = ['date', 'total', 'success', 'client_error', 'server_error'] as const;
const LINE_END = '\r\n';

export function usageBody(report: UsageReport): Usage {
  return {
    days: daysOf(report),
    resources: report.resources.map((one) => ({ ...one })),
    addresses: report.addresses.map(({ ip, total, lastSeenMs }) => ({
      ip,
      total,
      last_seen_at: timeOf(lastSeenMs),
    })),
    other_addresses: report.otherAddresses,
    addresses_complete: report.addressesComplete,
    updated_at: report.updatedAt,
  };
}

/** Returns the days as CSV (RFC 4180), with a column for each code that occurs. Dates, numbers and codes need no quotes. */
export function usageCsv(report: UsageReport): string {
  const days = daysOf(report);
  const codes = [...new Set(days.flatMap(({ refused }) => Object.keys(refused)))].toSorted();
  const rows = days.map((day) => [
    ...DAY_COLUMNS.map((column) => day[column]),
    ...codes.map((code) => day.refused[code] ?? 0),
  ]);
  const heading = [...DAY_COLUMNS, ...codes.map((code) => `refused_${code}`)];
  return [heading, ...rows].map((row) => row.join(',') + LINE_END).join('');
}

export function legacyUsageBody({ total, success, users }: LegacyUsage): LegacyTokenWithUsage['usage'] {
  return {
    total,
    success,
    users: users.map((user) => ({
      email: user.email,
      total: user.total,
      success: user.success,
      last_used_at: timeOf(user.lastUsedAtMs),
      addresses: [...user.addresses],
      resources: [...user.resources],
    })),
  };
}

export function previewBody(preview: Preview): AllowedIpsPreview {
  return {
    would_refuse: preview.wouldRefuse.map(({ ip, success, lastSeenMs }) => ({
      ip,
      total: success,
      last_seen_at: timeOf(lastSeenMs),
    })),
    refused_addresses: preview.refusedAddresses,
    refused_calls: preview.refusedCalls,
    other_calls: preview.otherCalls,
    addresses_complete: preview.addressesComplete,
    suggestion: [...preview.suggestion],
  };
}

function daysOf({ days }: UsageReport): Usage['days'] {
  return days.map(({ date, total, success, clientError, serverError, refused }) => ({
    date,
    total,
    success,
    client_error: clientError,
    server_error: serverError,
    refused: { ...refused },
  }));
}

function timeOf(epochMs: number | null): string | null {
  return epochMs === null ? null : new Date(epochMs).toISOString();
}
