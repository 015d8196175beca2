import { describe, expect, test } from '@jest/globals';
import { isAuditRequired, judgeAudit } from '../../../tools/dependencies/audit.ts';
import { componentsOf } from '../../../tools/dependencies/bill-of-materials.ts';

const report = (vulnerabilities: Record<string, { severity: string; range?: string }>) => {
  const counts: Record<string, number> = {};
  for (const { severity } of Object.values(vulnerabilities)) counts[severity] = (counts[severity] ?? 0) + 1;
  return JSON.stringify({ auditReportVersion: 2, vulnerabilities, metadata: { vulnerabilities: counts } });
};

test.each(['high', 'critical'])('a vulnerability of severity %s fails', (severity) => {
  expect(judgeAudit(report({ left: { severity, range: '<2' }, right: { severity: 'low' } }), false)).toEqual({
    result: 'failed',
    lines: [`${severity}: left <2`, '1 of severity low: see npm audit.'],
  });
});

test('others are told, and none is fine', () => {
  expect(judgeAudit(report({ left: { severity: 'moderate' } }), true).result).toBe('ok');
  expect(judgeAudit(report({}), true)).toEqual({ result: 'ok', lines: [] });
});

// Somebody without a network must not be stopped; a build that deploys must not take silence for safety.
describe('a registry that gives no report fails where one is required, and is reported elsewhere:', () => {
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
    const { result, lines } = judgeAudit(stdout, false);

    expect(judgeAudit(stdout, true)).toEqual({ result: 'failed', lines });
    expect(result).toBe('unknown');
    expect(lines.join()).toContain(why);
    expect(lines.join()).not.toContain('https://');
  });
});

test('whether a report is required is said by one word, and a misspelled one stops the check', () => {
  expect(isAuditRequired('required')).toBe(true);
  expect([undefined, ''].map(isAuditRequired)).toEqual([false, false]);
  for (const value of ['true', 'Required', 'require', '0'])
    expect(() => isAuditRequired(value)).toThrow('AUDIT_REPORT');
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
