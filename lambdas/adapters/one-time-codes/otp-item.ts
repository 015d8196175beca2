import type { AttributeValue, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { formatAction, type OtpAction, parseAction } from '../../domain/one-time-codes/otp-action.ts';
import { NO_OTP_STATE, type OtpChallenge, type OtpState } from '../../domain/one-time-codes/otp-state.ts';
import {
  type Item,
  integerOf,
  integersOf,
  oneOf,
  optionalIntegerOf,
  stringOf,
  stringsOf,
  UnreadableRecordError,
} from '../dynamodb/attributes.ts';
import { recordKeys } from '../dynamodb/record-items.ts';

/** Longer than anything in the item counts: failures a day, a lock a day from the last of them. */
const KEPT_MS = 3 * 24 * 60 * 60 * 1000;

export function parseOtpState(item: Item | undefined): OtpState {
  if (item === undefined) return NO_OTP_STATE;
  return {
    version: integerOf(item, 'version'),
    challenge: parseChallenge(item.challenge),
    pastChallenges: stringsOf(item, 'past_challenges'),
    sendsMs: integersOf(item, 'places_ms'),
    failuresMs: integersOf(item, 'failures_ms'),
    lockedUntilMs: optionalIntegerOf(item, 'locked_until_ms'),
  };
}

/** Replaces the state, if it still is of the version that the new one was made from. */
export function putOtpState(tableName: string, subject: string, state: OtpState): TransactWriteItem {
  const { version, challenge, pastChallenges, sendsMs, failuresMs, lockedUntilMs } = state;
  return {
    Put: {
      TableName: tableName,
      Item: {
        ...recordKeys.otp(subject),
        version: { N: String(version + 1) },
        ...(challenge === null ? {} : { challenge: { M: formatChallenge(challenge) } }),
        past_challenges: { L: pastChallenges.map((id) => ({ S: id })) },
        places_ms: { L: sendsMs.map(numberValue) },
        failures_ms: { L: failuresMs.map(numberValue) },
        ...(lockedUntilMs === null ? {} : { locked_until_ms: numberValue(lockedUntilMs) }),
        ttl: numberValue(Math.floor((Date.now() + KEPT_MS) / 1000)),
      },
      ...(version === 0
        ? { ConditionExpression: 'attribute_not_exists(PK)' }
        : {
            ConditionExpression: '#version = :version',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':version': numberValue(version) },
          }),
    },
  };
}

function parseChallenge(value: AttributeValue | undefined): OtpChallenge | null {
  if (value === undefined) return null;
  const { M: map } = value;
  if (map === undefined) throw new UnreadableRecordError('challenge');
  return {
    id: stringOf(map, 'id'),
    partnerId: stringOf(map, 'partner_id'),
    action: actionOf(map),
    channel: oneOf(map, 'channel', ['email', 'whatsapp']),
    codeHash: stringOf(map, 'code_hash'),
    pepperVersion: stringOf(map, 'pepper_version'),
    attemptsLeft: integerOf(map, 'attempts_left'),
    sentMs: integerOf(map, 'sent_ms'),
    expiresMs: integerOf(map, 'expires_ms'),
  };
}

function actionOf(map: Item): OtpAction {
  const action = parseAction(stringOf(map, 'action'));
  if (action === null) throw new UnreadableRecordError('action');
  return action;
}

function formatChallenge(challenge: OtpChallenge): Item {
  return {
    id: { S: challenge.id },
    partner_id: { S: challenge.partnerId },
    action: { S: formatAction(challenge.action) },
    channel: { S: challenge.channel },
    code_hash: { S: challenge.codeHash },
    pepper_version: { S: challenge.pepperVersion },
    attempts_left: numberValue(challenge.attemptsLeft),
    sent_ms: numberValue(challenge.sentMs),
    expires_ms: numberValue(challenge.expiresMs),
  };
}

function numberValue(value: number): { N: string } {
  return { N: String(value) };
}
