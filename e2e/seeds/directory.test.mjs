// A directory of professionals: onboarding, several meeting types each, the widget on the profile page,
// bookings told to the platform by webhook and matched to its own users.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Platform } from '../clients/platform.mjs';
import { BOOKING_EVENTS, startExpress } from '../clients/receivers.mjs';
import { dateIn, server, unique, uniqueEmail } from '../clients/server.mjs';

const platform = new Platform(server);
const EXTRA_TYPES = [
  { name: 'Telefonische Beratung', duration: 15 },
  { name: 'Ausführliche Beratung', duration: 60 },
  { name: 'Mandatsgespräch', duration: 45 },
];

async function onboard({ email, firstName, lastName }) {
  const user = await platform.createUser({
    email,
    givenName: firstName,
    familyName: lastName,
    timezone: 'Europe/Berlin',
    meetingType: {
      name: 'Erstberatung',
      duration: 30,
      slug: `${firstName.toLowerCase()}-${lastName.toLowerCase()}-erstberatung`,
    },
  });
  for (const type of EXTRA_TYPES) {
    const { status } = await platform.call('POST', '/v4/meeting-type', { userId: user.userId, body: type });
    assert.equal(status, 201);
  }
  return user;
}

describe('a directory of lawyers', () => {
  const lawyers = new Map();
  let receiver;
  let webhook;
  before(async () => {
    receiver = await startExpress();
    webhook = await platform.registerWebhook(receiver.endpoint, BOOKING_EVENTS);
  });
  after(async () => {
    if (webhook) await platform.removeWebhook(webhook.id);
    await receiver?.stop();
  });

  test('lawyers join, also with the same name and with umlauts', async () => {
    const names = [
      ['Max', 'Mustermann'],
      ['Max', 'Mustermann'],
      ['Jürgen', 'Groß'],
    ];
    for (const [firstName, lastName] of names) {
      const lawyer = { email: uniqueEmail('lawyer'), firstName, lastName };
      const user = await onboard(lawyer);
      lawyers.set(user.userId, { ...lawyer, ...user });
    }
    const urls = [...lawyers.values()].map((lawyer) => lawyer.bookingUrl);
    assert.equal(new Set(urls).size, 3, urls.join(' '));
  });

  test('each has four meeting types', async () => {
    for (const { userId } of lawyers.values()) {
      const types = await platform.get('/v4/meeting-type', userId);
      const seen = types.map(({ meetingInfo }) => [meetingInfo.name, meetingInfo.duration]).sort();
      const wanted = [
        ['Erstberatung', 30],
        ...EXTRA_TYPES.map(({ name, duration }) => [name, duration]),
      ].sort();
      assert.deepEqual(seen, wanted);
      for (const { slug } of types) assert.match(slug, /^[a-z0-9-]+$/);
    }
  });

  test('the widget of each can be framed', async () => {
    for (const { bookingUrl } of lawyers.values()) {
      const page = await fetch(`${bookingUrl}?embed=true`);
      assert.equal(page.status, 200, bookingUrl);
      assert.match(page.headers.get('content-type'), /^text\/html/);
    }
  });

  test('a client books from the directory, and the platform knows whose booking it is', async () => {
    for (const { userId, meetingTypeId } of lawyers.values()) {
      // No user is named: the meeting type says whose slots these are.
      const { availableSlots } = await platform.availability(meetingTypeId, dateIn(1), dateIn(8));
      const email = uniqueEmail('client');
      const client = { email, fullname: unique('Client'), phone: '+491701234567' };
      const booking = await platform.book(meetingTypeId, availableSlots[0].start, client);
      const { body } = await receiver.inbox.receive('booking_created', booking.id);
      assert.equal(body.data.hosts[0].id, userId);
      assert.ok(lawyers.has(body.data.hosts[0].id));
      assert.equal(body.data.attendees[0].email, email);
      assert.equal(Date.parse(body.data.start), Date.parse(availableSlots[0].start));
    }
  });
});
