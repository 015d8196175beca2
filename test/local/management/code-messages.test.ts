import { describe, expect, test } from '@jest/globals';
import { requestCode, sendCode, wrongCode } from '../../support/create-key.ts';
import { messagesTo } from '../../support/mailbox.ts';
import { callManagement, expectStatus, managementAs } from '../../support/management-api.ts';
import { expectInvalid, expectProblem } from '../../support/problem.ts';
import { createPartner } from '../../support/records.ts';
import { createSignedInUser, newPhone } from '../../support/users.ts';

/** The address that calls of these tests come from. */
const OWN_ADDRESS = /(127\.0\.0\.1|::1|::ffff:127\.0\.0\.1)/;

/** Visible text of an HTML mail, as far as names and addresses go. */
function visible(html: string): string {
  return html
    .replace(/<style.*?<\/style>/gis, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

/** Either of the days in UTC, in one of the ways that no reader takes for another day. */
function dayOf(...times: readonly number[]): RegExp {
  const days = times.flatMap((time) => {
    const [year, month, day] = new Date(time).toISOString().slice(0, 10).split('-');
    const name = new Date(time).toLocaleString('en-GB', { month: 'long', timeZone: 'UTC' });
    return [`${year}-${month}-${day}`, `${Number(day)} (${name}|${name.slice(0, 3)}) ${year}`];
  });
  return new RegExp(`(${days.join('|')})[\\s\\S]*UTC`);
}

describe('the code by e-mail', () => {
  test('goes to the user, whose address is masked in the answer', async () => {
    const user = await createSignedInUser();

    const { answer, message } = await requestCode(user);

    expect(answer.json).toEqual({
      id: expect.stringMatching(/\S/),
      channel: 'email',
      destination: `${user.email[0]}•••@example.com`,
      expires_at: expect.stringMatching(/Z$/),
      resend_after: expect.stringMatching(/Z$/),
    });
    expect(answer.body).not.toContain(user.email);
    expect(message.from).toContain('partner-hub@local.example');
    expect(await messagesTo(user.email)).toHaveLength(1);
  });

  test('names the partner, the key, when and from where it was asked, and what to do if that was not you', async () => {
    const partnerId = await createPartner({ name: { S: 'Example Messaging' } });
    const user = await createSignedInUser({ partnerId });
    const before = Date.now();

    const { message, code } = await requestCode(user, 'Billing service');

    for (const text of [message.text, visible(message.html)]) {
      expect(text).toContain('Example Messaging');
      expect(text).toContain('Billing service');
      expect(text).toMatch(dayOf(before, Date.now()));
      expect(text).toMatch(OWN_ADDRESS);
      expect(text).toMatch(/not you|did not ask|didn.t ask|not ask/i);
      expect(text).toContain(code);
    }
    // Subjects show on locked screens.
    expect(message.subject).not.toContain(code);
  });

  test('differs from one to the next', async () => {
    const codes = new Set<string>();
    for (let count = 0; count < 5; count++) codes.add((await requestCode(await createSignedInUser())).code);

    expect(codes.size).toBeGreaterThan(1);
  });

  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    "'><a href='//attacker'>Click</a>",
    "' onmouseover='alert(1)",
    '&lt;b&gt; &amp; & <b>',
    '</body></html>',
  ])('shows a hostile name as text: %s', async (name) => {
    const partnerId = await createPartner({ name: { S: `<i>Partner</i> & "Co"` } });
    const user = await createSignedInUser({ partnerId });

    const { message, code } = await requestCode(user, name);

    expect(message.text).toContain(name);
    expect(message.text).toContain(`Partner: "<i>Partner</i> & 'Co'" (`);
    for (const tag of ['<script', '<img src=x', '<i>Partner', '<a href=', '&lt;b&gt; &amp; & <b>']) {
      expect(message.html).not.toContain(tag);
    }
    // Exactly one document, and nothing that the name could have added to a tag.
    expect(message.html.match(/<\/body>/g) ?? []).toHaveLength(message.html.includes('<body') ? 1 : 0);
    expect(message.html).not.toMatch(/<[^>]*on(error|mouseover)=/i);
    expect(visible(message.html)).toContain(name);
    expect(message.text.match(/^\d{6}$/gm)).toEqual([code]);
  });

  // Else a name could put a code of somebody's own choice before the reader.
  test('stands once in the text, also when the name is six digits', async () => {
    const user = await createSignedInUser();

    const { id, code, message } = await requestCode(user, '123456');

    expect(message.text.match(/^\d{6}$/gm)).toEqual([code]);
    expectStatus(await sendCode(user, id, code), 201);
  });

  test('tells the real address, whatever the client says', async () => {
    const user = await createSignedInUser();
    const headers = [
      ['x-viewer-ip', '203.0.113.7'],
      ['X-Forwarded-For', '203.0.113.8'],
      ['CloudFront-Viewer-Address', '203.0.113.9:443'],
      ['x-origin-secret', 'guessed'],
    ] as const;

    expectStatus(
      await callManagement({
        method: 'POST',
        path: '/otp-challenges',
        token: user.idToken,
        body: { purpose: 'create_api_key', api_key: { name: 'Forged' } },
        headers,
      }),
      201,
    );

    const [message] = await messagesTo(user.email);
    expect(message?.text).toMatch(OWN_ADDRESS);
    expect(`${message?.text}${message?.html}`).not.toContain('203.0.113.');
  });
});

describe('the code by WhatsApp', () => {
  test('goes to the phone, whose number is masked in the answer, and creates the key', async () => {
    const phone = newPhone();
    const user = await createSignedInUser({ phone });

    const { id, code, answer } = await requestCode(user, 'By phone', 'whatsapp');

    expect(answer.json).toMatchObject({ channel: 'whatsapp', destination: expect.stringContaining('•') });
    expect(answer.body).not.toContain(phone.replace('+', ''));
    expect(await messagesTo(user.email)).toEqual([]);
    expectStatus(await sendCode(user, id, code), 201);
  });

  test('is held to the same limits', async () => {
    const user = await createSignedInUser({ phone: newPhone() });
    const { id, code } = await requestCode(user, 'By phone', 'whatsapp');

    const body = { purpose: 'create_api_key', api_key: { name: 'Second' } };
    expectProblem(await managementAs(user).post('/otp-challenges', { ...body, channel: 'email' }), 'otp_rate_limited');
    expectProblem(
      await managementAs(user).post('/otp-challenges', { ...body, channel: 'whatsapp' }),
      'otp_rate_limited',
    );
    expectProblem(await sendCode(user, id, wrongCode(code)), 'otp_incorrect', { attempts_left: 4 });
  });

  test('is refused without a phone, and nothing is counted', async () => {
    const user = await createSignedInUser();
    const body = { purpose: 'create_api_key', api_key: { name: 'Name' } };

    expectInvalid(await managementAs(user).post('/otp-challenges', { ...body, channel: 'whatsapp' }), '/channel');

    expectStatus(await managementAs(user).post('/otp-challenges', body), 201);
  });
});
