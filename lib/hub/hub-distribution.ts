import { join } from 'node:path';
import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  ResponseHeadersPolicy,
  S3OriginAccessControl,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from '../functions/acknowledge.ts';
import { pagePolicy, RESPONSE_POLICY, securityHeaders } from './hub-headers.ts';

/**
 * CloudFront keeps these for ten seconds of its own accord, whatever the cache policy and `no-store` say, and its key
 * does not hold the token: one user's 404 or 503 would be everybody's.
 */
const UNCACHED_ERRORS = [404, 405, 414, 500, 501, 502, 503, 504];

export interface HubDistributionProps {
  readonly stage: string;
  /** Host name of the Management API's endpoint. */
  readonly managementApiDomainName: string;
  /** Proves to the Management API that a call came this way: a dynamic reference, no value. */
  readonly originSecretReference: string;
  /** Sources of a Content-Security-Policy that the pages have to reach besides their own origin. */
  readonly signInSources: readonly string[];
}

/** One origin for the hub's pages and the Management API, so that a browser needs no permission to call across. */
export class HubDistribution extends Construct {
  /** Host name of the hub. */
  readonly domainName: string;
  readonly distributionId: string;
  /** Holds the pages. Only the distribution reads it. */
  readonly bucket: IBucket;
  /** CloudFront's names are unique an account, and stages and Regions share it. */
  readonly #prefix: string;

  constructor(scope: Construct, id: string, props: HubDistributionProps) {
    super(scope, id);
    this.#prefix = `partner-hub-${props.stage}-${Aws.REGION}`;
    // CDK's own types do not fit together under exactOptionalPropertyTypes.
    this.bucket = new Bucket(this, 'Pages', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      // CloudFormation cannot delete a bucket that holds files; a creation that fails leaves none behind.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    }) as IBucket;
    // A property of the whole distribution. It names no pages, so every error keeps the body that it came with.
    const distribution = new Distribution(this, 'Distribution', {
      comment: `Partner Hub, stage ${props.stage}`,
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultBehavior: this.#pages(props),
      errorResponses: UNCACHED_ERRORS.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
      additionalBehaviors: { '/management/*': this.#managementApi(props) },
    });
    acknowledge(this.bucket, { S1: 'Holds the pages only, which everybody may see.' });
    acknowledge(distribution, {
      CFR1: 'Partner staff may be anywhere, and nothing is told before they sign in.',
      CFR2: 'Which web ACL the hub gets is up to its operator; the Management API is throttled and checks every call.',
      CFR3: 'The Management API logs its calls with the address of the viewer; what is left are pages that everybody may see.',
      CFR4: "The certificate is CloudFront's own (cloudfront.net), which comes with its TLS policy.",
    });
    this.domainName = distribution.distributionDomainName;
    this.distributionId = distribution.distributionId;
  }

  #pages({ signInSources }: HubDistributionProps): BehaviorOptions {
    const originAccessControl = new S3OriginAccessControl(this, 'PagesAccess', {
      originAccessControlName: `${this.#prefix}-pages`,
    });
    return {
      origin: S3BucketOrigin.withOriginAccessControl(this.bucket, { originAccessControl }),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      // Keeps files as long as they say themselves (hub-files.ts).
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      responseHeadersPolicy: this.#headers('PageHeaders', 'pages', pagePolicy(signInSources)),
      functionAssociations: [this.#onViewerRequest('PageAddress', 'page-address')],
    };
  }

  #managementApi(props: HubDistributionProps): BehaviorOptions {
    return {
      origin: new HttpOrigin(props.managementApiDomainName, {
        // The stage's name as it is written down: a reference to the stage would depend on its methods, these on the
        // authorizer, that on the hub's client, and the client on this distribution.
        originPath: `/${props.stage}`,
        protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [OriginSslPolicy.TLS_V1_2],
        customHeaders: { 'x-origin-secret': props.originSecretReference },
      }),
      // A redirect would come after the token was sent in the clear.
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      // API Gateway finds the API by the Host header.
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy: this.#headers('AnswerHeaders', 'answers', RESPONSE_POLICY),
      functionAssociations: [this.#onViewerRequest('ViewerAddress', 'viewer-address')],
    };
  }

  #headers(id: string, name: string, contentSecurityPolicy: string): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, id, {
      responseHeadersPolicyName: `${this.#prefix}-${name}`,
      ...securityHeaders(contentSecurityPolicy),
    });
  }

  #onViewerRequest(id: string, name: string) {
    return {
      eventType: FunctionEventType.VIEWER_REQUEST,
      function: new EdgeFunction(this, id, {
        functionName: `${this.#prefix}-${name}`,
        runtime: FunctionRuntime.JS_2_0,
        code: FunctionCode.fromFile({ filePath: join(import.meta.dirname, 'edge', `${name}.js`) }),
      }),
    };
  }
}
