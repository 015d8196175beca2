import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { deployedTarget } from '../../tools/verify/target.ts';
import { type StackTemplate, synthesizeStacks } from './synthesized-stacks.ts';

const NAMES = { records: 'test-records', service: 'test-service', stage: 'live' };
let stacks: Record<string, StackTemplate>;
let cloudFormation: Server;

beforeAll(async () => {
  const { records, service } = await synthesizeStacks({ stage: 'live' });
  stacks = { 'test-records': records, 'test-service': service };
  cloudFormation = createServer(async (request, response) => {
    const name = new URLSearchParams(await text(request)).get('StackName') ?? '';
    response.setHeader('Content-Type', 'text/xml').end(describeStacksAnswer(Object.keys(stacks[name]?.Outputs ?? {})));
  }).listen(0, '127.0.0.1');
  await once(cloudFormation, 'listening');
  process.env.AWS_ENDPOINT_URL_CLOUDFORMATION = `http://127.0.0.1:${(cloudFormation.address() as AddressInfo).port}`;
  process.env.AWS_REGION = 'eu-central-1';
  process.env.AWS_ACCESS_KEY_ID = 'none';
  process.env.AWS_SECRET_ACCESS_KEY = 'none';
});

afterAll(async () => {
  cloudFormation.closeAllConnections();
  cloudFormation.close();
});

/** Every output has its own name as its value. */
function describeStacksAnswer(outputs: readonly string[]): string {
  const members = outputs.map(
    (key) => `<member><OutputKey>${key}</OutputKey><OutputValue>${key.toLowerCase()}</OutputValue></member>`,
  );
  return `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks><member><StackName>s</StackName><StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>2026-11-01T00:00:00Z</CreationTime><Outputs>${members.join('')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;
}

test('the addresses of a deployment come from outputs that the stacks have', async () => {
  const target = await deployedTarget(NAMES);
  expect(target).toMatchObject({
    kind: 'deployed',
    tableName: 'tablename',
    userPoolId: 'userpoolid',
    partnerApi: 'partnerapiurl',
    hub: 'huburl',
    managementApi: 'https://managementapiid.execute-api.eu-central-1.amazonaws.com/live/management/v1',
    bucket: 'https://hubbucketname.s3.eu-central-1.amazonaws.com',
  });
});

test('a stack without them is told', async () => {
  await expect(deployedTarget({ ...NAMES, service: 'test-records' })).rejects.toThrow(/test-records has no output/);
});
