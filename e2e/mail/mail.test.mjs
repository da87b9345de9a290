// Every kind of mail over SMTP, read by Python's parser; every invite read by icalendar and vobject. One file, because
// there is one mail server; what belongs together stands in files beside it.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { uniqueEmail } from '../clients/server.mjs';
import { book, call, host, inbox, says } from './stage.mjs';
import './people.mjs';
import './waiting.mjs';
import './timers.mjs';
import './texts.mjs';
import './webhooks.mjs';
import './erased.mjs';
import './pictures.mjs';

after(() => inbox.stop());

test('confirmed, moved, cancelled: one event that changes', async () => {
  const ada = await host();
  const email = uniqueEmail('Sam');
  const guest = {
    email,
    firstname: 'Zoë',
    lastname: '“Quote” O’Hara, jr.',
    language: 'en',
    timezone: 'America/New_York',
  };
  const booked = await book(ada, ada.slots[0], guest);

  const first = await inbox.mail(email, 'Booked: Erstgespräch, kurz; gut');
  assert.deepEqual(first.order, ['text/plain', 'text/html', 'text/calendar']);
  assert.equal(first.envelopeFrom, 'bookings@example.com');
  assert.match(first.headers['message-id'], /^<[0-9a-f-]{36}@example\.com>$/);
  assert.equal(first.headers['auto-submitted'], 'auto-generated');
  assert.match(first.headers['reply-to'], new RegExp(ada.email));
  says(first, 'en', 'Zoë', 'Erstgespräch, kurz; gut', /New York time, GMT−[45]/);
  const { invite } = first;
  assert.equal(invite.parameter, 'REQUEST');
  assert.equal(invite.method, 'REQUEST');
  assert.deepEqual([invite.sequence, invite.status], [0, 'CONFIRMED']);
  assert.equal(Date.parse(invite.start), Date.parse(ada.slots[0]));
  assert.equal(invite.summary, 'Erstgespräch, kurz; gut – Jürgen Groß');
  assert.deepEqual([invite.organizer, invite.organizerName], [`mailto:${ada.email}`, 'Jürgen Groß']);
  const part = invite.attendees[`mailto:${email}`];
  assert.deepEqual(
    [part.PARTSTAT, part.ROLE, part.CN],
    ['ACCEPTED', 'REQ-PARTICIPANT', 'Zoë “Quote” O’Hara, jr.'],
  );

  const toHost = await inbox.mail(ada.email, 'Neue Buchung: Zoë');
  says(toHost, 'de', '“Quote” O’Hara, jr.', /Ortszeit (Wien|Vienna), GMT\+[12]/);
  assert.equal(toHost.invite.uid, invite.uid);

  await call('POST', `/v4/appointment/${booked.id}/reschedule`, { start: ada.slots[4] });
  const moved = await inbox.mail(email, 'Moved: ');
  assert.deepEqual(
    [moved.invite.method, moved.invite.sequence, moved.invite.uid],
    ['REQUEST', 1, invite.uid],
  );
  assert.equal(Date.parse(moved.invite.start), Date.parse(ada.slots[4]));
  await inbox.mail(ada.email, 'Verschoben: ');

  await call('POST', `/v4/appointment/${booked.id}/cancel`, { reason: 'Schnee & Eis' });
  const cancelled = await inbox.mail(email, 'Cancelled: ');
  assert.deepEqual([cancelled.invite.parameter, cancelled.invite.sequence], ['CANCEL', 2]);
  assert.deepEqual([cancelled.invite.status, cancelled.invite.uid], ['CANCELLED', invite.uid]);
  assert.equal(cancelled.invite.organizer, invite.organizer);
  says(cancelled, 'en', 'Reason', 'Schnee & Eis');
  await inbox.mail(ada.email, 'Abgesagt: ');
  const threads = new Set([first, moved, cancelled].map((mail) => mail.headers.references));
  assert.equal(threads.size, 1);
});

test('what a mail server refuses for good holds up nobody', async () => {
  const ada = await host();
  await book(ada, ada.slots[0], { email: `nobody-${uniqueEmail('x')}`, fullname: 'Nobody', language: 'en' });
  await inbox.mail(ada.email, 'Neue Buchung: Nobody');
});
