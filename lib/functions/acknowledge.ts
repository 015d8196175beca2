import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Takes findings of cdk-nag's AwsSolutions rules for this construct and everything in it as known, each with the reason why
 * the construct stays as it is. Rules: https://github.com/cdklabs/cdk-nag/blob/main/RULES.md#awssolutions
 */
export function acknowledge(scope: IConstruct, reasons: Readonly<Record<string, string>>): void {
  Validations.of(scope).acknowledge(
    ...Object.entries(reasons).map(([rule, reason]) => ({ id: `AwsSolutions-${rule}`, reason })),
  );
}
