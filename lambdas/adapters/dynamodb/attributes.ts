import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { UnreadableRecordError } from '../../domain/base/dependency-error.ts';

export type Item = Record<string, AttributeValue>;
export type PrimaryKey = Record<'PK' | 'SK', AttributeValue.SMember>;

export function stringOf(item: Item, attribute: string): string {
  const value = item[attribute]?.S;
  if (value === undefined) throw new UnreadableRecordError(attribute);
  return value;
}

export function oneOf<T extends string>(item: Item, attribute: string, allowed: readonly T[]): T {
  const value = stringOf(item, attribute);
  const known = allowed.find((candidate) => candidate === value);
  if (known === undefined) throw new UnreadableRecordError(attribute);
  return known;
}

export function booleanOf(item: Item, attribute: string): boolean {
  const value = item[attribute]?.BOOL;
  if (value === undefined) throw new UnreadableRecordError(attribute);
  return value;
}

export function integerOf(item: Item, attribute: string): number {
  const text = item[attribute]?.N;
  const value = Number(text);
  if (text === undefined || !Number.isSafeInteger(value)) throw new UnreadableRecordError(attribute);
  return value;
}

/** Returns null only if the attribute is missing; throws if it has the wrong type. */
export function optionalIntegerOf(item: Item, attribute: string): number | null {
  return item[attribute] === undefined ? null : integerOf(item, attribute);
}

/** Returns null only if the attribute is missing; throws if it has the wrong type. */
export function optionalStringOf(item: Item, attribute: string): string | null {
  return item[attribute] === undefined ? null : stringOf(item, attribute);
}

export function integersOf(item: Item, attribute: string): readonly number[] {
  const list = item[attribute]?.L;
  if (list === undefined) throw new UnreadableRecordError(attribute);
  return list.map((value) => integerOf({ value }, 'value'));
}

export function stringsOf(item: Item, attribute: string): readonly string[] {
  const list = item[attribute]?.L;
  if (list === undefined) throw new UnreadableRecordError(attribute);
  return list.map((value) => {
    if (value.S === undefined) throw new UnreadableRecordError(attribute);
    return value.S;
  });
}

export function textValue(text: string): { S: string } {
  return { S: text };
}

export function numberValue(value: number): { N: string } {
  return { N: String(value) };
}

export function textList(texts: readonly string[]): { L: { S: string }[] } {
  return { L: texts.map(textValue) };
}
