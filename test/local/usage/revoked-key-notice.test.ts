import { expect, test } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import { request } from '../../support/local-run.ts';
import { noticesTo } from '../../support/mailbox.ts';
import { echoCall, withKey } from '../../support/partner-calls.ts';
import { createApiKey, DELETED } from '../../support/records.ts';
import { createUser } from '../../support/users.ts';

test('a deleted key that is used again is told to the partner’s users, from the log line to the mailbox', async () => {
  const user = await createUser();
  const { key, name } = await createApiKey(user.partnerId, DELETED);
  await request(echoCall(user.partnerId, withKey(key)));

  await eventually(async () => {
    const messages = await noticesTo(user.email);
    expect(messages).toHaveLength(1);
    expect(JSON.stringify(messages)).toContain(name);
  });
});
