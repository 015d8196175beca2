import { beforeAll, expect, test } from '@jest/globals';
import { environmentOf, functionDescribed, grantsOf, scheduleOf } from './function-resources.ts';
import { type SynthesizedStacks, synthesizeStacks } from './synthesized-stacks.ts';

const CHECK = 'Measures how long the client certificate towards the upstream is still good for';
const LOGS = ['logs:CreateLogStream on <own logs>', 'logs:PutLogEvents on <own logs>'];
const CERTIFICATES = 'arn:<AWS::Partition>:apigateway:<AWS::Region>::/clientcertificates/';

let stacks: SynthesizedStacks;

beforeAll(async () => {
  stacks = await synthesizeStacks();
});

// apigateway:GET on more than this would let it read every API of the account, with what stands in their integrations.
test('the check may read the one certificate, and nothing else', () => {
  expect(grantsOf(stacks, CHECK)).toEqual([`apigateway:GET on ${CERTIFICATES}<PartnerApiClientCertificate>`, ...LOGS]);
  expect(environmentOf(stacks, CHECK)).toEqual({
    CLIENT_CERTIFICATE_ID: '<PartnerApiClientCertificate>',
    METRICS_NAMESPACE: 'PartnerApiAuthentication/dev',
  });
});

test('it looks at the certificate that the upstream gets to see, also if that is another one', async () => {
  const rotated = await synthesizeStacks({ clientCertificateId: 'abc123' });

  expect(grantsOf(rotated, CHECK)).toEqual([`apigateway:GET on ${CERTIFICATES}abc123`, ...LOGS]);
  expect(environmentOf(rotated, CHECK)).toMatchObject({ CLIENT_CERTIFICATE_ID: 'abc123' });
});

test('it looks so often that a run that fails leaves no day without a figure', () => {
  const { id, properties, permissions } = scheduleOf(stacks, CHECK);

  expect(properties).toMatchObject({ ScheduleExpression: 'rate(6 hours)', State: 'ENABLED' });
  expect(properties.Targets).toHaveLength(1);
  expect(permissions).toMatchObject([
    { Principal: 'events.amazonaws.com', SourceArn: { 'Fn::GetAtt': [id, 'Arn'] }, Action: 'lambda:InvokeFunction' },
  ]);
  expect(functionDescribed(stacks, CHECK).Timeout).toBe(30);
});
