import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { acknowledge } from './acknowledge.ts';
import type { ServiceFunction } from './service-function.ts';

/**
 * Allows mail from this one sender, by a condition. The resources cannot be narrower: SES checks the sender's identity
 * (the address or its domain), that of a recipient who is verified in the account too (always so in the sandbox), and a
 * configuration set that is an identity's default.
 */
export function grantSendMail(fn: ServiceFunction, senderAddress: string): void {
  fn.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['ses:SendEmail'],
      resources: ['identity', 'configuration-set'].map((resource) =>
        Stack.of(fn).formatArn({ service: 'ses', resource, resourceName: '*' }),
      ),
      conditions: { StringEquals: { 'ses:FromAddress': senderAddress } },
    }),
  );
  const reason =
    'The condition holds it to one sender; SES may ask for any identity or configuration set of the account.';
  acknowledge(fn, {
    'IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/*]': reason,
    'IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:configuration-set/*]': reason,
  });
}
