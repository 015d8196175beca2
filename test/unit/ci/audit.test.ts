import { describe, expect, test } from '@jest/globals';
import { judgeAudit } from '../../../tools/dependencies/audit.ts';
import { componentsOf } from '../../../tools/dependencies/bill-of-materials.ts';

const report = (vulnerabilities: Record<string, { severity: string; range?: string }>) => {
  const counts: Record<string, number> = {};
  for (const { severity } of Object.values(vulnerabilities)) counts[severity] = (counts[severity] ?? 0) + 1;
  return JSON.stringify({ auditReportVersion: 2, vulnerabilities, metadata: { vulnerabilities: counts } });
};

test.each(['high', 'critical'])('a vulnerability of severity %s fails', (severity) => {
  expect(judgeAudit(report({ left: { severity, range: '<2' }, right: { severity: 'low' } }))).toEqual({
    result: 'failed',
    lines: [`${severity}: left <2`, '1 of severity low: see npm audit.'],
  });
});

test('others are told, and none is fine', () => {
  expect(judgeAudit(report({ left: { severity: 'moderate' } })).result).toBe('ok');
  expect(judgeAudit(report({}))).toEqual({ result: 'ok', lines: [] });
});

// Somebody without a network must not be stopped, and must not take silence for safety either.
describe('a registry that gives no report is said to, and goes on:', () => {
  test.each([
    ['no network', '{"error":{"code":"ENOTFOUND","summary":"request failed"}}', 'request failed'],
    [
      'no audit there',
      '{"message":"405 Method Not Allowed - POST https://r.example/x","statusCode":405}',
      '405 Method',
    ],
    ['nothing', '', 'no report'],
    ['something else', 'null', 'no report'],
    ['half a report', '{"vulnerabilities":{}}', 'no report'],
  ])('%s', (_, stdout, why) => {
    const { result, lines } = judgeAudit(stdout);

    expect(result).toBe('unknown');
    expect(lines.join()).toContain(why);
    expect(lines.join()).not.toContain('https://');
  });
});

test('a bill of materials is one only with materials', () => {
  expect(componentsOf('{"bomFormat":"CycloneDX","components":[{},{}]}')).toBe(2);
  for (const text of [
    '',
    '{}',
    '{"bomFormat":"CycloneDX","components":[]}',
    '{"bomFormat":"SPDX","components":[{}]}',
  ]) {
    expect(componentsOf(text)).toBeNull();
  }
});
