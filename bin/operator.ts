import { CognitoAccountDirectory } from '../lambdas/adapters/cognito-account-directory.ts';
import { DynamoDbPartnerRegistry } from '../lambdas/adapters/dynamodb-partner-registry.ts';
import { assertCommand, OperatorError, runOperatorCommand } from './operator/commands.ts';
import { resolveTarget } from './operator/target.ts';

/** `npm run operator -- [--stage <stage>] <command>`: changes the records of the local run, or of a deployed stage. */
async function main(): Promise<void> {
  const [command, stage] = takeStage(process.argv.slice(2));
  assertCommand(command);
  const { dynamoDb, cognito, tableName, userPoolId } = await resolveTarget(stage);
  const message = await runOperatorCommand(command, {
    registry: new DynamoDbPartnerRegistry(dynamoDb, tableName),
    directory: new CognitoAccountDirectory(cognito, userPoolId),
    standardInput: process.stdin,
  });
  console.log(message);
}

function takeStage(argv: readonly string[]): [command: string[], stage: string | null] {
  const at = argv.indexOf('--stage');
  if (at === -1) return [[...argv], null];
  const stage = argv[at + 1];
  if (stage === undefined) throw new OperatorError('--stage needs the name of a stage.');
  return [argv.filter((_, index) => index !== at && index !== at + 1), stage];
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
