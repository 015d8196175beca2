import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { AwsIntegration } from 'aws-cdk-lib/aws-apigateway';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import type { ServiceFunction } from '../functions/service-function.ts';

/**
 * Proxies any number of the API's methods to a function with one permission. `LambdaIntegration` adds two a method,
 * and the catch-all routes would outgrow the 20 KB that a function's policy may have.
 */
export function functionIntegration(api: RestApi, fn: ServiceFunction): AwsIntegration {
  new CfnPermission(fn, `${api.node.id}Permission`, {
    action: 'lambda:InvokeFunction',
    functionName: fn.lambda.functionArn,
    principal: 'apigateway.amazonaws.com',
    sourceArn: api.arnForExecuteApi('*', '/*', '*'),
  });
  return new AwsIntegration({
    proxy: true,
    service: 'lambda',
    path: `2015-03-31/functions/${fn.lambda.functionArn}/invocations`,
  });
}
