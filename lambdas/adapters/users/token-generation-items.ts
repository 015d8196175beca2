import { UnreadableRecordError } from '../../domain/base/dependency-error.ts';
import type { TokenGeneration, TokenGenerations } from '../../domain/model/records.ts';
import type { GenerationChange } from '../../domain/users/token-generations.ts';
import { type Item, integerOf, numberValue } from '../dynamodb/attributes.ts';
import type { TransactionItem } from '../dynamodb/dynamodb-table.ts';
import { allOf, entryEquals, exists, updateIf } from '../dynamodb/expressions.ts';
import { recordKeys } from '../dynamodb/record-keys.ts';

const MAP = 'token_generations';

export function parseGenerations(partner: Item): TokenGenerations {
  const map = partner[MAP]?.M;
  if (map === undefined) throw new UnreadableRecordError(MAP);
  return new Map(Object.entries(map).map(([userId, { M: entry }]) => [userId, parseEntry(entry)]));
}

/** Sets the user's entry and removes others. Fails if one of these has changed since it was read, or there is no partner. */
export function changeGenerations(partnerId: string, { userId, entry, dropped }: GenerationChange): TransactionItem {
  const changes = { entries: { of: MAP, set: { [userId]: entryValue(entry) }, remove: [...dropped.keys()] } };
  const areAsRead = [...dropped].map(([droppedId, read]) => entryEquals(MAP, droppedId, entryValue(read)));
  return { Update: updateIf(recordKeys.partner(partnerId), changes, allOf([exists, ...areAsRead])) };
}

export function entryValue({ generation, until }: TokenGeneration) {
  return { M: { generation: numberValue(generation), until: numberValue(until) } };
}

function parseEntry(entry: Item | undefined): TokenGeneration {
  if (entry === undefined) throw new UnreadableRecordError(MAP);
  return { generation: integerOf(entry, 'generation'), until: integerOf(entry, 'until') };
}
