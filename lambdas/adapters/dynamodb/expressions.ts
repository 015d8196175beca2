import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item, PrimaryKey } from './attributes.ts';
import type { Query } from './dynamodb-table.ts';

/** Assigns placeholders to attributes and values: many attribute names are reserved words. */
interface Binder {
  name(attribute: string): string;
  value(value: AttributeValue): string;
}

/** A condition of a write on the stored item. */
export type Condition = (bind: Binder) => string;

export interface Changes {
  readonly set?: Readonly<Record<string, AttributeValue>>;
  readonly remove?: readonly string[];
  /** Adds to numbers and sets; a missing number starts at 0. */
  readonly add?: Readonly<Record<string, AttributeValue>>;
  /** Sets and removes entries of an attribute that is a map. The map must exist. */
  readonly entries?: {
    readonly of: string;
    readonly set: Readonly<Record<string, AttributeValue>>;
    readonly remove: readonly string[];
  };
}

export const exists: Condition = () => 'attribute_exists(PK)';
export const doesNotExist: Condition = () => 'attribute_not_exists(PK)';

export const has =
  (attribute: string): Condition =>
  ({ name }) =>
    `attribute_exists(${name(attribute)})`;

export const lacks =
  (attribute: string): Condition =>
  ({ name }) =>
    `attribute_not_exists(${name(attribute)})`;

const compares =
  (operator: '=' | '<>' | '<' | '<=' | '>') =>
  (attribute: string, expected: AttributeValue): Condition =>
  ({ name, value }) =>
    `${name(attribute)} ${operator} ${value(expected)}`;

export const equals = compares('=');
export const differs = compares('<>');
export const isBelow = compares('<');
export const isAtMost = compares('<=');
export const isAbove = compares('>');

/** Compares an entry of an attribute that is a map. False if there is no such entry. */
export const entryEquals =
  (attribute: string, key: string, expected: AttributeValue): Condition =>
  ({ name, value }) =>
    `${name(attribute)}.${name(key)} = ${value(expected)}`;

export const allOf =
  (conditions: readonly Condition[]): Condition =>
  (bind) =>
    conditions.map((condition) => condition(bind)).join(' AND ');

export const anyOf =
  (conditions: readonly Condition[]): Condition =>
  (bind) =>
    `(${conditions.map((condition) => condition(bind)).join(' OR ')})`;

export function putIf(item: Item, condition: Condition) {
  const expressions = new Expressions();
  return { Item: item, ConditionExpression: condition(expressions), ...expressions.attributes() };
}

/** Returns an update; without a condition it creates a missing item. */
export function updateIf(
  key: PrimaryKey,
  { set = {}, remove = [], add = {}, entries }: Changes,
  condition: Condition | null,
) {
  const expressions = new Expressions();
  const bound = (changes: NonNullable<Changes['set']>, join: string, pathOf = expressions.name) =>
    Object.entries(changes).map(([name, value]) => `${pathOf(name)}${join}${expressions.value(value)}`);
  const entryOf = (entry: string) => `${expressions.name(entries?.of ?? '')}.${expressions.name(entry)}`;
  const clauses = [
    ['SET', [...bound(set, ' = '), ...bound(entries?.set ?? {}, ' = ', entryOf)]],
    ['REMOVE', [...remove.map(expressions.name), ...(entries?.remove ?? []).map(entryOf)]],
    ['ADD', bound(add, ' ')],
  ] as const;
  return {
    Key: key,
    UpdateExpression: clauses
      .filter(([, parts]) => parts.length > 0)
      .map(([keyword, parts]) => `${keyword} ${parts.join(', ')}`)
      .join(' '),
    ...(condition === null ? {} : { ConditionExpression: condition(expressions) }),
    ...expressions.attributes(),
  };
}

export function deleteIf(key: PrimaryKey, condition: Condition) {
  const expressions = new Expressions();
  return { Key: key, ConditionExpression: condition(expressions), ...expressions.attributes() };
}

/** Returns the query without the items that do not meet the condition. */
export function filtered(query: Query, condition: Condition): Query {
  const expressions = new Expressions();
  const filter = condition(expressions);
  const { ExpressionAttributeValues, ...rest } = expressions.attributes();
  return {
    ...query,
    ...rest,
    FilterExpression: filter,
    ExpressionAttributeValues: { ...query.ExpressionAttributeValues, ...ExpressionAttributeValues },
  };
}

/** Returns a check that fails the transaction unless the condition holds. */
export const checkOnly = deleteIf;

class Expressions implements Binder {
  readonly #names = new Map<string, string>();
  readonly #values: AttributeValue[] = [];

  name = (attribute: string): string => {
    const placeholder = this.#names.get(attribute) ?? `#n${this.#names.size}`;
    this.#names.set(attribute, placeholder);
    return placeholder;
  };

  value = (value: AttributeValue): string => `:v${this.#values.push(value) - 1}`;

  /** Leaves out empty maps, which DynamoDB refuses. */
  attributes() {
    const names = [...this.#names].map(([attribute, placeholder]) => [placeholder, attribute] as const);
    const values = this.#values.map((value, index) => [`:v${index}`, value] as const);
    return {
      ...(names.length === 0 ? {} : { ExpressionAttributeNames: Object.fromEntries(names) }),
      ...(values.length === 0 ? {} : { ExpressionAttributeValues: Object.fromEntries(values) }),
    };
  }
}
