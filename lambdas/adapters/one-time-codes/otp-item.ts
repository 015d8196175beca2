import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { UnreadableRecordError } from '../../domain/base/dependency-error.ts';
import { formatAction, type OtpAction, parseAction } from '../../domain/one-time-codes/otp-action.ts';
import { NO_OTP_STATE, type OtpChallenge, type OtpState } from '../../domain/one-time-codes/otp-state.ts';
import {
  type Item,
  integerOf,
  integersOf,
  numberValue,
  oneOf,
  optionalIntegerOf,
  stringOf,
  stringsOf,
  textList,
  textValue,
} from '../dynamodb/attributes.ts';
import type { TransactionItem } from '../dynamodb/dynamodb-table.ts';
import { doesNotExist, equals, putIf } from '../dynamodb/expressions.ts';
import { recordKeys } from '../dynamodb/record-keys.ts';

/** Longer than anything in the item counts: failures for a day, and a lock for a day after the last failure. */
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

/** Replaces the state; fails unless the stored state has the version of the new one. */
export function putOtpState(userId: string, state: OtpState): TransactionItem {
  const { version, challenge, pastChallenges, sendsMs, failuresMs, lockedUntilMs } = state;
  const item = {
    ...recordKeys.otp(userId),
    version: numberValue(version + 1),
    ...(challenge === null ? {} : { challenge: { M: formatChallenge(challenge) } }),
    past_challenges: textList(pastChallenges),
    places_ms: { L: sendsMs.map(numberValue) },
    failures_ms: { L: failuresMs.map(numberValue) },
    ...(lockedUntilMs === null ? {} : { locked_until_ms: numberValue(lockedUntilMs) }),
    ttl: numberValue(Math.floor((Date.now() + KEPT_MS) / 1000)),
  };
  return { Put: putIf(item, version === 0 ? doesNotExist : equals('version', numberValue(version))) };
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
    id: textValue(challenge.id),
    partner_id: textValue(challenge.partnerId),
    action: textValue(formatAction(challenge.action)),
    channel: textValue(challenge.channel),
    code_hash: textValue(challenge.codeHash),
    pepper_version: textValue(challenge.pepperVersion),
    attempts_left: numberValue(challenge.attemptsLeft),
    sent_ms: numberValue(challenge.sentMs),
    expires_ms: numberValue(challenge.expiresMs),
  };
}
