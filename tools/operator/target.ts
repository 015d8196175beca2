import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SQSClient } from '@aws-sdk/client-sqs';
import { findLocalRun, localClient, NoLocalRunError } from '../client/local-run.ts';
import { OperatorError } from './operator-error.ts';

export interface OperatorTarget {
  readonly dynamoDb: DynamoDBClient;
  readonly cognito: CognitoIdentityProviderClient;
  readonly tableName: string;
  readonly userPoolId: string;
  /** Returns the issuer of the hub's ID tokens. */
  readonly issuer: () => Promise<string>;
  readonly sqs: SQSClient;
  /** Returns the URL of the queue of log batches that could not be counted. */
  readonly deadLettersUrl: () => Promise<string>;
  readonly notices: () => Promise<NoticeTarget>;
}

/** What sending notices again needs. */
export interface NoticeTarget {
  readonly deadLettersUrl: string;
  readonly senderAddress: string;
  readonly ses: SESv2Client;
  readonly streams: DynamoDBStreamsClient;
  /** Returns the ARN to read the stream at that dead letters name. */
  readonly streamArnOf: (named: string) => Promise<string>;
}

/** Finds the local run for null, else the stage by the outputs of its stacks, with the AWS credentials of the environment. */
export async function resolveTarget(stage: string | null): Promise<OperatorTarget> {
  return stage === null ? localTarget() : deployedTarget(stage);
}

function localTarget(): OperatorTarget {
  const run = runningRun();
  const at = (endpoint: string) => localClient(run, endpoint);
  const dynamoDb = new DynamoDBClient(at(run.dynamodb_endpoint));
  return {
    dynamoDb,
    cognito: new CognitoIdentityProviderClient(at(run.cognito_endpoint)),
    tableName: run.table,
    userPoolId: run.user_pool_id,
    issuer: async () => run.issuer,
    sqs: new SQSClient(at(run.queues_endpoint)),
    deadLettersUrl: async () => run.usage_dead_letters_url,
    notices: async () => ({
      deadLettersUrl: run.notices_dead_letters_url,
      senderAddress: run.sender_address,
      ses: new SESv2Client(at(run.ses_endpoint)),
      streams: new DynamoDBStreamsClient(at(run.dynamodb_endpoint)),
      // The embedded server gives the stream a name of its own.
      streamArnOf: async () => {
        const { Table } = await dynamoDb.send(new DescribeTableCommand({ TableName: run.table }));
        return Table?.LatestStreamArn ?? '';
      },
    }),
  };
}

function runningRun() {
  try {
    return findLocalRun();
  } catch (error) {
    if (!(error instanceof NoLocalRunError)) throw error;
    throw new OperatorError(`${error.message} For a deployed stage, add --stage <stage>.`, { cause: error });
  }
}

async function deployedTarget(stage: string): Promise<OperatorTarget> {
  const output = await outputsOf(`partner-auth-${stage}-records`);
  return {
    dynamoDb: new DynamoDBClient({}),
    cognito: new CognitoIdentityProviderClient({}),
    tableName: output('TableName'),
    userPoolId: output('UserPoolId'),
    issuer: async () => (await outputsOf(`partner-auth-${stage}-service`))('OidcIssuer'),
    sqs: new SQSClient({}),
    deadLettersUrl: async () => (await outputsOf(`partner-auth-${stage}-service`))('UsageDeadLettersUrl'),
    notices: async () => {
      const ofService = await outputsOf(`partner-auth-${stage}-service`);
      return {
        deadLettersUrl: ofService('NoticesDeadLettersUrl'),
        senderAddress: ofService('SenderAddress'),
        ses: new SESv2Client({}),
        streams: new DynamoDBStreamsClient({}),
        streamArnOf: async (named) => named,
      };
    },
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
