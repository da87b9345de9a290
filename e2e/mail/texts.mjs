// A company's own words: of mails, and of what stands in calendars.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uniqueEmail } from '../clients/server.mjs';
import { book, call, host, inbox, says } from './stage.mjs';

test('mails and invites in a company’s own words', async () => {
  const ics = {
    title: '{!M.Guest.Firstname} & {!M.Host.Firstname}: {!M.Meeting.Name}',
    description:
      'Bring; your card, {!M.Guest.Fullname}.\n\nFolding: {!M.Meeting.Name} with {!M.Host.Fullname}, äöü €',
  };
  const ada = await host({ ics });
  const email = uniqueEmail('own');
  const text = {
    kind: 'confirmation',
    language: 'en',
    meetingTypeId: ada.type,
    subject: 'See you, {!M.Guest.Firstname}',
    body: 'Dear {!M.Guest.Fullname},\n\n{!M.Meeting.Name} with {!M.Host.Fullname} <b>as agreed</b>.',
  };
  const { subject, body, ...which } = text;
  const preview = await call('POST', '/v4/mail-template/preview', text);
  assert.ok(preview.html.includes('as agreed') && preview.subject.startsWith('See you, '));
  await call('PUT', '/v4/mail-template', text);

  const attendee = {
    email,
    firstname: 'Ines',
    lastname: 'Ødegård',
    language: 'en',
    timezone: 'Europe/Lisbon',
  };
  await book(ada, ada.slots[0], attendee);
  const mail = await inbox.mail(email, 'See you, Ines');
  const words = 'Erstgespräch, kurz; gut with Jürgen Groß <b>as agreed</b>.';
  // What is known is added to every text.
  says(mail, 'en', 'Dear Ines Ødegård,', words, /Lisbon time, GMT(\+1)?/);
  assert.equal(mail.invite.summary, 'Ines & Jürgen: Erstgespräch, kurz; gut');
  assert.ok(
    mail.invite.description.startsWith(
      'Bring; your card, Ines Ødegård.\n\nFolding: Erstgespräch, kurz; gut with Jürgen Groß, äöü €',
    ),
    mail.invite.description,
  );
  const toHost = await inbox.mail(ada.email, 'Neue Buchung: Ines');
  assert.equal(toHost.invite.summary, mail.invite.summary);

  const path = `/v4/mail-template?kind=${which.kind}&language=en&meetingTypeId=${ada.type}`;
  await call('DELETE', path);
  await book(ada, ada.slots[3], attendee);
  await inbox.mail(email, 'Booked: ');
});
