import { audit } from './audit.ts';
import { writeBillOfMaterials } from './bill-of-materials.ts';
import { checkLicenses } from './licenses.ts';
import { type Outcome, PROJECT } from './npm.ts';

/** `npm run check:dependencies`: vulnerabilities, licenses and a bill of materials. A check without a result does not fail. */
const CHECKS: readonly [string, () => Outcome][] = [
  ['vulnerabilities', audit],
  ['licenses', () => checkLicenses(PROJECT)],
  ['bill of materials', writeBillOfMaterials],
];

for (const [name, check] of CHECKS) {
  const { result, lines } = check();
  process.stdout.write(`${[`${name.padEnd(18)} ${result}`, ...lines.map((line) => `  ${line}`)].join('\n')}\n`);
  if (result === 'failed') process.exitCode = 1;
}
