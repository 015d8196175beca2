import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { Statement } from '../policy/policy-document.ts';
import type { FilterPattern } from './filter-pattern.ts';
import type {
  BucketDeploymentDefinition,
  DistributionDefinition,
  SecretDefinition,
  SignInClientDefinition,
} from './hub-definitions.ts';

/** What the local run needs of the synthesized stacks, all intrinsics resolved. */
export interface Application {
  readonly tables: TableDefinition[];
  /** By function ARN. */
  readonly functions: Map<string, FunctionDefinition>;
  /** What each function may do, by function ARN. */
  readonly roles: ReadonlyMap<string, RoleDefinition>;
  readonly schedules: ScheduleDefinition[];
  readonly eventSourceMappings: EventSourceMappingDefinition[];
  readonly subscriptions: SubscriptionDefinition[];
  readonly queues: QueueDefinition[];
  readonly apis: ApiDefinition[];
  readonly distributions: DistributionDefinition[];
  readonly bucketDeployments: BucketDeploymentDefinition[];
  readonly secrets: SecretDefinition[];
  readonly userPools: UserPoolDefinition[];
  readonly signInClients: SignInClientDefinition[];
  /** Host names of the user pools' login pages. */
  readonly signInDomains: string[];
  readonly resources: readonly ResourceIdentity[];
  /** Physical IDs of all resources of a type, in template order. */
  physicalIds(type: string): string[];
  /** Stack name → output key → value. */
  readonly outputs: Map<string, Map<string, string>>;
}

export interface ResourceIdentity {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
}

export interface TableDefinition {
  readonly name: string;
  /** The properties that CreateTable takes, without the name. */
  readonly input: Omit<CreateTableCommandInput, 'TableName'>;
  readonly ttlAttribute?: string;
}

export interface FunctionDefinition {
  readonly arn: string;
  readonly name: string;
  /** Directory of the built bundle. */
  readonly directory: string;
  readonly handler: string;
  readonly environment: Record<string, string>;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** Name of the log group for its lines. */
  readonly logGroup: string;
  /** Takes asynchronous events whose every attempt failed; null loses them. */
  readonly deadLetterQueueArn: string | null;
}

export interface RoleDefinition {
  readonly arn: string;
  readonly name: string;
  /** Of all its policies. */
  readonly statements: readonly Statement[];
}

/** A rule that calls functions at a fixed rate. */
export interface ScheduleDefinition {
  readonly name: string;
  readonly arn: string;
  readonly everyMs: number;
  readonly functionArns: readonly string[];
}

/** How Lambda reads the stream of a table for a function. */
export interface EventSourceMappingDefinition {
  readonly name: string;
  readonly functionArn: string;
  readonly tableName: string;
  /** From the template; the server's own ARN differs. */
  readonly streamArn: string;
  readonly batchSize: number;
  /** Whether a failed batch is halved. */
  readonly bisectBatch: boolean;
  readonly maximumRetryAttempts: number;
  readonly maximumRecordAgeSeconds: number;
  /** A record has to match one of them. */
  readonly filters: readonly FilterPattern[];
  /** The queue for records that Lambda gives up on; null drops them. */
  readonly deadLetterArn: string | null;
}

/** Sends the lines of a log group to a function. */
export interface SubscriptionDefinition {
  readonly name: string;
  readonly logGroup: string;
  readonly accepts: (line: string) => boolean;
  readonly functionArn: string;
}

export interface UserPoolDefinition {
  readonly id: string;
  /** ARN of the function that the pool calls after a confirmation; null for none. */
  readonly postConfirmation: string | null;
}

export interface QueueDefinition {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
}

export interface ApiDefinition {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly accountId: string;
  readonly stage: string;
  readonly deploymentId: string;
  readonly routes: readonly RouteDefinition[];
  /** By response type, such as ACCESS_DENIED or DEFAULT_5XX. */
  readonly gatewayResponses: ReadonlyMap<string, GatewayResponseDefinition>;
  readonly accessLogFormat: string | null;
  /** Name of the log group for the access log. */
  readonly accessLogGroup: string | null;
}

/** One method of one resource. */
export interface RouteDefinition {
  readonly resourceId: string;
  /** Template path such as `/partners/{partner_id}/{proxy+}`. */
  readonly resourcePath: string;
  /** A verb, or ANY. */
  readonly httpMethod: string;
  readonly authorizer: AuthorizerDefinition | null;
  readonly integration: Integration;
}

/** A REQUEST authorizer without identity sources and cache, the only kind that is emulated. */
export interface AuthorizerDefinition {
  readonly name: string;
  readonly functionArn: string;
}

export type Integration = FunctionIntegration | HttpIntegration;

export interface FunctionIntegration {
  readonly type: 'AWS_PROXY';
  readonly functionArn: string;
  readonly timeoutMs: number;
}

export interface HttpIntegration {
  readonly type: 'HTTP_PROXY';
  /** A verb, or ANY for the client's own. */
  readonly httpMethod: string;
  /** URL with `{name}` placeholders in its path. */
  readonly uri: string;
  readonly parameters: readonly ParameterMapping[];
  readonly timeoutMs: number;
}

/** `integration.request.<location>.<name>: <source>`. */
export interface ParameterMapping {
  readonly location: 'path' | 'header' | 'querystring';
  readonly name: string;
  readonly source: MappingSource;
}

export type MappingSource =
  | { readonly from: 'literal'; readonly value: string }
  | { readonly from: 'context'; readonly name: string }
  | { readonly from: 'path' | 'header' | 'querystring'; readonly name: string };

export interface GatewayResponseDefinition {
  /** null keeps the status of the type. */
  readonly statusCode: number | null;
  readonly headers: ReadonlyMap<string, string>;
  /** null keeps AWS's own body. */
  readonly template: string | null;
}
