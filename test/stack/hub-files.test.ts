import { beforeAll, describe, expect, test } from '@jest/globals';
import { readable } from './readable.ts';
import {
  HUB_FILES,
  onlyResource,
  resourceNamed,
  resourcesOfType,
  type SynthesizedStacks,
  synthesizeStacks,
  type TemplateResource,
} from './synthesized-stacks.ts';

let stacks: SynthesizedStacks;

beforeAll(async () => {
  stacks = await synthesizeStacks();
});

function deployment(name: 'Pages' | 'Assets' | 'SecurityText', from = stacks): TemplateResource {
  return resourceNamed(from.service, `HubFiles${name}CustomResource`);
}

/** The files that a deployment puts into the bucket, with what stands for deploy-time values put in. */
function filesOf({ Properties }: TemplateResource, from = stacks): Record<string, string> {
  const keys: string[] = Properties.SourceObjectKeys;
  return Object.assign(
    {},
    ...keys.map((key, index) => {
      const markers: Record<string, unknown> = Properties.SourceMarkers?.[index] ?? {};
      const files = from.assets[key.replace(/\.zip$/, '')] ?? {};
      const substituted = Object.entries(files).map(([path, text]) => [
        path,
        Object.entries(markers).reduce(
          (whole, [marker, value]) => whole.replaceAll(marker, readable(value, from)),
          text,
        ),
      ]);
      return Object.fromEntries(substituted);
    }),
  );
}

function configJson(from: SynthesizedStacks): unknown {
  return JSON.parse(filesOf(deployment('Pages', from), from)['config.json'] ?? '');
}

describe('files', () => {
  test('with a hash in their names are kept for ever', () => {
    const { Properties } = deployment('Assets');

    expect(filesOf(deployment('Assets'))).toEqual({ 'main-0A1B2C3D.js': HUB_FILES['assets/main-0A1B2C3D.js'] });
    expect(Properties).toMatchObject({
      DestinationBucketKeyPrefix: 'assets',
      SystemMetadata: { 'cache-control': 'max-age=31536000, immutable' },
    });
  });

  test('without one are always asked for anew', () => {
    const { Properties } = deployment('Pages');

    expect(Object.keys(filesOf(deployment('Pages'))).toSorted()).toEqual(['config.json', 'index.html']);
    expect(Properties.SystemMetadata).toEqual({ 'cache-control': 'no-cache' });
    expect(Properties).not.toHaveProperty('DestinationBucketKeyPrefix');
  });

  // Between two deployments a page may name files of the one or of the other.
  test('of earlier versions stay, and pages come after what they name', () => {
    const assetsId = resourcesOfType(stacks.service, 'Custom::CDKBucketDeployment').find(([id]) =>
      id.startsWith('HubFilesAssets'),
    )?.[0];

    expect([deployment('Assets'), deployment('Pages')].map(({ Properties }) => Properties.Prune)).toEqual([
      false,
      false,
    ]);
    expect(deployment('Pages').DependsOn).toContain(assetsId);
  });

  test('all go to the one bucket, by a function that can reach this bucket and CDK’s assets only', () => {
    const [bucketId] = onlyResource(stacks.service, 'AWS::S3::Bucket');
    const policies = resourcesOfType(stacks.service, 'AWS::IAM::Policy').filter(([id]) => id.startsWith('CustomCDK'));
    const resources = policies
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
      .flatMap(({ Resource }) => Resource)
      .map((resource: unknown) => JSON.stringify(resource));

    for (const name of ['Pages', 'Assets'] as const) {
      expect(deployment(name).Properties.DestinationBucketName).toEqual({ Ref: bucketId });
    }
    expect(resources).toHaveLength(4);
    for (const resource of resources) expect(resource).toMatch(new RegExp(`"${bucketId}"|cdk-hnb659fds-assets-`));
  });
});

describe('config.json', () => {
  test('tells how to sign in with Cognito, and where the APIs are', () => {
    const hub = '<HubSiteDistribution.DomainName>';

    expect(configJson(stacks)).toEqual({
      issuer: '<AccountsPool.ProviderURL>',
      client_id: '<HubClient>',
      scopes: 'openid email',
      logout: `https://<SignInDomain>.auth.<AWS::Region>.amazoncognito.com/logout?client_id=<HubClient>&logout_uri=https%3A%2F%2F${hub}%2F`,
      management_api: `https://${hub}/management/v1`,
      partner_api:
        'https://<PartnerApi>.execute-api.<AWS::Region>.<AWS::URLSuffix>/<PartnerApiDeploymentStagedev>/api/v2',
    });
  });

  test('tells how to sign in with another OpenID provider, and the custom domain of the Partner API', async () => {
    const configured = await synthesizeStacks({
      oidcIssuer: 'https://id.example.com/',
      oidcClientId: 'partner-hub',
      oidcJwksUri: 'https://id.example.com/jwks',
      oidcLogoutUrl:
        'https://id.example.com/logout?client_id=partner-hub&post_logout_redirect_uri=https%3A%2F%2Fhub%2F',
      domainName: 'api.example.com',
      certificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/0a1b2c3d',
    });

    expect(configJson(configured)).toMatchObject({
      issuer: 'https://id.example.com/',
      client_id: 'partner-hub',
      scopes: 'openid email',
      logout: 'https://id.example.com/logout?client_id=partner-hub&post_logout_redirect_uri=https%3A%2F%2Fhub%2F',
      partner_api: 'https://api.example.com/api/v2',
    });
  });
});

describe('security.txt', () => {
  test('is not there without a contact', () => {
    const ids = resourcesOfType(stacks.service, 'Custom::CDKBucketDeployment').map(([id]) => id);

    expect(ids).toHaveLength(2);
    expect(ids.filter((id) => id.includes('SecurityText'))).toEqual([]);
  });

  test('says whom to write to, and expires within a year of the deployment', async () => {
    const from = await synthesizeStacks({ securityContact: 'mailto:security@example.com' });
    const { Properties } = deployment('SecurityText', from);
    const text = filesOf(deployment('SecurityText', from), from)['.well-known/security.txt'] ?? '';
    const fields = Object.fromEntries(
      text
        .trim()
        .split('\n')
        .map((line) => line.split(/: (.*)/)),
    );

    expect(fields).toEqual({
      Contact: 'mailto:security@example.com',
      Expires: expect.stringMatching(/^\d{4}-\d\d-\d\dT00:00:00Z$/),
      'Preferred-Languages': 'en',
      Canonical: 'https://<HubSiteDistribution.DomainName>/.well-known/security.txt',
    });
    const daysLeft = (Date.parse(fields.Expires) - Date.now()) / (24 * 60 * 60_000);
    expect(daysLeft).toBeGreaterThan(362);
    expect(daysLeft).toBeLessThan(365);
    expect(Properties.Prune).toBe(false);
    expect(Properties.SystemMetadata).toEqual({
      'cache-control': 'no-cache',
      'content-type': 'text/plain; charset=utf-8',
    });
  });
});
