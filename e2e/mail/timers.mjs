// Mails that come at a time of their own: reminders, and what is written afterwards.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uniqueEmail } from '../clients/server.mjs';
import { bookAnyway, host, inbox, says } from './stage.mjs';

const MINUTE = 60_000;
/** How soon what is waited for falls due: later than the booking takes. */
const SOON = 15_000;

/** Its half hour begins so many minutes before or after a moment soon. */
const around = (minutes) => new Date(Date.now() + SOON + minutes * MINUTE);

test('a reminder, and no more of them by one click', async () => {
  const ada = await host({ notifications: { reminders: [5], followUp: 30 } });
  const email = uniqueEmail('rem');
  await bookAnyway(ada, around(5), { email, fullname: 'Rem', language: 'en', timezone: 'America/New_York' });
  await inbox.mail(email, 'Booked: ');
  const mail = await inbox.mail(email, 'Reminder: ', 120);
  says(mail, 'en', 'Rem', 'Erstgespräch, kurz; gut', /New York time, GMT−[45]/);
  assert.equal(mail.invite, null);
  assert.equal(mail.headers['list-unsubscribe-post'], 'List-Unsubscribe=One-Click');
  const link = mail.headers['list-unsubscribe'].match(/^<(.+)>$/)[1];
  assert.ok(mail.text.includes(link) && mail.html.includes(link), 'the mail shows it too');
  // What only looks at links changes nothing.
  assert.equal((await fetch(link)).status, 200);
  const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
  assert.equal((await fetch(link, { method: 'POST', body })).status, 200);

  // Who has stopped them gets no more; whoever has not, does.
  const [first, second] = [uniqueEmail('one'), uniqueEmail('other')];
  const group = await host({ spots: 2, notifications: { reminders: [5] } });
  const start = around(5);
  await bookAnyway(group, start, { email: first, fullname: 'One', language: 'en', receiveReminders: false });
  await bookAnyway(group, start, { email: second, fullname: 'Other', language: 'en' });
  await inbox.mail(second, 'Reminder: ', 120);
  await assert.rejects(inbox.mail(first, 'Reminder: ', 3), /no "Reminder: "/);
});

test('a follow-up comes after the meeting, and can be stopped as reminders can', async () => {
  const ada = await host({ duration: 30, notifications: { reminders: [], followUp: 60 } });
  const email = uniqueEmail('after');
  await bookAnyway(ada, around(-90), {
    email,
    fullname: 'Astrid',
    language: 'sv',
    timezone: 'Europe/Stockholm',
  });
  const followUp = await inbox.mail(email, 'Tack', 120);
  says(followUp, 'sv', 'Astrid', 'Erstgespräch, kurz; gut');
  assert.equal(followUp.invite, null);
  assert.equal(followUp.headers['list-unsubscribe-post'], 'List-Unsubscribe=One-Click');
});
