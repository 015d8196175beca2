import { runAsCommand } from './demo-command.ts';
import { runDemo } from './run-demo.ts';

/** `npm run demo -- [hub] [mailbox]`: the whole way of a partner through a running hub. */
await runAsCommand('demo', runDemo);
