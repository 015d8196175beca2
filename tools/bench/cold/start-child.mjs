// Plain JavaScript, so that stripping types is not measured, too.
import { writeSync } from 'node:fs';

const [bundle] = process.argv.slice(2);
const begun = performance.now();
await import(bundle);
const ready = performance.now();
writeSync(1, JSON.stringify({ initMs: ready - begun, readyAt: performance.timeOrigin + ready }));
process.exit(0);
