// Every kind of mail over SMTP, read by Python's parser; every invite read by icalendar and vobject.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dateIn, server, unique, uniqueEmail } from '../clients/server.mjs';
import { startInbox } from './inbox.mjs';

let inbox;
before(async () => {
  inbox = await startInbox();
});
after(() => inbox.stop());

async function call(method, path, body, user) {
  const headers = { authorization: `Bearer ${server.apiKey}`, 'content-type': 'application/json' };
  if (user) headers['x-meetergo-api-user-id'] = user;
  const response = await fetch(server.url + path, { method, headers, body: body && JSON.stringify(body) });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : null;
}

/** A host of their own, so that suites do not take each other's time. */
async function host(options = {}) {
  const email = uniqueEmail('host');
  const body = { email, givenName: 'Jürgen', familyName: 'Groß', timezone: 'Europe/Vienna', language: 'de' };
  const made = await call('POST', '/v4/user', body);
  const type = `/v4/meeting-type/${made.meetingTypeId}`;
  await call('PATCH', type, { name: 'Erstgespräch, kurz; gut', ...options });
  const from = dateIn(3);
  const path = `/v4/booking-availability?meetingTypeId=${made.meetingTypeId}&start=${from}&end=${dateIn(20)}`;
  const { availableSlots } = await call('GET', path);
  return {
    id: made.userId,
    email,
    type: made.meetingTypeId,
    slots: availableSlots.map(({ start }) => start),
  };
}

function book(ada, start, attendee) {
  return call('POST', '/v4/booking', { meetingTypeId: ada.type, start, attendee });
}

/** Sends the form of a page that a mail leads to. */
async function press(link, answer) {
  const response = await fetch(link, { method: 'POST', body: new URLSearchParams({ answer }) });
  assert.equal(response.status, 200, await response.text());
}

const linkIn = (mail, path) => mail.text.split(/\s+/).find((word) => word.includes(path));

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
  assert.match(first.text, /New York time, GMT−[45]/);
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
  assert.match(toHost.text, /Ortszeit (Wien|Vienna), GMT\+[12]/);
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
  assert.match(cancelled.text, /Reason: Schnee & Eis/);
  await inbox.mail(ada.email, 'Abgesagt: ');
  const threads = new Set([first, moved, cancelled].map((mail) => mail.headers.references));
  assert.equal(threads.size, 1);
});

test('approval by the host, and declining', async () => {
  const ada = await host({ meetingOptions: { requireHostConfirmation: 'enabled' } });
  const email = uniqueEmail('pat');
  await book(ada, ada.slots[0], { email, fullname: 'Pat', language: 'fr' });
  await inbox.mail(email, 'Demande reçue: ');
  const asked = await inbox.mail(ada.email, 'Bitte entscheiden: ');
  await press(linkIn(asked, '/pending/'), 'approve');
  await inbox.mail(email, 'Réservé: ');
  await book(ada, ada.slots[3], { email, fullname: 'Pat', language: 'fr' });
  const again = await inbox.mail(ada.email, 'Bitte entscheiden: ');
  await press(linkIn(again, '/pending/'), 'decline');
  await inbox.mail(email, 'Non réservé: ');
});

test('opt-in, guests, a quick mail', async () => {
  const ada = await host({ meetingOptions: { doubleOptIn: 'enabled', allowAddingGuests: true } });
  const [email, guest] = [uniqueEmail('kim'), uniqueEmail('lee')];
  await book(ada, ada.slots[0], { email, fullname: 'Kim', language: 'ar', bringalongEmails: [guest] });
  const asked = await inbox.mail(email, 'بانتظار تأكيدك');
  assert.match(asked.html, /dir="rtl"/);
  await press(linkIn(asked, '/pending/'), 'confirm');
  await inbox.mail(email, 'تم الحجز');
  const invited = await inbox.mail(guest, 'تم الحجز');
  assert.equal(invited.invite.attendees[`mailto:${guest}`].PARTSTAT, 'NEEDS-ACTION');
  const { appointments } = await call('GET', `/v4/appointment/paginated?page=0&pageSize=1&userId=${ada.id}`);
  const title = unique('Noch etwas');
  const content = 'Zeile eins\n\n.\n\nZeile drei';
  await call(
    'POST',
    '/v4/attendee/quick-mail',
    { attendeeId: appointments[0].attendees[0].id, title, content },
    ada.id,
  );
  const quick = await inbox.mail(email, title);
  assert.match(quick.text, /Zeile eins\s+\.\s+Zeile drei/);
  assert.match(quick.headers['reply-to'], new RegExp(ada.email));
});

test('a reminder, and no more of them by one click', async () => {
  const ada = await host({ notifications: { reminders: [5] } });
  const email = uniqueEmail('rem');
  // In six minutes: its reminder is due in one.
  const start = new Date(Math.ceil(Date.now() / 60_000) * 60_000 + 5 * 60_000 + 4_000).toISOString();
  const attendee = { email, fullname: 'Rem', language: 'en' };
  await call('POST', '/v4/booking', { meetingTypeId: ada.type, start, attendee, ignoreAvailability: true });
  await inbox.mail(email, 'Booked: ');
  const mail = await inbox.mail(email, 'Reminder: ', 90);
  assert.equal(mail.headers['list-unsubscribe-post'], 'List-Unsubscribe=One-Click');
  const link = mail.headers['list-unsubscribe'].match(/^<(.+)>$/)[1];
  const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
  assert.equal((await fetch(link, { method: 'POST', body })).status, 200);
});

test('what a mail server refuses for good holds up nobody', async () => {
  const ada = await host();
  await book(ada, ada.slots[0], { email: `nobody-${uniqueEmail('x')}`, fullname: 'Nobody', language: 'en' });
  await inbox.mail(ada.email, 'Neue Buchung: Nobody');
});
