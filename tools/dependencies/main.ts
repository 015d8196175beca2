import { audit, isAuditRequired } from './audit.ts';
import { writeBillOfMaterials } from './bill-of-materials.ts';
import { writeDeployedBillOfMaterials } from './deployed-bill-of-materials.ts';
import { checkLicenses } from './licenses.ts';
import { type Outcome, PROJECT } from './npm.ts';

/** `npm run check:dependencies`: vulnerabilities, licenses, and bills of materials of what is installed and of what is deployed. */
const CHECKS: readonly [string, () => Outcome | Promise<Outcome>][] = [
  ['vulnerabilities', () => audit(isAuditRequired(process.env.AUDIT_REPORT))],
  ['licenses', () => checkLicenses(PROJECT)],
  ['bill of materials', writeBillOfMaterials],
  ['deployed packages', writeDeployedBillOfMaterials],
];

const unknown: string[] = [];
for (const [name, check] of CHECKS) {
  const { result, lines } = await check();
  process.stdout.write(`${[`${name.padEnd(18)} ${result}`, ...lines.map((line) => `  ${line}`)].join('\n')}\n`);
  if (result === 'failed') process.exitCode = 1;
  if (result === 'unknown') unknown.push(name);
}
if (unknown.length > 0) {
  const frame = '!'.repeat(72);
  process.stderr.write(`${frame}\nNOT CHECKED: ${unknown.join(', ')}. This run says nothing about it.\n${frame}\n`);
}
