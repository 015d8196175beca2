import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from '@jest/globals';
import { createKeyWithCode } from '../../support/create-key.ts';
import { auditEventsOf, deleteRecord } from '../../support/hub-records.ts';
import { operator, runInfo } from '../../support/local-run.ts';
import { noticesTo, noticeTo } from '../../support/mailbox.ts';
import { readPartition } from '../../support/records.ts';
import { placesIn, streamArnOf, streamLetter, streamsClient } from '../../support/table-stream.ts';
import { createSignedInUser } from '../../support/users.ts';

const GENERATED = 'An API key was generated';
const run = runInfo();
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

async function bury(body: string): Promise<void> {
  const client = new SQSClient({ endpoint: run.queues_endpoint, region: run.region, credentials });
  await client.send(new SendMessageCommand({ QueueUrl: run.notices_dead_letters_url, MessageBody: body }));
  client.destroy();
}

/** Where the stream has the creation of the partner's key, as Lambda would name it in a dead letter. */
async function letterOf(partnerId: string): Promise<string> {
  const dynamoDb = new DynamoDBClient({ endpoint: run.dynamodb_endpoint, region: run.region, credentials });
  const streams = streamsClient(run.dynamodb_endpoint);
  const [event] = (await auditEventsOf(partnerId)).filter(({ action }) => action?.S === 'api_key.created');
  const key = `${event?.PK?.S} ${event?.SK?.S}`;
  const place = (await placesIn(streams, await streamArnOf(dynamoDb, run.table))).find((one) => one.key === key);
  dynamoDb.destroy();
  streams.destroy();
  if (place === undefined) throw new Error(`The stream has no ${key}.`);
  // Lambda names the stream by the ARN that the template's mapping has.
  return streamLetter(`arn:aws:dynamodb:${run.region}:000000000000:table/${run.table}/stream/local`, place);
}

test('the operator sends what the function had to give up, once, and only to whom it was not sent', async () => {
  const user = await createSignedInUser();
  await createKeyWithCode(user);
  await noticeTo(user.email, GENERATED);
  const letter = await letterOf(user.partnerId);

  await bury(letter);
  expect(await operator('notices', 'replay')).toMatchObject({
    status: 0,
    stdout: 'Processed 1 dead letters of notices.\n',
  });
  expect(await noticesTo(user.email)).toHaveLength(1);

  // As if the function had never come to it.
  for (const [sortKey] of await readPartition(`NOTICE#${user.partnerId}`)) {
    await deleteRecord({ PK: { S: `NOTICE#${user.partnerId}` }, SK: { S: sortKey } });
  }
  await bury(letter);
  await bury(letter);
  expect(await operator('notices', 'replay')).toMatchObject({ status: 0, stderr: '' });
  expect((await noticesTo(user.email)).map(({ subject }) => subject)).toEqual([GENERATED, GENERATED]);
  expect(await operator('notices', 'replay')).toMatchObject({ status: 0, stdout: 'No notice waits to be sent.\n' });
});
