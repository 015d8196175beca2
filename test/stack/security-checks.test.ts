import { beforeAll, describe, expect, test } from '@jest/globals';
import { CfnResource, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { synthesizeStacks } from './synthesized-stacks.ts';

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

describe.each([
  ['as little as possible', {}],
  ['everything', EVERYTHING],
  ['authenticator apps', { mfa: 'required' }],
])('with %s configured', (_, values) => {
  let root: IConstruct;

  beforeAll(() => {
    root = synthesizeStacks(values).recordsStack.node.root;
  });

  test('the rules find nothing that is not acknowledged', () => {
    expect(findingsIn(root, { acknowledged: false })).toEqual([]);
  });

  // One that hides nothing would hide the next mistake.
  test('every acknowledgement has a finding and a reason', () => {
    const findings = findingsIn(root, { acknowledged: true });
    const idle = acknowledgementsIn(root).filter(
      ({ rule, path, reason }) =>
        reason.length < 20 ||
        !findings.some((finding) => finding.rule === rule && `${finding.path}/`.startsWith(`${path}/`)),
    );

    expect(findings.length).toBeGreaterThan(20);
    expect(idle).toEqual([]);
  });
});

test('what is added without a thought is found', () => {
  const { recordsStack } = synthesizeStacks();
  new Bucket(recordsStack, 'Careless');
  new CfnResource(recordsStack, 'Open', { type: 'AWS::SNS::Topic' });

  const rules = findingsIn(recordsStack.node.root, { acknowledged: false }).map(({ rule }) => rule);

  expect(rules).toEqual(expect.arrayContaining(['AwsSolutions-S1', 'AwsSolutions-S10']));
});
