import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ServiceFunction } from './service-function.ts';

/** Mail from this one address. SES asks for the address's identity or its domain's, whichever is verified. */
export function grantSendMail(fn: ServiceFunction, senderAddress: string): void {
  const identities = [senderAddress, senderAddress.slice(senderAddress.lastIndexOf('@') + 1)];
  fn.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['ses:SendEmail'],
      resources: identities.map((resourceName) =>
        Stack.of(fn).formatArn({ service: 'ses', resource: 'identity', resourceName }),
      ),
      conditions: { StringEquals: { 'ses:FromAddress': senderAddress } },
    }),
  );
}
