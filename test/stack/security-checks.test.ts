import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type App, CfnResource, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { synthesizeApp } from './synthesize-app.ts';

/** Everything that can be configured to be there. */
const EVERYTHING = {
  senderAddress: 'codes@hub.example.com',
  messagingApiUrl: 'https://messaging.example.com/v1',
  domainName: 'api.example.com',
  certificateArn: 'arn:aws:acm:eu-central-1:000000000000:certificate/00000000-0000-4000-8000-000000000000',
  manageApiGatewayLogRole: 'true',
};

interface Finding {
  readonly rule: string;
  readonly path: string;
}

/** What cdk-nag finds, including what is acknowledged if that is wanted. */
function findingsIn(root: IConstruct, { acknowledged }: { acknowledged: boolean }): Finding[] {
  const checks = new AwsSolutionsChecks();
  // A private method of the pack: nothing public tells what the acknowledgements keep back.
  if (acknowledged) Object.assign(checks, { isAcknowledged: () => false });
  return checks
    .validateScope(root)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath = '' }) => ({ rule: ruleName, path: constructPath })),
    );
}

function acknowledgementsIn(root: IConstruct): (Finding & { readonly reason: string })[] {
  return root.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries<string>(data))
      .map(([id, reason]) => ({ rule: id.replace(/^annotation::/i, ''), path: node.path, reason })),
  );
}

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'security-checks-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** The rules look at constructs, not at templates, and one test adds some: so these apps are made here. */
function newApp(values: Readonly<Record<string, string>>): App {
  return synthesizeApp(values, mkdtempSync(join(directory, 'app-'))).app;
}

describe.each<[string, Readonly<Record<string, string>>]>([
  ['as little as possible', {}],
  ['everything', EVERYTHING],
  ['authenticator apps', { mfa: 'required' }],
])('with %s configured', (_, values) => {
  let app: App;

  beforeAll(() => {
    app = newApp(values);
  });

  test('the rules find nothing that is not acknowledged', () => {
    expect(findingsIn(app, { acknowledged: false })).toEqual([]);
  });

  // One that hides nothing would hide the next mistake.
  test('every acknowledgement has a finding and a reason', () => {
    const findings = findingsIn(app, { acknowledged: true });
    const idle = acknowledgementsIn(app).filter(
      ({ rule, path, reason }) =>
        reason.length < 20 ||
        !findings.some((finding) => finding.rule === rule && `${finding.path}/`.startsWith(`${path}/`)),
    );

    expect(findings.length).toBeGreaterThan(20);
    expect(idle).toEqual([]);
  });
});

test('what is added without a thought is found', () => {
  const app = newApp({});
  const stack = app.node.findChild('Records');
  new Bucket(stack, 'Careless');
  new CfnResource(stack, 'Open', { type: 'AWS::SNS::Topic' });

  const rules = findingsIn(app, { acknowledged: false }).map(({ rule }) => rule);

  expect(rules).toEqual(expect.arrayContaining(['AwsSolutions-S1', 'AwsSolutions-S10']));
});
