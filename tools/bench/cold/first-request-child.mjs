// Plain JavaScript, so that stripping types is not measured, too.
import { readFileSync, writeSync } from 'node:fs';

const WARM_UP_CALLS = 300;
const STEADY_CALLS = 200;

const [bundle, eventFile] = process.argv.slice(2);
const event = JSON.parse(readFileSync(eventFile, 'utf8'));
const { handler } = await import(bundle);

const cpu = process.cpuUsage();
const first = await timed();
const firstCpu = process.cpuUsage(cpu);
for (let call = 0; call < WARM_UP_CALLS; call += 1) await timed();
const steady = [];
for (let call = 0; call < STEADY_CALLS; call += 1) steady.push(await timed());
steady.sort((a, b) => a - b);
writeSync(
  1,
  JSON.stringify({
    firstMs: first,
    firstCpuMs: (firstCpu.user + firstCpu.system) / 1000,
    steadyMs: steady[STEADY_CALLS / 2],
  }),
);
process.exit(0);

async function timed() {
  const begun = performance.now();
  const { policyDocument } = await handler(event, {});
  const time = performance.now() - begun;
  if (policyDocument.Statement[0].Effect !== 'Allow') throw new Error('The call was not allowed.');
  return time;
}
