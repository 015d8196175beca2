import { audit } from './audit.ts';
import { writeBillOfMaterials } from './bill-of-materials.ts';
import { checkLicences } from './licences.ts';
import { type Outcome, PROJECT } from './npm.ts';

/** What is known of the packages: vulnerabilities, licences, a bill of materials. Fails for findings, not for silence. */
const CHECKS: readonly [string, () => Outcome][] = [
  ['vulnerabilities', audit],
  ['licences', () => checkLicences(PROJECT)],
  ['bill of materials', writeBillOfMaterials],
];

for (const [name, check] of CHECKS) {
  const { result, lines } = check();
  process.stdout.write(`${[`${name.padEnd(18)} ${result}`, ...lines.map((line) => `  ${line}`)].join('\n')}\n`);
  if (result === 'failed') process.exitCode = 1;
}
