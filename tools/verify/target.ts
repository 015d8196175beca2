import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { findLocalRun, localClient } from '../client/local-run.ts';
import { UsageError } from './usage-error.ts';

export interface VerifyTarget {
  readonly kind: 'local' | 'deployed';
  readonly dynamoDb: DynamoDBClient;
  readonly cognito: CognitoIdentityProviderClient;
  readonly tableName: string;
  readonly userPoolId: string;
  /** With `/api/v2`. */
  readonly partnerApi: string;
  readonly hub: string;
  /** With `/management/v1`, bypassing the distribution. */
  readonly managementApi: string;
  /** URL of the hub's files, bypassing the distribution; null for the local run. */
  readonly bucket: string | null;
}

export interface StackNames {
  readonly records: string;
  readonly service: string;
  readonly stage: string;
}

/** Returns the local run. Throws a NoLocalRunError. */
export function localTarget(): VerifyTarget {
  const run = findLocalRun();
  return {
    kind: 'local',
    dynamoDb: new DynamoDBClient(localClient(run, run.dynamodb_endpoint)),
    cognito: new CognitoIdentityProviderClient(localClient(run, run.cognito_endpoint)),
    tableName: run.table,
    userPoolId: run.user_pool_id,
    partnerApi: `${run.partner_api}/api/v2`,
    hub: run.hub,
    managementApi: `${run.management_api_endpoint}/management/v1`,
    bucket: null,
  };
}

/** Finds a deployment by the outputs of its two stacks, with the AWS credentials and the Region of the environment. */
export async function deployedTarget({ records, service, stage }: StackNames): Promise<VerifyTarget> {
  const cloudFormation = new CloudFormationClient({});
  const region = await cloudFormation.config.region();
  const [ofRecords, ofService] = await Promise.all([
    outputsOf(cloudFormation, records),
    outputsOf(cloudFormation, service),
  ]);
  return {
    kind: 'deployed',
    dynamoDb: new DynamoDBClient({}),
    cognito: new CognitoIdentityProviderClient({}),
    tableName: ofRecords('TableName'),
    userPoolId: ofRecords('UserPoolId'),
    partnerApi: ofService('PartnerApiUrl'),
    hub: ofService('HubUrl'),
    managementApi: `https://${ofService('ManagementApiId')}.execute-api.${region}.amazonaws.com/${stage}/management/v1`,
    bucket: `https://${ofService('HubBucketName')}.s3.${region}.amazonaws.com`,
  };
}

async function outputsOf(client: CloudFormationClient, stackName: string): Promise<(key: string) => string> {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
  const outputs = new Map(Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  return (key) => {
    const value = outputs.get(key);
    if (!value) throw new UsageError(`The stack ${stackName} has no output ${key}: deploy it again.`);
    return value;
  };
}
