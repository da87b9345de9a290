// Bookings that wait for somebody: the host, the invitee, or one after the other.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uniqueEmail } from '../clients/server.mjs';
import { book, call, host, inbox, linkIn, press, says } from './stage.mjs';

test('approval by the host, and declining', async () => {
  const ada = await host({ meetingOptions: { requireHostConfirmation: 'enabled' } });
  const email = uniqueEmail('pat');
  await book(ada, ada.slots[0], { email, fullname: 'Pat', language: 'fr' });
  says(await inbox.mail(email, 'Demande reçue: '), 'fr', 'Erstgespräch, kurz; gut', /GMT\+[12]/);
  const asked = await inbox.mail(ada.email, 'Bitte entscheiden: ');
  says(asked, 'de', 'Pat', /Ortszeit (Wien|Vienna), GMT\+[12]/);
  assert.equal(asked.invite, null);
  await press(linkIn(asked, '/pending/'), 'approve');
  says(await inbox.mail(email, 'Réservé: '), 'fr', 'Erstgespräch, kurz; gut');
  await book(ada, ada.slots[3], { email, fullname: 'Pat', language: 'fr' });
  const again = await inbox.mail(ada.email, 'Bitte entscheiden: ');
  await press(linkIn(again, '/pending/'), 'decline');
  assert.equal((await inbox.mail(email, 'Non réservé: ')).invite, null);
});

test('opt-in', async () => {
  const ada = await host({ meetingOptions: { doubleOptIn: 'enabled' } });
  const email = uniqueEmail('kim');
  await book(ada, ada.slots[0], { email, fullname: 'Kim', language: 'ar' });
  const asked = await inbox.mail(email, 'بانتظار تأكيدك');
  says(asked, 'ar', 'Erstgespräch, kurz; gut');
  await press(linkIn(asked, '/pending/'), 'confirm');
  const booked = await inbox.mail(email, 'تم الحجز');
  says(booked, 'ar', 'Erstgespräch, kurz; gut', /غرينتش[+−‎]*[12]|GMT[‎]*\+[12]/u);
  assert.equal(booked.invite.method, 'REQUEST');
});

test('first the host approves, then the invitee confirms, each by a link of their own', async () => {
  const both = { requireHostConfirmation: 'enabled', doubleOptIn: 'enabled' };
  const ada = await host({ meetingOptions: both });
  const email = uniqueEmail('two');
  const asked = await book(ada, ada.slots[0], {
    email,
    fullname: 'Tove',
    language: 'en',
    timezone: 'Europe/Oslo',
  });
  assert.equal(asked.bookingType, 'requireHostConfirmation');
  await inbox.mail(email, 'Request received: ');
  const toHost = await inbox.mail(ada.email, 'Bitte entscheiden: ');
  await press(linkIn(toHost, '/pending/'), 'approve');

  const toGuest = await inbox.mail(email, 'Please confirm: ');
  says(toGuest, 'en', 'Tove', /Oslo time, GMT\+[12]/);
  assert.equal(toGuest.invite, null);
  const [theirs, own] = [toHost, toGuest].map((mail) => linkIn(mail, '/pending/'));
  assert.notEqual(theirs, own);
  const answer = new URLSearchParams({ answer: 'approve' });
  assert.equal(
    (await fetch(own, { method: 'POST', body: answer })).status,
    400,
    'they do not decide for the host',
  );
  const list = `/v4/appointment/paginated?page=0&pageSize=1&userId=${ada.id}`;
  assert.equal((await call('GET', list)).appointments.length, 0);
  await press(own, 'confirm');

  const booked = await inbox.mail(email, 'Booked: ');
  assert.deepEqual([booked.invite.method, booked.invite.sequence], ['REQUEST', 0]);
  assert.equal(Date.parse(booked.invite.start), Date.parse(ada.slots[0]));
  assert.equal((await inbox.mail(ada.email, 'Neue Buchung: Tove')).invite.uid, booked.invite.uid);
  assert.equal((await call('GET', list)).appointments.length, 1);
});
