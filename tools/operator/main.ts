import { DynamoDbApiKeyStore } from '../../lambdas/adapters/api-keys/dynamodb-api-key-store.ts';
import { SesMailer } from '../../lambdas/adapters/aws/ses-mailer.ts';
import { DynamoDbTable } from '../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { DynamoDbNoticeLog } from '../../lambdas/adapters/notices/dynamodb-notice-log.ts';
import { DynamoDbNoticedKeys } from '../../lambdas/adapters/notices/dynamodb-noticed-keys.ts';
import { DynamoDbNotifiableEventParser } from '../../lambdas/adapters/notices/dynamodb-notifiable-event-parser.ts';
import { DynamoDbStreamReader } from '../../lambdas/adapters/notices/dynamodb-stream-reader.ts';
import { SqsDeadLetters } from '../../lambdas/adapters/operations/sqs-dead-letters.ts';
import { DynamoDbMemberStore } from '../../lambdas/adapters/partners/dynamodb-member-store.ts';
import { DynamoDbPartnerRegistry } from '../../lambdas/adapters/partners/dynamodb-partner-registry.ts';
import { DynamoDbPartnerStaff } from '../../lambdas/adapters/partners/dynamodb-partner-staff.ts';
import { DynamoDbSettingsStore } from '../../lambdas/adapters/settings/dynamodb-settings-store.ts';
import { DynamoDbUsageCounters } from '../../lambdas/adapters/usage-counting/dynamodb-usage-counters.ts';
import { CognitoAccountDirectory } from '../../lambdas/adapters/users/cognito-account-directory.ts';
import { CognitoPoolAccounts } from '../../lambdas/adapters/users/cognito-pool-accounts.ts';
import { DynamoDbUserStore } from '../../lambdas/adapters/users/dynamodb-user-store.ts';
import type { OperatorPorts } from './ports.ts';
import { runOperator } from './program.ts';
import { resolveTarget } from './target.ts';

/** `npm run operator -- [--stage <stage>] <command>`: manages the records of the local run, or of a deployed stage. */
process.exitCode = await runOperator(process.argv.slice(2), {
  open,
  print: (text) => void process.stdout.write(text),
  printError: (text) => void process.stderr.write(text),
});

async function open(stage: string | null): Promise<OperatorPorts> {
  const { dynamoDb, cognito, sqs, tableName, userPoolId, issuer, deadLettersUrl, notices } = await resolveTarget(stage);
  const table = new DynamoDbTable(dynamoDb, tableName);
  return {
    registry: new DynamoDbPartnerRegistry(table),
    users: new DynamoDbUserStore(table),
    issuer,
    controls: {
      keys: new DynamoDbApiKeyStore(table),
      settings: new DynamoDbSettingsStore(table),
      staff: new DynamoDbPartnerStaff(table),
    },
    directory: new CognitoAccountDirectory(cognito, userPoolId),
    accounts: new CognitoPoolAccounts(cognito, userPoolId),
    usage: async () => ({
      counters: new DynamoDbUsageCounters(table),
      deadLetters: new SqsDeadLetters(sqs, await deadLettersUrl()),
    }),
    notices: async () => {
      const target = await notices();
      return {
        parser: new DynamoDbNotifiableEventParser(),
        stream: new DynamoDbStreamReader(target.streams, target.streamArnOf),
        log: new DynamoDbNoticeLog(table),
        keys: new DynamoDbNoticedKeys(table),
        members: new DynamoDbMemberStore(table),
        staff: new DynamoDbPartnerStaff(table),
        mailer: new SesMailer(target.ses, target.senderAddress),
        deadLetters: new SqsDeadLetters(sqs, target.deadLettersUrl),
      };
    },
    standardInput: process.stdin,
  };
}
