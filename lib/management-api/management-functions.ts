import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import {
  MANAGEMENT_FUNCTION_NAMES,
  MANAGEMENT_FUNCTIONS,
  type ManagementFunction,
  type ManagementFunctionName,
} from '../../lambdas/contract/management-routes.ts';
import { Env } from '../../lambdas/env.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { grantSendMail } from '../functions/mail-grant.ts';
import { ServiceFunction } from '../functions/service-function.ts';
import type { Records } from '../records/records.ts';
import { managementProvisions } from './management-needs.ts';

export interface ManagementFunctionsProps {
  readonly configuration: Configuration;
  readonly functionsDirectory: string;
  readonly records: Records;
}

/** The functions behind the Management API's routes, each with what it needs and no more. */
export class ManagementFunctions extends Construct {
  readonly byName: ReadonlyMap<ManagementFunctionName, ServiceFunction>;
  readonly notFound: ServiceFunction;

  constructor(scope: Construct, id: string, props: ManagementFunctionsProps) {
    super(scope, id);
    const { configuration, functionsDirectory, records } = props;
    const provisions = managementProvisions(configuration, records);
    const create = (name: ManagementFunctionName) => {
      const { description, needs, timeoutSeconds, memorySizeMb }: ManagementFunction = MANAGEMENT_FUNCTIONS[name];
      const provided = needs.map((need) => provisions[need]);
      const fn = new ServiceFunction(this, constructIdOf(name), {
        name,
        description: `Management API: ${description}`,
        functionsDirectory,
        timeout: Duration.seconds(timeoutSeconds),
        memorySizeMb,
        environment: Object.assign({}, ...provided.map(({ environment }) => environment)),
      });
      for (const { grant } of provided) grant?.(fn);
      return fn;
    };
    this.byName = new Map(MANAGEMENT_FUNCTION_NAMES.map((name) => [name, create(name)]));
    this.notFound = new ServiceFunction(this, 'NotFound', {
      name: 'management-not-found',
      description: 'Management API: 404 for everything that is no route',
      functionsDirectory,
      timeout: Duration.seconds(5),
    });
    if (configuration.senderAddress !== null) this.#warnOfExpiry(props, configuration.senderAddress);
  }

  #warnOfExpiry({ functionsDirectory, records: { table } }: ManagementFunctionsProps, senderAddress: string): void {
    const warnings = new ServiceFunction(this, 'ExpiryWarnings', {
      name: 'expiry-warnings',
      description: 'Warns partner users by e-mail of keys that expire soon',
      functionsDirectory,
      timeout: Duration.minutes(5),
      environment: { [Env.TABLE_NAME]: table.tableName, [Env.SENDER_ADDRESS]: senderAddress },
    });
    table.grantSendWarnings(warnings);
    grantSendMail(warnings, senderAddress);
    new Rule(this, 'ExpiryWarningsSchedule', {
      description: 'Looks every hour for warnings that are due; each is sent once',
      schedule: Schedule.rate(Duration.hours(1)),
      targets: [new LambdaFunction(warnings.lambda, { retryAttempts: 2 })],
    });
  }
}

/** `api-keys` is `ApiKeys`. Logical IDs are made of it, so a function that is renamed is replaced. */
function constructIdOf(name: ManagementFunctionName): string {
  return name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
