import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from '@jest/globals';
import { operator, runInfo } from '../../support/local-run.ts';
import { logDelivery } from '../../support/log-delivery.ts';
import { accessLine } from '../../support/log-lines.ts';
import { createApiKey, createPartner, readPartition } from '../../support/records.ts';

test('the operator counts what the function had to give up', async () => {
  const partnerId = await createPartner();
  const { keyId } = await createApiKey(partnerId);
  const { region, queues_endpoint: endpoint, usage_dead_letters_url: QueueUrl } = runInfo();
  const client = new SQSClient({ endpoint, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
  const line = accessLine({ 'authorizer.partner_id': partnerId, 'authorizer.credential_id': keyId });
  const MessageBody = JSON.stringify(logDelivery([line], { logStream: partnerId }));
  for (let copy = 0; copy < 2; copy += 1) await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  client.destroy();

  expect(await operator('usage', 'replay')).toMatchObject({
    status: 0,
    stderr: '',
    stdout: expect.stringMatching(/^Counted \d/),
  });
  expect((await readPartition(`USAGE#${partnerId}`)).get(`${keyId}#2026-12-01`)).toMatchObject({ total: { N: '1' } });
  expect(await operator('usage', 'replay')).toMatchObject({ status: 0, stdout: 'No log batch waits to be counted.\n' });
  expect((await operator('usage', 'replay', 'all')).status).toBe(2);
});
