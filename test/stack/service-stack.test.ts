import { beforeAll, describe, expect, test } from '@jest/globals';
import { readable } from './readable.ts';
import { onlyResource, resourcesOfType, type SynthesizedStacks, synthesizeStacks } from './synthesized-stacks.ts';

let stacks: SynthesizedStacks;

beforeAll(async () => {
  stacks = await synthesizeStacks();
});

describe('secrets', () => {
  test('are made by Secrets Manager, and the two of the records outlive their stack', () => {
    const { records, service } = stacks;
    const secrets = [records, service].flatMap((template) => resourcesOfType(template, 'AWS::SecretsManager::Secret'));

    expect(secrets.map(([id, { DeletionPolicy }]) => [id.replace(/[0-9A-F]{8}$/, ''), DeletionPolicy])).toEqual([
      ['OtpPepperSecret', 'Retain'],
      ['MessagingApiKeySecret', 'Retain'],
      ['HubOriginSecret', 'Delete'],
    ]);
    for (const [, { Properties }] of secrets) {
      // Another setting would replace the value of every deployment.
      expect(Properties.GenerateSecretString).toEqual({ PasswordLength: 64, ExcludePunctuation: true });
      expect(Properties).not.toHaveProperty('SecretString');
    }
  });

  test('stand in no template: the one reference is resolved by CloudFormation', () => {
    const text = JSON.stringify([stacks.records, stacks.service]);

    expect(text).not.toMatch(/dpa_(live|test)_|"SecretString"|AKIA[0-9A-Z]{16}|PRIVATE KEY/);
    expect(text.match(/\{\{resolve:/g)).toHaveLength(1);
  });

  test('of a named version are sent by the distribution, which is how the origin secret is rotated', async () => {
    const version = 'f1c3b2a4-0d5e-4f6a-8b7c-9d0e1f2a3b4c';
    const configured = await synthesizeStacks({ originSecretVersion: version });
    const { Origins } = onlyResource(configured.service, 'AWS::CloudFront::Distribution')[1].Properties
      .DistributionConfig;
    const headers = Origins.flatMap(({ OriginCustomHeaders = [] }) => OriginCustomHeaders);

    expect(headers.map(({ HeaderValue }: { HeaderValue: unknown }) => readable(HeaderValue, configured))).toEqual([
      `{{resolve:secretsmanager:<HubOriginSecret>:SecretString:::${version}}}`,
    ]);
  });
});

test('outputs name what operators and tools need', () => {
  const outputs = Object.entries(stacks.service.Outputs).map(([name, { Value }]) => [name, readable(Value, stacks)]);

  expect(Object.fromEntries(outputs)).toMatchObject({
    HubUrl: 'https://<HubSiteDistribution.DomainName>',
    HubClientId: '<HubClient>',
    OidcIssuer: '<AccountsPool.ProviderURL>',
    ManagementApiId: '<HubManagementApi>',
    HubBucketName: '<HubSitePages>',
    DistributionId: '<HubSiteDistribution>',
  });
  expect(readable(stacks.records.Outputs.OtpPepperSecretArn?.Value, stacks, stacks.records)).toBe('<OtpPepperSecret>');
  expect(readable(stacks.records.Outputs.MessagingApiKeySecretArn?.Value, stacks, stacks.records)).toBe(
    '<MessagingApiKeySecret>',
  );
});

// CloudFormation would refuse the template: distribution, API, functions and app client all know one another.
test.each([{}, { manageApiGatewayLogRole: 'true' }])('no resource depends on itself, with %j', async (values) => {
  const { service } = await synthesizeStacks(values);
  const dependencies = new Map(
    Object.entries(service.Resources).map(([id, resource]) => {
      const text = JSON.stringify([resource.Properties, resource.DependsOn]);
      const named = [...text.matchAll(/"([A-Za-z0-9]+)"/g)].map(([, name]) => String(name));
      return [id, new Set(named.filter((name) => name !== id && name in service.Resources))] as const;
    }),
  );

  // Whatever depends on nothing that is left goes; what stays stands in a circle, or behind one.
  let left = dependencies.size;
  do {
    left = dependencies.size;
    for (const [id, needed] of dependencies) {
      if (![...needed].some((name) => dependencies.has(name))) dependencies.delete(id);
    }
  } while (dependencies.size < left);

  expect([...dependencies.keys()]).toEqual([]);
});
