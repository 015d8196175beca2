import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { Env } from '../../lambdas/env.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type { FunctionName } from '../functions/function-names.ts';
import { grantSendMail } from '../functions/mail-grant.ts';
import { metricsNamespace } from '../functions/metrics-namespace.ts';
import { ServiceFunction } from '../functions/service-function.ts';
import type { Records } from '../records/records.ts';

export interface ManagementFunctionsProps {
  readonly configuration: Configuration;
  readonly functionsDirectory: string;
  readonly records: Records;
}

interface Settings {
  readonly timeoutSeconds: number;
  /** @default 256 */
  readonly memorySizeMb?: number;
  /** @default - none */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The functions behind the Management API's routes, each with what it needs and no more. */
export class ManagementFunctions extends Construct {
  readonly session: ServiceFunction;
  readonly apiKeys: ServiceFunction;
  readonly otpChallenges: ServiceFunction;
  readonly legacyToken: ServiceFunction;
  readonly activity: ServiceFunction;
  readonly settings: ServiceFunction;
  readonly notices: ServiceFunction;
  readonly health: ServiceFunction;
  readonly usage: ServiceFunction;
  readonly denials: ServiceFunction;
  readonly notFound: ServiceFunction;

  constructor(scope: Construct, id: string, props: ManagementFunctionsProps) {
    super(scope, id);
    const { configuration, functionsDirectory, records } = props;
    const { table, otpPepper, messagingApiKey } = records;
    const { senderAddress } = configuration;
    const fn = (id: string, name: FunctionName, does: string, settings: Settings) =>
      new ServiceFunction(this, id, {
        name,
        description: `Management API: ${does}`,
        functionsDirectory,
        timeout: Duration.seconds(settings.timeoutSeconds),
        memorySizeMb: settings.memorySizeMb ?? 256,
        environment: settings.environment ?? {},
      });
    const onTable = { [Env.TABLE_NAME]: table.tableName };
    // Of those that send one-time codes or take them.
    const measured = { [Env.METRICS_NAMESPACE]: metricsNamespace(configuration.stage) };
    const sender = senderAddress === null ? {} : { [Env.SENDER_ADDRESS]: senderAddress };

    this.session = fn('Session', 'session', 'GET /session', { timeoutSeconds: 10, environment: onTable });
    table.grantReadPartners(this.session);

    this.apiKeys = fn('ApiKeys', 'api-keys', '/api-keys', {
      timeoutSeconds: 20,
      memorySizeMb: 512,
      environment: {
        ...onTable,
        ...measured,
        [Env.KEY_ENVIRONMENT]: configuration.keyEnvironment,
        [Env.OTP_PEPPER_SECRET_ARN]: otpPepper.arn,
      },
    });
    table.grantManageKeys(this.apiKeys);
    table.grantReadLastUses(this.apiKeys);
    otpPepper.grantRead(this.apiKeys);

    this.otpChallenges = fn('OtpChallenges', 'otp-challenges', 'POST /otp-challenges', {
      timeoutSeconds: 25,
      memorySizeMb: 512,
      environment: {
        ...onTable,
        ...measured,
        ...sender,
        ...(configuration.messagingApiUrl === null ? {} : { [Env.MESSAGING_API_URL]: configuration.messagingApiUrl }),
        [Env.OTP_PEPPER_SECRET_ARN]: otpPepper.arn,
        [Env.MESSAGING_API_KEY_SECRET_ARN]: messagingApiKey.arn,
        [Env.OTP_TEMPLATE_NAME]: configuration.otpTemplate.name,
        [Env.OTP_TEMPLATE_LANGUAGE]: configuration.otpTemplate.language,
      },
    });
    table.grantKeepCodes(this.otpChallenges);
    otpPepper.grantRead(this.otpChallenges);
    messagingApiKey.grantRead(this.otpChallenges);

    this.legacyToken = fn('LegacyToken', 'legacy-token', '/legacy-token', { timeoutSeconds: 20, environment: onTable });
    table.grantWriteItems(this.legacyToken);
    table.grantReadLegacyUsage(this.legacyToken);

    this.activity = fn('Activity', 'activity', 'GET /activity', { timeoutSeconds: 10, environment: onTable });
    table.grantListItems(this.activity);

    this.settings = fn('Settings', 'settings', '/settings', {
      timeoutSeconds: 20,
      memorySizeMb: 512,
      environment: { ...onTable, ...measured, [Env.OTP_PEPPER_SECRET_ARN]: otpPepper.arn },
    });
    table.grantWriteItems(this.settings);
    otpPepper.grantRead(this.settings);

    this.notices = fn('Notices', 'notices', '/notices', { timeoutSeconds: 10, environment: onTable });
    table.grantWriteItems(this.notices);

    this.health = fn('Health', 'health', 'GET /health', { timeoutSeconds: 10, environment: onTable });
    table.grantReadPartners(this.health);
    this.usage = fn('Usage', 'usage', 'GET /usage and POST /allowed-ips/preview', {
      timeoutSeconds: 20,
      memorySizeMb: 512,
      environment: onTable,
    });
    table.grantReadUsage(this.usage);

    this.denials = fn('Denials', 'denials', 'GET /denials', { timeoutSeconds: 10, environment: onTable });
    table.grantReadDenials(this.denials);

    this.notFound = fn('NotFound', 'management-not-found', '404 for everything that is no route', {
      timeoutSeconds: 5,
    });

    if (senderAddress !== null) {
      const warnings = new ServiceFunction(this, 'ExpiryWarnings', {
        name: 'expiry-warnings',
        description: 'Tells partners by e-mail of keys that are about to end',
        functionsDirectory,
        timeout: Duration.minutes(5),
        environment: { ...onTable, ...sender },
      });
      table.grantWorkOffWarnings(warnings);
      grantSendMail(warnings, senderAddress);
      new Rule(this, 'ExpiryWarningsSchedule', {
        description: 'Looks every hour for warnings that are due; each is sent once',
        schedule: Schedule.rate(Duration.hours(1)),
        targets: [new LambdaFunction(warnings.lambda, { retryAttempts: 2 })],
      });
      grantSendMail(this.otpChallenges, senderAddress);
    }
  }
}
