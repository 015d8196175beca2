/** The hub of a template: its distribution, the files behind it, its sign-in and the secrets. */

export interface DistributionDefinition {
  readonly id: string;
  readonly domainName: string;
  readonly defaultRootObject: string | null;
  /** In the order in which they are tried; the last one, with the pattern `*`, takes the rest. */
  readonly behaviors: readonly BehaviorDefinition[];
}

export interface BehaviorDefinition {
  readonly pathPattern: string;
  readonly allowedMethods: ReadonlySet<string>;
  readonly origin: OriginDefinition;
  readonly viewerRequest: EdgeFunctionDefinition | null;
  readonly responseHeaders: ResponseHeadersDefinition | null;
}

export type OriginDefinition = BucketOrigin | HttpOrigin;

/** Read with the distribution's own identity. */
export interface BucketOrigin {
  readonly type: 'bucket';
  readonly bucketName: string;
  readonly path: string;
}

/** Gets everything that the viewer sends except for the Host header. */
export interface HttpOrigin {
  readonly type: 'http';
  readonly domainName: string;
  readonly path: string;
  readonly headers: readonly OriginHeader[];
  readonly readTimeoutMs: number;
}

/** A header that the distribution sets on every request to an origin. */
export interface OriginHeader {
  readonly name: string;
  readonly value: { readonly literal: string } | { readonly secretArn: string };
}

export interface EdgeFunctionDefinition {
  readonly name: string;
  readonly code: string;
}

export interface ResponseHeadersDefinition {
  readonly set: readonly { readonly name: string; readonly value: string; readonly override: boolean }[];
  readonly remove: readonly string[];
}

/** Files that a deployment puts into a bucket. */
export interface BucketDeploymentDefinition {
  readonly bucketName: string;
  /** Empty, or ends in a slash. */
  readonly keyPrefix: string;
  /** A later source replaces files of an earlier one. */
  readonly sources: readonly DeploymentSource[];
  /** Patterns as `aws s3 sync` takes them, against the path below the prefix. */
  readonly exclude: readonly string[];
  readonly include: readonly string[];
  /** Whether it deletes all other files. */
  readonly prune: boolean;
  /** Header name in lower case → value, for each of its objects. */
  readonly metadata: ReadonlyMap<string, string>;
}

export interface DeploymentSource {
  readonly directory: string;
  /** Text in the files → its replacement. */
  readonly replacements: ReadonlyMap<string, string>;
}

export interface SecretDefinition {
  readonly arn: string;
  readonly name: string;
  /** The property GenerateSecretString. */
  readonly generate: Readonly<Record<string, unknown>> | null;
  /** The value in the template. */
  readonly value?: string;
}

/** An app client for people who sign in with a browser. */
export interface SignInClientDefinition {
  readonly id: string;
  readonly userPoolId: string;
  readonly callbackUrls: readonly string[];
  readonly logoutUrls: readonly string[];
}
