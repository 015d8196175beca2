import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Attack } from '../../tools/proof/fuzz/attack.ts';
import { parseCase, printCase } from '../../tools/proof/fuzz/cases/fuzz-case.ts';
import { DEFECTS } from '../../tools/proof/fuzz/defects/defects.ts';
import { defectProxies } from '../../tools/proof/fuzz/defects/start-defect-proxies.ts';
import { prepareAttack } from '../../tools/proof/fuzz/prepare-attack.ts';
import { type Finding, runFuzz } from '../../tools/proof/fuzz/run-fuzz.ts';
import {
  newDataDirectory,
  type PrivateRun,
  removeDataDirectory,
  startPrivateRun,
} from '../../tools/proof/run/private-run.ts';

/** The first start may have to build everything. */
const START_LIMIT_MS = 180_000;
const FUZZ_LIMIT_MS = 600_000;

/** Of its own: the attack guesses passwords, which locks everybody out, and its records must be left alone while they are checked. */
let run: PrivateRun;
let dataDirectory: string;

beforeAll(async () => {
  dataDirectory = newDataDirectory();
  run = await startPrivateRun({ dataDirectory });
}, START_LIMIT_MS);
afterAll(async () => {
  await run?.stop();
  removeDataDirectory(dataDirectory);
}, START_LIMIT_MS);

function fuzz(attack: Attack, seed: number, requests: number) {
  return runFuzz(attack, { seed, requests, stop: new AbortController().signal });
}

test(
  'hostile requests break no promise',
  async () => {
    const { attack, brokenRecords } = await prepareAttack({ target: run, dataDirectory });

    const { findings, summary } = await fuzz(attack, 20_261_125, 1200);

    const told = findings.map(({ violations, smallest }) => [
      violations,
      smallest === null ? null : printCase(smallest),
    ]);
    expect(told).toEqual([]);
    expect(await brokenRecords()).toEqual([]);
    expect(summary.requests).toBeGreaterThanOrEqual(1200);
  },
  FUZZ_LIMIT_MS,
);

// If a defect is not found, the test above passes whatever the product does.
test(
  'deliberate defects are found, and shown by a small request each',
  async () => {
    const proxies = defectProxies(Object.values(DEFECTS));
    try {
      const { attack } = await prepareAttack({ target: run, dataDirectory, before: proxies.before });

      const { findings } = await fuzz(attack, 3, 1600);

      await expectFound(attack, findings, /accepted, and 0 had/, {
        target: expect.stringContaining('?'),
        body: '',
      });
      await expectFound(attack, findings, /data of b\.id/, {
        headers: [[expect.stringMatching(/^x-forwarded-for$/i), expect.anything()]],
      });
      await expectFound(attack, findings, /is 500/, { target: expect.stringContaining('%c0%af'), headers: [] });
      await expectFound(attack, findings, /the secret/, {
        headers: [['x-api-key', expect.stringMatching(/^\{\{.*\}\}$/)]],
      });
    } finally {
      proxies.close();
    }
  },
  FUZZ_LIMIT_MS,
);

/** The violation was found; the smallest case is one request like this, and shows it again when it is replayed. */
async function expectFound(
  attack: Attack,
  findings: readonly Finding[],
  sentence: RegExp,
  like: object,
): Promise<void> {
  const found = findings.filter(({ violations }) => violations.some((violation) => sentence.test(violation)));
  const smallest = found.flatMap((finding) => (finding.smallest === null ? [] : [finding.smallest]));

  expect(smallest.map(({ messages }) => messages)).toContainEqual([
    expect.objectContaining({ method: 'GET', ...like }),
  ]);
  for (const one of smallest) {
    const { violations } = await attack.send(parseCase(printCase(one)));
    expect(violations).not.toEqual([]);
  }
}
