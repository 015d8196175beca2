import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { readRunFile } from '../../local/run-file.ts';
import { dataDirectoryOf } from '../../local/settings.ts';
import { OperatorError } from './command-line.ts';

export interface OperatorTarget {
  readonly dynamoDb: DynamoDBClient;
  readonly cognito: CognitoIdentityProviderClient;
  readonly tableName: string;
  readonly userPoolId: string;
  readonly sqs: SQSClient;
  /** Of the queue of log batches that could not be counted. */
  readonly deadLettersUrl: () => Promise<string>;
}

/** The local run for null; else the stage's stacks, by their outputs, with the AWS credentials of the environment. */
export async function resolveTarget(stage: string | null): Promise<OperatorTarget> {
  return stage === null ? localTarget() : deployedTarget(stage);
}

function localTarget(): OperatorTarget {
  const dataDirectory = dataDirectoryOf(process.env);
  const run = readRunFile(dataDirectory);
  if (run === null) {
    throw new OperatorError(
      `Nothing runs on ${dataDirectory}. Start it with "npm start", or name a deployed stage with --stage.`,
    );
  }
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return {
    dynamoDb: new DynamoDBClient({ endpoint: run.dynamodb_endpoint, region: run.region, credentials }),
    cognito: new CognitoIdentityProviderClient({ endpoint: run.cognito_endpoint, region: run.region, credentials }),
    tableName: run.table,
    userPoolId: run.user_pool_id,
    sqs: new SQSClient({ endpoint: run.queues_endpoint, region: run.region, credentials }),
    deadLettersUrl: async () => run.usage_dead_letters_url,
  };
}

async function deployedTarget(stage: string): Promise<OperatorTarget> {
  const output = await outputsOf(`partner-auth-${stage}-records`);
  return {
    dynamoDb: new DynamoDBClient({}),
    cognito: new CognitoIdentityProviderClient({}),
    tableName: output('TableName'),
    userPoolId: output('UserPoolId'),
    sqs: new SQSClient({}),
    deadLettersUrl: async () => (await outputsOf(`partner-auth-${stage}-service`))('UsageDeadLettersUrl'),
  };
}

async function outputsOf(stackName: string): Promise<(key: string) => string> {
  const { Stacks } = await new CloudFormationClient({}).send(new DescribeStacksCommand({ StackName: stackName }));
  const outputs = new Map(Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  return (key) => {
    const value = outputs.get(key);
    if (!value) throw new OperatorError(`The stack ${stackName} has no output ${key}: deploy it again.`);
    return value;
  };
}
