import { runAsCommand } from './demo/demo-command.ts';
import { runControlsDemo } from './demo/run-controls-demo.ts';

/** `npm run demo:controls -- [hub] [mailbox]`: every control on a key, at a running hub. */
await runAsCommand('demo:controls', runControlsDemo);
