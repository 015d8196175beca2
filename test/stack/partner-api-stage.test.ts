import { beforeAll, describe, expect, test } from '@jest/globals';
import { onlyResourceOfApi, restApi } from './api-resources.ts';
import { onlyResource, resourcesOfType, type StackTemplate, synthesizeStacks } from './synthesized-stacks.ts';

const API = 'partner-api';

let service: StackTemplate;
beforeAll(async () => {
  ({ service } = await synthesizeStacks());
});

describe('access logs', () => {
  test('go to a log group of their own, kept for 90 days and longer than the stack', () => {
    const { AccessLogSetting } = onlyResourceOfApi(service, API, 'Stage')[1].Properties;
    const destination = JSON.stringify(AccessLogSetting.DestinationArn);
    const targets = resourcesOfType(service, 'AWS::Logs::LogGroup').filter(([id]) => destination.includes(`"${id}"`));

    expect(targets).toHaveLength(1);
    expect(targets[0]?.[1]).toMatchObject({
      Properties: { RetentionInDays: 90 },
      DeletionPolicy: 'RetainExceptOnCreate',
    });
  });
});

test('execution logs, which would hold whole requests, are off', () => {
  const { MethodSettings } = onlyResourceOfApi(service, API, 'Stage')[1].Properties;

  expect(MethodSettings).toEqual([expect.objectContaining({ LoggingLevel: 'OFF', DataTraceEnabled: false })]);
});

test('the stage throttles as configured', async () => {
  const configured = (await synthesizeStacks({ throttleRateLimit: '70', throttleBurstLimit: '30' })).service;
  const settingsOf = (template: StackTemplate) =>
    onlyResourceOfApi(template, API, 'Stage')[1].Properties.MethodSettings[0];

  expect(settingsOf(service)).toMatchObject({ ThrottlingRateLimit: 5000, ThrottlingBurstLimit: 2500 });
  expect(settingsOf(configured)).toMatchObject({
    HttpMethod: '*',
    ResourcePath: '/*',
    ThrottlingRateLimit: 70,
    ThrottlingBurstLimit: 30,
  });
});

test('the gateway shows the upstream its client certificate', () => {
  const [certificateId] = onlyResource(service, 'AWS::ApiGateway::ClientCertificate');

  expect(onlyResourceOfApi(service, API, 'Stage')[1].Properties).toMatchObject({
    StageName: 'dev',
    ClientCertificateId: { Ref: certificateId },
  });
});

test('the API is regional and passes bodies as they came', () => {
  expect(restApi(service, API)[1].Properties).toMatchObject({
    EndpointConfiguration: { Types: ['REGIONAL'] },
    BinaryMediaTypes: ['*/*'],
  });
});

describe('the role for logs, one an account', () => {
  test('is left alone by default', () => {
    expect(resourcesOfType(service, 'AWS::ApiGateway::Account')).toEqual([]);
  });

  test('outlives the stack that was told to make it', async () => {
    const { service } = await synthesizeStacks({ manageApiGatewayLogRole: 'true' });
    const [, account] = onlyResource(service, 'AWS::ApiGateway::Account');
    const role = service.Resources[account.Properties.CloudWatchRoleArn['Fn::GetAtt'][0]];

    expect(account.DeletionPolicy).toBe('Retain');
    expect(role).toMatchObject({ Type: 'AWS::IAM::Role', DeletionPolicy: 'Retain' });
  });
});

test('another client certificate can be shown to the upstream, while the own one stays', async () => {
  const { service } = await synthesizeStacks({ clientCertificateId: 'abc123' });
  const [, stage] = onlyResourceOfApi(service, API, 'Stage');

  expect(stage.Properties.ClientCertificateId).toBe('abc123');
  expect(service.Outputs.ClientCertificateId?.Value).toBe('abc123');
  expect(resourcesOfType(service, 'AWS::ApiGateway::ClientCertificate')).toHaveLength(1);
});

describe('address', () => {
  const certificateArn = 'arn:aws:acm:eu-central-1:123456789012:certificate/0a1b2c3d';

  test('carries the stage without a custom domain', () => {
    expect(resourcesOfType(service, 'AWS::ApiGateway::DomainName')).toEqual([]);
    expect(JSON.stringify(service.Outputs.PartnerApiUrl?.Value)).toMatch(/DeploymentStage\w*"\},"\/api\/v2"\]/);
  });

  test('is the custom domain where one is given', async () => {
    const { service } = await synthesizeStacks({ domainName: 'api.example.com', certificateArn });

    expect(service.Outputs.PartnerApiUrl?.Value).toBe('https://api.example.com/api/v2');
    expect(service.Outputs).toHaveProperty('PartnerApiDomainTarget');
    expect(onlyResource(service, 'AWS::ApiGateway::DomainName')[1].Properties).toMatchObject({
      DomainName: 'api.example.com',
      RegionalCertificateArn: certificateArn,
      SecurityPolicy: 'TLS_1_2',
      EndpointConfiguration: { Types: ['REGIONAL'] },
    });
    expect(onlyResource(service, 'AWS::ApiGateway::BasePathMapping')[1].Properties).toMatchObject({
      Stage: { Ref: onlyResourceOfApi(service, API, 'Stage')[0] },
    });
  });
});
