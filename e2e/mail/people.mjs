// Those who are brought along, and what is written to an attendee by hand.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unique, uniqueEmail } from '../clients/server.mjs';
import { book, call, host, inbox, invited, says } from './stage.mjs';

test('those who are brought along, also later, get the invite without the links of the booker', async () => {
  const ada = await host({ meetingOptions: { allowAddingGuests: true } });
  const [email, first, second] = [uniqueEmail('booker'), uniqueEmail('first'), uniqueEmail('second')];
  const attendee = {
    email,
    fullname: 'Kim',
    language: 'en',
    timezone: 'Asia/Kolkata',
    bringalongEmails: [first],
  };
  const booked = await book(ada, ada.slots[0], attendee);

  const toBooker = await inbox.mail(email, 'Booked: ');
  says(toBooker, 'en', /GMT\+5:30/);
  assert.ok(toBooker.text.includes(booked.secret));
  const toFirst = await inbox.mail(first, 'Booked: ');
  says(toFirst, 'en', 'Kim', /GMT\+5:30/);
  assert.ok(!(toFirst.text + toFirst.html + toFirst.invite.description).includes(booked.secret));
  assert.deepEqual(invited(toFirst), {
    [ada.email]: 'ACCEPTED',
    [email]: 'ACCEPTED',
    [first]: 'NEEDS-ACTION',
  });
  assert.equal(toFirst.invite.attendees[`mailto:${first}`].RSVP, 'TRUE');

  const guest = { attendeeId: booked.attendees[0].id, email: second };
  await call('PATCH', `/v4/appointment/${booked.id}/guest`, guest);
  const toSecond = await inbox.mail(second, 'Booked: ');
  assert.ok(!(toSecond.text + toSecond.html).includes(booked.secret));
  assert.deepEqual([toSecond.invite.uid, toSecond.invite.sequence], [toFirst.invite.uid, 1]);
  assert.equal(invited(toSecond)[second], 'NEEDS-ACTION');

  await call('POST', `/v4/appointment/${booked.id}/cancel`, { reason: 'Rain' });
  for (const address of [email, first, second]) {
    const over = await inbox.mail(address, 'Cancelled: ');
    says(over, 'en', 'Rain');
    assert.deepEqual(
      [over.invite.method, over.invite.sequence, over.invite.uid],
      ['CANCEL', 2, toFirst.invite.uid],
    );
  }
});

test('a quick mail says what was typed', async () => {
  const ada = await host();
  const email = uniqueEmail('quick');
  const booked = await book(ada, ada.slots[0], { email, fullname: 'Kim', language: 'en' });
  await inbox.mail(email, 'Booked: ');
  const title = unique('Noch etwas');
  const content = 'Zeile eins <b>\n\n.\n\nZeile drei';
  const written = { attendeeId: booked.attendees[0].id, title, content };
  await call('POST', '/v4/attendee/quick-mail', written, { user: ada.id });
  const mail = await inbox.mail(email, title);
  says(mail, 'en', /Zeile eins <b>\s+\.\s+Zeile drei/);
  assert.match(mail.headers['reply-to'], new RegExp(ada.email));
  assert.equal(mail.invite, null);
});
