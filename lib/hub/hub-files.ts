import { join } from 'node:path';
import { Duration, Stack } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { CfnBucket, IBucket } from 'aws-cdk-lib/aws-s3';
import {
  BucketDeployment,
  type BucketDeploymentProps,
  CacheControl,
  type ISource,
  Source,
} from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { acknowledge } from '../functions/acknowledge.ts';
import { SECURITY_TEXT_PATH } from './security-text.ts';

export interface HubFilesProps {
  readonly bucket: IBucket;
  /** Holds the built pages: index.html, and below `assets/` files whose names change with their content. */
  readonly hubDirectory: string;
  /** Content of /config.json. */
  readonly config: Readonly<Record<string, string>>;
  /** Content of /.well-known/security.txt. Null: there is none. */
  readonly securityText: string | null;
}

/** The hub's files in the bucket. */
export class HubFiles extends Construct {
  constructor(scope: Construct, id: string, props: HubFilesProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', { retention: RetentionDays.THREE_MONTHS });
    const deploy = (id: string, sources: ISource[], options: Partial<BucketDeploymentProps>) =>
      new BucketDeployment(this, id, {
        sources,
        destinationBucket: props.bucket,
        ...options,
        // A page that is open in a browser may still load files of the version before.
        prune: false,
        logGroup,
      });

    const assets = deploy('Assets', [Source.asset(join(props.hubDirectory, 'assets'))], {
      cacheControl: [CacheControl.maxAge(Duration.days(365)), CacheControl.immutable()],
      destinationKeyPrefix: 'assets',
    });
    const pages = deploy(
      'Pages',
      [Source.asset(props.hubDirectory, { exclude: ['assets'] }), Source.jsonData('config.json', props.config)],
      // Always asked for anew, so that no invalidation is needed either.
      { cacheControl: [CacheControl.noCache()] },
    );
    if (props.securityText !== null) {
      deploy('SecurityText', [Source.data(SECURITY_TEXT_PATH, props.securityText)], {
        cacheControl: [CacheControl.noCache()],
        // RFC 9116, section 3, demands both.
        contentType: 'text/plain; charset=utf-8',
      });
    }
    // A page must not name files that are not there yet.
    pages.node.addDependency(assets);
    this.#acknowledgeDeployer(props.bucket);
  }

  /** CDK's own function that unpacks the files, one a stack, with the role that CDK gives it. */
  #acknowledgeDeployer(bucket: IBucket): void {
    const stack = Stack.of(this);
    const deployer = stack.node.children.find(({ node }) => node.id.startsWith('Custom::CDKBucketDeployment'));
    if (deployer === undefined) throw new Error('The stack holds no function that deploys files.');
    const bucketId = stack.getLogicalId(bucket.node.defaultChild as CfnBucket);
    const assets = `cdk-${stack.synthesizer.bootstrapQualifier ?? ''}-assets`;
    const reason =
      'A function of CDK that runs while CloudFormation deploys, on the bucket of assets and that of the pages.';
    const findings = [
      'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
      ...['GetBucket*', 'GetObject*', 'List*', 'Abort*', 'DeleteObject*'].map((action) => `IAM5[Action::s3:${action}]`),
      `IAM5[Resource::arn:<AWS::Partition>:s3:::${assets}-<AWS::AccountId>-<AWS::Region>/*]`,
      `IAM5[Resource::<${bucketId}.Arn>/*]`,
      'L1',
    ];
    acknowledge(deployer, Object.fromEntries(findings.map((finding) => [finding, reason])));
  }
}
