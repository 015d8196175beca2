import { join } from 'node:path';
import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { type IGrantable, type IPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FunctionName } from './function-names.ts';

export interface ServiceFunctionProps {
  readonly name: FunctionName;
  readonly description: string;
  /** Holds the bundles, one directory a function. */
  readonly functionsDirectory: string;
  readonly timeout: Duration;
  /** @default 256 */
  readonly memorySizeMb?: number;
  /** @default - none */
  readonly environment?: Readonly<Record<string, string>>;
  /** @default - shares the account's concurrency */
  readonly reservedConcurrentExecutions?: number;
  /** Stores events of an asynchronous function that failed for good. @default - they are dropped */
  readonly deadLetterQueue?: IQueue;
}

/** A function with a role of its own, which may write to the function's own log group and nothing else until granted. */
export class ServiceFunction extends Construct implements IGrantable {
  readonly lambda: LambdaFunction;
  readonly logGroup: LogGroup;
  readonly grantPrincipal: IPrincipal;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.THREE_MONTHS,
      // Refusals are evidence, so logs outlive the stack; a creation that fails leaves nothing behind.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.logGroup.grantWrite(role);
    const { reservedConcurrentExecutions, deadLetterQueue } = props;
    this.lambda = new LambdaFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(join(props.functionsDirectory, props.name)),
      handler: 'index.handler',
      memorySize: props.memorySizeMb ?? 256,
      timeout: props.timeout,
      environment: { ...props.environment },
      role,
      logGroup: this.logGroup,
      ...(reservedConcurrentExecutions === undefined ? {} : { reservedConcurrentExecutions }),
      ...(deadLetterQueue === undefined ? {} : { deadLetterQueue }),
    });
    this.grantPrincipal = role;
  }
}
