import { Arn, ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Env } from '../../lambdas/env.ts';
import { metricsNamespace } from '../functions/metrics-namespace.ts';
import { ServiceFunction } from '../functions/service-function.ts';

export interface CertificateCheckProps {
  readonly stage: string;
  readonly functionsDirectory: string;
  /** ID of the certificate that the gateway shows to the upstream. */
  readonly clientCertificateId: string;
}

/** Measures the days until the client certificate expires, for which AWS has no metric. */
export class CertificateCheck extends Construct {
  constructor(scope: Construct, id: string, props: CertificateCheckProps) {
    super(scope, id);
    const { stage, functionsDirectory, clientCertificateId } = props;
    const check = new ServiceFunction(this, 'Check', {
      name: 'certificate-check',
      description: 'Measures how long the client certificate towards the upstream is still good for',
      functionsDirectory,
      timeout: Duration.seconds(30),
      environment: {
        [Env.CLIENT_CERTIFICATE_ID]: clientCertificateId,
        [Env.METRICS_NAMESPACE]: metricsNamespace(stage),
      },
    });
    check.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['apigateway:GET'],
        resources: [
          Arn.format(
            {
              service: 'apigateway',
              account: '',
              resource: '/clientcertificates',
              resourceName: clientCertificateId,
              arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
            },
            Stack.of(this),
          ),
        ],
      }),
    );
    new Rule(this, 'Schedule', {
      // So often that each day has a figure, even if one run fails for good.
      description: 'Looks at the end of the client certificate four times a day',
      schedule: Schedule.rate(Duration.hours(6)),
      targets: [new LambdaFunction(check.lambda, { retryAttempts: 2 })],
    });
  }
}
