import { existsSync, writeFileSync } from 'node:fs';
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDbTable } from '../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { DynamoDbPartnerRegistry } from '../../lambdas/adapters/partners/dynamodb-partner-registry.ts';
import { CognitoAccountDirectory } from '../../lambdas/adapters/users/cognito-account-directory.ts';
import { DynamoDbUserStore } from '../../lambdas/adapters/users/dynamodb-user-store.ts';
import { createOperatorApiKey, createPartner } from '../../lambdas/domain/partners/manage-partners.ts';
import { addUser } from '../../lambdas/domain/users/manage-users.ts';

/** The password is public on purpose: it gives access only to the demo data on this machine. */
const DEMO_PASSWORD = 'Demo-Passw0rd!';
const OTHER = { partnerId: 'otherPA', name: 'Other Messaging', email: 'owner@other.example', phone: null };
const DEMO = { partnerId: 'demoPA', name: 'Demo Messaging', email: 'owner@demo.example', phone: '+4930901820' };

/** The user that can sign in to the hub. */
export const DEMO_USER = { email: DEMO.email, password: DEMO_PASSWORD };

export interface DemoData {
  readonly partner_id: string;
  readonly email: string;
  readonly password: string;
  readonly api_key: string;
  readonly legacy_token: string;
}

export interface DemoDataOptions {
  readonly dynamoDb: DynamoDBClient;
  readonly tableName: string;
  readonly cognito: CognitoIdentityProviderClient;
  readonly userPoolId: string;
  /** Origin of the Partner API, which serves `POST /api/v2/token`. */
  readonly partnerApi: string;
  /** Exists when the demo data is complete. */
  readonly markerFile: string;
}

/**
 * Creates the demo partners, then a key and a token of the last one, and writes `markerFile`. Every step can be repeated, so
 * that the next run completes the data after a kill. Returns null if the marker exists.
 */
export async function createDemoData(options: DemoDataOptions): Promise<DemoData | null> {
  if (existsSync(options.markerFile)) return null;
  const table = new DynamoDbTable(options.dynamoDb, options.tableName);
  const registry = new DynamoDbPartnerRegistry(table);
  const users = new DynamoDbUserStore(table);
  const directory = new CognitoAccountDirectory(options.cognito, options.userPoolId);
  for (const { partnerId, name, email, phone } of [OTHER, DEMO]) {
    await createPartner(registry, partnerId, name, { legacyTokenEnabled: true });
    await addUser(users, directory, { partnerId, email, phone, password: DEMO_PASSWORD, identity: null });
  }
  const { partnerId, email } = DEMO;
  const { outcome, key } = await createOperatorApiKey(registry, { environment: 'test', partnerId, name: 'Demo key' });
  if (outcome !== 'created') throw new Error(`The demo key was not created: ${outcome}.`);
  const token = await legacyToken(options.partnerApi, email);
  writeFileSync(options.markerFile, `${new Date().toISOString()}\n`);
  return { partner_id: partnerId, email, password: DEMO_PASSWORD, api_key: key, legacy_token: token };
}

async function legacyToken(partnerApi: string, username: string): Promise<string> {
  const response = await fetch(`${partnerApi}/api/v2/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: DEMO_PASSWORD }),
  });
  const body = (await response.json()) as { access_token?: string; error?: string };
  if (body.access_token === undefined)
    throw new Error(`POST /token failed with ${response.status} ${body.error ?? ''}.`);
  return body.access_token;
}
