import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, type ISource, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';

export interface HubFilesProps {
  readonly bucket: IBucket;
  /** Holds the built pages: index.html, and below `assets/` files whose names change with their content. */
  readonly hubDirectory: string;
  /** Content of /config.json. */
  readonly config: Readonly<Record<string, string>>;
}

/** The hub's files in the bucket. */
export class HubFiles extends Construct {
  constructor(scope: Construct, id: string, props: HubFilesProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', { retention: RetentionDays.THREE_MONTHS });
    const deploy = (id: string, sources: ISource[], cacheControl: CacheControl[], below?: string) =>
      new BucketDeployment(this, id, {
        sources,
        destinationBucket: props.bucket,
        ...(below === undefined ? {} : { destinationKeyPrefix: below }),
        cacheControl,
        // A page that is open in a browser may still load files of the version before.
        prune: false,
        logGroup,
      });

    const assets = deploy(
      'Assets',
      [Source.asset(join(props.hubDirectory, 'assets'))],
      [CacheControl.maxAge(Duration.days(365)), CacheControl.immutable()],
      'assets',
    );
    const pages = deploy(
      'Pages',
      [Source.asset(props.hubDirectory, { exclude: ['assets'] }), Source.jsonData('config.json', props.config)],
      // Always asked for anew, so that no invalidation is needed either.
      [CacheControl.noCache()],
    );
    // A page must not name files that are not there yet.
    pages.node.addDependency(assets);
  }
}
