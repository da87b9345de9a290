// What the tests of mails share: the inbox, hosts of their own, and what must hold of every mail.

import assert from 'node:assert/strict';
import { dateIn, server, uniqueEmail } from '../clients/server.mjs';
import { startInbox } from './inbox.mjs';

export const inbox = await startInbox();

/** Mails that are to be looked at as pictures: a name, and the HTML part. */
export const looked = [];

/** Calls a server, the suite's own unless another is given. */
export async function call(method, path, body, { user, of = server } = {}) {
  const headers = { authorization: `Bearer ${of.apiKey}`, 'content-type': 'application/json' };
  if (user) headers['x-meetergo-api-user-id'] = user;
  const response = await fetch(of.url + path, { method, headers, body: body && JSON.stringify(body) });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : null;
}

/** A host of their own, so that tests do not take each other's time. */
export async function host(options = {}, of = server) {
  const email = uniqueEmail('host');
  const body = { email, givenName: 'Jürgen', familyName: 'Groß', timezone: 'Europe/Vienna', language: 'de' };
  const made = await call('POST', '/v4/user', body, { of });
  const type = `/v4/meeting-type/${made.meetingTypeId}`;
  await call('PATCH', type, { name: 'Erstgespräch, kurz; gut', ...options }, { of });
  const days = `start=${dateIn(3)}&end=${dateIn(20)}`;
  const path = `/v4/booking-availability?meetingTypeId=${made.meetingTypeId}&${days}`;
  const { availableSlots } = await call('GET', path, undefined, { of });
  return {
    id: made.userId,
    email,
    type: made.meetingTypeId,
    slots: availableSlots.map(({ start }) => start),
  };
}

export function book(ada, start, attendee, of = server) {
  return call('POST', '/v4/booking', { meetingTypeId: ada.type, start, attendee }, { of });
}

/** Books a time that need not be free. */
export function bookAnyway(ada, start, attendee) {
  const body = { meetingTypeId: ada.type, start: start.toISOString(), attendee, ignoreAvailability: true };
  return call('POST', '/v4/booking', body);
}

/** Sends the form of a page that a mail leads to. */
export async function press(link, answer) {
  const response = await fetch(link, { method: 'POST', body: new URLSearchParams({ answer }) });
  assert.equal(response.status, 200, await response.text());
}

export const linkIn = (mail, path) => mail.text.split(/\s+/).find((word) => word.includes(path));

/** Both parts of a mail say all of this, in this language. */
export function says(mail, language, ...words) {
  assert.deepEqual(mail.order.slice(0, 2), ['text/plain', 'text/html']);
  const direction = language === 'ar' ? 'rtl' : 'ltr';
  assert.match(mail.html, new RegExp(`<html lang="${language}" dir="${direction}">`));
  for (const word of words) {
    for (const part of [mail.text, mail.words]) {
      const found = word instanceof RegExp ? word.test(part) : part.includes(word);
      assert.ok(found, `${word} is not in:\n${part}`);
    }
  }
}

/** The names of who is invited, with how they stand to it. */
export function invited({ invite }) {
  return Object.fromEntries(
    Object.entries(invite.attendees).map(([address, { PARTSTAT }]) => [
      address.replace('mailto:', ''),
      PARTSTAT,
    ]),
  );
}
