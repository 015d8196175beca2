import { runAsCommand } from './demo-command.ts';
import { runControlsDemo } from './run-controls-demo.ts';

/** `npm run demo:controls -- [hub] [mailbox]`: every restriction of a key, at a running hub. */
await runAsCommand('demo:controls', runControlsDemo);
