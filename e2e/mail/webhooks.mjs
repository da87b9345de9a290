// What administrators are told of webhooks that cannot be delivered to.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { uniqueEmail } from '../clients/server.mjs';
import { startOwn, until } from './own.mjs';
import { book, call, host, inbox, looked, says } from './stage.mjs';

/** An endpoint that gives every request the same answer. */
async function endpoint(status) {
  const receiver = createServer((request, response) => {
    request.resume();
    response.writeHead(status).end();
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  return {
    url: `http://127.0.0.1:${receiver.address().port}/hook?token=secret`,
    stop: () => receiver.close(),
  };
}

test('administrators read that an endpoint is gone', async () => {
  const receiver = await endpoint(410);
  const own = await startOwn();
  try {
    const owner = await call('GET', '/v4/user/me', undefined, { of: own });
    const wanted = { endpoint: receiver.url, eventTypes: ['booking_created'] };
    const { id, secret } = await call('POST', '/webhooks', wanted, { of: own });
    const ada = await host({}, own);
    await book(ada, ada.slots[0], { email: uniqueEmail('gone'), fullname: 'Gone', language: 'en' }, own);
    const mail = await inbox.mail(owner.email, 'Webhook disabled: 127.0.0.1');
    says(mail, 'en', id, '410', `slated webhook resume ${id}`, /GMT|UTC/);
    assert.equal(mail.invite, null);
    assert.equal(mail.headers['list-unsubscribe'], undefined);
    assert.ok(!(mail.text + mail.html).includes(secret) && !(mail.text + mail.html).includes('token=secret'));
    assert.equal((await call('GET', `/webhooks/${id}`, undefined, { of: own })).state, 'disabled');
  } finally {
    receiver.stop();
    await own.stop();
  }
});

test('administrators read that a webhook is paused, each in their own language', async () => {
  const receiver = await endpoint(503);
  const own = await startOwn();
  try {
    const owner = await call('GET', '/v4/user/me', undefined, { of: own });
    // Administrators are made by the operator; in which language they read is said to nobody but the database here.
    const others = Object.fromEntries(['de', 'ar'].map((language) => [language, uniqueEmail(language)]));
    for (const [language, email] of Object.entries(others)) {
      const names = { givenName: 'Grete', familyName: 'Hermann', timezone: 'Europe/Vienna' };
      await call('POST', '/v4/user', { email, language, ...names }, { of: own });
      own.tamper(`UPDATE users SET is_admin = 1 WHERE email = '${email.toLowerCase()}'`);
    }
    const wanted = { endpoint: receiver.url, eventTypes: ['booking_created'] };
    const { id } = await call('POST', '/webhooks', wanted, { of: own });
    const ada = await host({}, own);
    await book(ada, ada.slots[0], { email: uniqueEmail('lost'), fullname: 'Lost', language: 'en' }, own);
    const shown = () => call('GET', `/webhooks/${id}`, undefined, { of: own });
    await until('the first try has failed', async () => (await shown()).failingSince);
    // As if it had failed nine times in three days.
    const queue = `x'${id.replaceAll('-', '')}'`;
    own.tamper(
      `UPDATE webhook SET failing_since = failing_since - 61 * 3600000 WHERE id = ${queue};
       UPDATE job SET attempts = 9, run_at = 0 WHERE queue = ${queue};`,
    );
    const english = await inbox.mail(owner.email, 'Webhook paused: 127.0.0.1');
    const german = await inbox.mail(others.de, 'Webhook angehalten: 127.0.0.1');
    const arabic = await inbox.mail(others.ar, '');
    says(english, 'en', id, '503', `slated webhook resume ${id}`, /GMT|UTC/);
    says(german, 'de', id, 'Guten Tag Grete', /Ortszeit (Wien|Vienna), GMT\+[12]/);
    says(arabic, 'ar', id);
    assert.equal((await shown()).state, 'paused');
    looked.push(['paused-en', english.html], ['paused-de', german.html], ['paused-ar', arabic.html]);

    // Mended, and resumed as the mail says.
    receiver.stop();
    own.run('webhook', 'resume', id);
    assert.equal((await shown()).state, 'active');
  } finally {
    receiver.stop();
    await own.stop();
  }
});
