import { beforeEach, describe, expect, test } from '@jest/globals';
import { createKeyWithCode, requestCode, sendCode } from '../../support/create-key.ts';
import { auditEventsOf, keysOfPartner, readOtpState } from '../../support/hub-records.ts';
import { expectStatus, managementAs } from '../../support/management-api.ts';
import { expectProblem } from '../../support/problem.ts';
import { changePartner, createPartner, readPartner, SUSPENDED } from '../../support/records.ts';
import { createSignedInUser, type SignedInUser } from '../../support/users.ts';

let user: SignedInUser;

beforeEach(async () => {
  user = await createSignedInUser();
});

describe('racing creations with one code', () => {
  test('give one key', async () => {
    const { id, code } = await requestCode(user);

    const answers = await Promise.all(Array.from({ length: 8 }, () => sendCode(user, id, code)));

    const created = answers.filter(({ status }) => status === 201);
    expect(created).toHaveLength(1);
    for (const answer of answers) {
      if (answer.status !== 201) expect(['otp_expired', 'temporarily_unavailable']).toContain(answer.json.code);
    }
    expect((await keysOfPartner(user.partnerId)).map(({ key_id }) => key_id?.S)).toEqual([created[0]?.json.id]);
    expect(await readPartner(user.partnerId)).toMatchObject({ active_keys: { N: '1' } });
    expect(await auditEventsOf(user.partnerId)).toHaveLength(1);
  });
});

describe('a partner that was suspended after the code was sent', () => {
  test('gets no key, and the code is good again after reactivation', async () => {
    const { id, code } = await requestCode(user);
    await changePartner(user.partnerId, SUSPENDED);

    expectProblem(await sendCode(user, id, code), 'partner_suspended');
    expect(await keysOfPartner(user.partnerId)).toEqual([]);

    await changePartner(user.partnerId, { status: { S: 'active' } });
    expectStatus(await sendCode(user, id, code), 201);
  });
});

describe('the fifty-first key', () => {
  test('is refused at the challenge, and nothing is sent or counted', async () => {
    const full = await createSignedInUser({ partnerId: await createPartner({ active_keys: { N: '50' } }) });

    const body = { purpose: 'create_api_key', api_key: { name: 'One too many' } };
    expectProblem(await managementAs(full).post('/otp-challenges', body), 'key_limit_reached');

    expect((await readOtpState(full.userId))?.challenge).toBeUndefined();
  });

  test('is refused at the creation, and the code stays good until there is room', async () => {
    const { id, code } = await requestCode(user);
    await changePartner(user.partnerId, { active_keys: { N: '50' } });

    expectProblem(await sendCode(user, id, code), 'key_limit_reached');
    expect(await keysOfPartner(user.partnerId)).toEqual([]);

    await changePartner(user.partnerId, { active_keys: { N: '49' } });
    expectStatus(await sendCode(user, id, code), 201);
    expect(await readPartner(user.partnerId)).toMatchObject({ active_keys: { N: '50' } });
  });

  test('is refused, too, when three users create the fiftieth at the same moment', async () => {
    const partnerId = await createPartner({ active_keys: { N: '49' } });
    const users = await Promise.all([1, 2, 3].map(() => createSignedInUser({ partnerId })));
    const codes = await Promise.all(users.map((each) => requestCode(each)));

    const answers = await Promise.all(
      users.map((each, at) => sendCode(each, codes[at]?.id ?? '', codes[at]?.code ?? '')),
    );

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const answer of answers) if (answer.status !== 201) expectProblem(answer, 'key_limit_reached');
    expect(await readPartner(partnerId)).toMatchObject({ active_keys: { N: '50' } });
    expect(await keysOfPartner(partnerId)).toHaveLength(1);
  });
});

test('keys created one after the other need no pause: a used code gives its place back', async () => {
  for (let count = 1; count <= 7; count++) await createKeyWithCode(user, `Key ${count}`);

  expect(await keysOfPartner(user.partnerId)).toHaveLength(7);
});
