import '../lib/build/require-node.ts';
import { App, Validations } from 'aws-cdk-lib';
import { buildFunctions } from '../lib/build/build-functions.ts';
import { buildHub } from '../lib/build/build-hub.ts';
import { type Configuration, ConfigurationError, readConfiguration } from '../lib/configuration/configuration.ts';
import { RecordsStack } from '../lib/stacks/records-stack.ts';
import { ServiceStack } from '../lib/stacks/service-stack.ts';

const app = new App();
const configuration = configurationOrExit();
const functionsDirectory = await buildFunctions();
const hubDirectory = await buildHub();

const name = `partner-auth-${configuration.stage}`;
const records = new RecordsStack(app, 'Records', { stackName: `${name}-records`, configuration, functionsDirectory });
new ServiceStack(app, 'Service', {
  stackName: `${name}-service`,
  configuration,
  functionsDirectory,
  hubDirectory,
  records,
});

// `npm start` leaves it out: the stack tests make the same checks, and loading the rules takes as long as the synth.
if (app.node.tryGetContext('securityChecks') !== 'false') {
  const { AwsSolutionsChecks } = await import('cdk-nag');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}

/** What the user can mend is told in sentences, without a stack trace. */
function configurationOrExit(): Configuration {
  try {
    return readConfiguration((name) => app.node.tryGetContext(name));
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
