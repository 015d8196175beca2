import '../../lib/build/require-node.ts';
import { writeFileSync } from 'node:fs';
import { BOUNDED, FULL } from './effort.ts';
import { exitCodeOf, withoutJudgingTimes } from './goals.ts';
import { describeMachine } from './machine.ts';
import { formatRows, formatRuns } from './report.ts';
import { runBenchmark } from './run-benchmark.ts';
import { BenchSettingsError, readBenchSettings } from './settings.ts';

/** Progress goes to standard error, so that standard output has only the tables. */
const report = (message: string) => void process.stderr.write(`${message}…\n`);
const print = (text: string) => void process.stdout.write(`${text}\n`);

try {
  const { bounded, judge, jsonFile, peerDirectory } = readBenchSettings(process.argv.slice(2));
  const before = describeMachine();
  const { rows: measured, runs } = await runBenchmark(bounded ? BOUNDED : FULL, peerDirectory, report);
  const rows = bounded ? withoutJudgingTimes(measured) : measured;
  const { processor, cores, node, load } = before;
  const loadAfter = describeMachine().load;

  print(`${processor}, ${cores} cores, Node ${node}, load ${load.toFixed(1)} before and ${loadAfter.toFixed(1)} after`);
  print(`\n${formatRows(rows)}\n\n${formatRuns(runs)}`);
  if (jsonFile !== null) {
    writeFileSync(jsonFile, `${JSON.stringify({ machine: { ...before, loadAfter }, bounded, rows, runs }, null, 2)}\n`);
  }
  process.exitCode = exitCodeOf(rows, judge);
} catch (error) {
  if (!(error instanceof BenchSettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
