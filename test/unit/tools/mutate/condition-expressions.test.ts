import { describe, expect, it } from '@jest/globals';
import { mutantsOf } from '../../../../tools/mutate/mutants.ts';

const ALWAYS = 'OR attribute_not_exists(in_no_record)';
const NEVER = 'AND attribute_exists(in_no_record)';

function partsOf(literal: string): string[] {
  return mutantsOf('lambdas/adapters/x.ts', `const x = ${literal};`)
    .filter(({ mutator }) => mutator === 'condition part')
    .map(({ after }) => after);
}

describe('mutants of a condition expression', () => {
  it.each([
    ['an update', "'SET #status = :status'"],
    ['a text', "'The key does not exist AND was not found.'"],
  ])('leave %s alone', (_, literal) => {
    expect(partsOf(literal)).toEqual([]);
  });

  it('leave the condition of a query alone, without which there is no query', () => {
    expect(partsOf("{ KeyConditionExpression: 'PK = :pk AND begins_with(SK, :prefix)' }")).toEqual([]);
  });

  it('make each conjunct hold always, so that every placeholder stays in use', () => {
    expect(partsOf("'attribute_exists(PK) AND #status = :active'")).toEqual([
      `(attribute_exists(PK) ${ALWAYS}) AND #status = :active`,
      `attribute_exists(PK) AND (#status = :active ${ALWAYS})`,
    ]);
  });

  it('make each alternative hold never, also within parentheses', () => {
    expect(partsOf("'attribute_exists(PK) AND (attribute_not_exists(at) OR at < :now)'")).toEqual([
      `(attribute_exists(PK) ${ALWAYS}) AND (attribute_not_exists(at) OR at < :now)`,
      `attribute_exists(PK) AND ((attribute_not_exists(at) OR at < :now) ${ALWAYS})`,
      `attribute_exists(PK) AND ((attribute_not_exists(at) ${NEVER}) OR at < :now)`,
      `attribute_exists(PK) AND (attribute_not_exists(at) OR (at < :now ${NEVER}))`,
      'attribute_exists(PK) AND (attribute_not_exists(at) OR at <= :now)',
    ]);
  });

  it('take what a template inserts as one part', () => {
    const revision = `\${revisionIs(a ? ' AND ' : b)}`;

    expect(partsOf(`{ ConditionExpression: \`\${NOT_DELETED} AND ${revision}\` }`)).toEqual([
      `(\${NOT_DELETED} ${ALWAYS}) AND ${revision}`,
      `\${NOT_DELETED} AND (${revision} ${ALWAYS})`,
    ]);
  });

  it('let everything pass', () => {
    const [mutant] = mutantsOf('lambdas/adapters/x.ts', 'const x = { ConditionExpression: condition };');

    expect(mutant).toMatchObject({
      mutator: 'condition',
      text: `'(' + (condition) + ') ${ALWAYS}'`,
    });
  });
});
