import { runAsCommand } from './demo-command.ts';
import { runDemo } from './run-demo.ts';

/** `npm run demo -- [hub] [mailbox]`: what a partner does, at a running hub. */
await runAsCommand('demo', runDemo);
