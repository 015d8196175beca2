import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readRunFile } from '../../local/run-file.ts';
import { dataDirectoryOf } from '../../local/settings.ts';
import { OperatorError } from './command-line.ts';

export interface OperatorTarget {
  readonly dynamoDb: DynamoDBClient;
  readonly cognito: CognitoIdentityProviderClient;
  readonly tableName: string;
  readonly userPoolId: string;
}

/** The local run for null; else the stage's records stack, by its outputs, with the AWS credentials of the environment. */
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
  };
}

async function deployedTarget(stage: string): Promise<OperatorTarget> {
  const stackName = `partner-auth-${stage}-records`;
  const { Stacks } = await new CloudFormationClient({}).send(new DescribeStacksCommand({ StackName: stackName }));
  const outputs = new Map(Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  const output = (key: string): string => {
    const value = outputs.get(key);
    if (!value) throw new OperatorError(`The stack ${stackName} has no output ${key}: deploy it again.`);
    return value;
  };
  return {
    dynamoDb: new DynamoDBClient({}),
    cognito: new CognitoIdentityProviderClient({}),
    tableName: output('TableName'),
    userPoolId: output('UserPoolId'),
  };
}
