import { RemovalPolicy, SecretValue } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from '../functions/acknowledge.ts';

export interface GeneratedSecretProps {
  readonly description: string;
  /** Whether the secret outlives the stack. */
  readonly retained: boolean;
}

/**
 * A secret of 64 letters and digits, made by Secrets Manager and known to no template. How it is generated must stay as
 * it is: another setting would replace the value of every deployment.
 */
export class GeneratedSecret extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: GeneratedSecretProps) {
    super(scope, id);
    const secret = new Secret(this, 'Secret', {
      description: props.description,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: props.retained ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    acknowledge(secret, {
      SMG4: 'An operator rotates it (docs/deployment.md): the distribution or a foreign service has to follow.',
    });
    this.arn = secret.secretArn;
  }

  /**
   * What CloudFormation puts the value in for when it deploys: of the given version, or of the current one. It does not
   * look again until the text changes.
   */
  dynamicReference(versionId: string | null): string {
    return SecretValue.secretsManager(this.arn, versionId === null ? {} : { versionId }).unsafeUnwrap();
  }

  /** The value in all its versions, and nothing else of the secret. */
  grantRead(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [this.arn] }),
    );
  }
}
