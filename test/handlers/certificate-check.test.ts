import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DependencyError } from '../../lambdas/domain/base/dependency-error.ts';
import { createCertificateCheck } from '../../lambdas/handlers/certificate-check.ts';
import { embeddedMetrics } from '../../lambdas/http/metrics.ts';
import { metricsDocuments } from '../support/metrics-documents.ts';

const DAY_MS = 86_400_000;
const metrics = embeddedMetrics('Own/test');
let lines: string[];

beforeEach(() => {
  lines = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    lines.push(String(chunk));
    return true;
  });
  jest.useFakeTimers({ now: Date.parse('2026-12-01T10:00:00.000Z') });
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const check = (findExpiryMs: () => Promise<number>) =>
  createCertificateCheck({ certificate: { findExpiryMs }, metrics })();

describe('what could not be looked at', () => {
  it('fails, is told of by its kind, and is measured as nothing: a missing figure is alarmed of, a made-up one not', async () => {
    const cause = new Error('arn:aws:iam::1:role/x');
    const failure = new DependencyError('api-gateway', 'The client certificate could not be read: X.', { cause });
    await expect(check(() => Promise.reject(failure))).rejects.toBe(failure);
    expect(metricsDocuments(lines)).toEqual([]);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'error',
      message: 'certificate_not_checked',
      detail: 'The client certificate could not be read: X.',
    });
    expect(lines.join('')).not.toContain('arn:aws:iam');
  });
});

describe('whole days are measured', () => {
  it.each([
    ['one that has just begun', 365 * DAY_MS, 365],
    ['the last day before the alarm', 30 * DAY_MS, 30],
    ['a moment later', 30 * DAY_MS - 1, 29],
    ['the last hours', DAY_MS - 1, 0],
    ['the day after its end', -1, -1],
  ])('%s', async (_, leftMs, days) => {
    await check(async () => Date.now() + leftMs);
    expect(metricsDocuments(lines)).toMatchObject([
      { atMs: Date.now(), dimensions: [[]], values: { ClientCertificateDaysLeft: days } },
    ]);
  });
});
