// Verifying a key, onboarding users one by one, listing and changing them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Platform, Refused } from '../clients/platform.mjs';
import { dateIn, server, unique, uniqueEmail } from '../clients/server.mjs';

const platform = new Platform(server);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The hours of a professional: Monday to Thursday until 18:00, Friday until 17:00. */
const OFFICE_HOURS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((dayOfWeek) => ({
  dayOfWeek,
  intervals: [{ from: '09:00', to: dayOfWeek === 'friday' ? '17:00' : '18:00' }],
}));

test('a good key says who it acts for, a bad one is a 401', async () => {
  const me = await platform.me();
  assert.equal(me.id, server.ownerId);
  assert.match(me.email, /@/);

  const stranger = new Platform({ url: server.url, apiKey: `${server.apiKey}x` });
  await assert.rejects(stranger.me(), (error) => {
    assert.ok(error instanceof Refused);
    assert.equal(error.status, 401);
    assert.equal(error.message, 'Invalid API key');
    return true;
  });
});

test('the least a user needs is an address, a name and a zone', async () => {
  const user = await platform.createUser({
    email: uniqueEmail('john'),
    givenName: 'John',
    familyName: 'Doe',
    timezone: 'Europe/Berlin',
  });
  assert.match(user.userId, UUID);
  assert.match(user.meetingTypeId, UUID);
  assert.ok(user.bookingUrl.startsWith(server.url), user.bookingUrl);

  // The defaults: half hours, Monday to Friday, 09:00 to 17:00 in the user's zone.
  const { availableSlots } = await platform.availability(
    user.meetingTypeId,
    dateIn(1),
    dateIn(8),
    user.userId,
  );
  assert.ok(availableSlots.length > 0);
  for (const { start, end } of availableSlots) {
    assert.equal(new Date(end) - new Date(start), 30 * 60_000);
    const local = new Date(start).toLocaleString('en-GB', {
      timeZone: 'Europe/Berlin',
      weekday: 'short',
      hour: '2-digit',
    });
    assert.match(local, /^(Mon|Tue|Wed|Thu|Fri),? (09|1[0-6])$/, start);
  }
});

test('a user may bring hours and a first meeting type', async () => {
  const slug = `${unique('anna')}-consultation`;
  const user = await platform.createUser({
    email: uniqueEmail('anna'),
    givenName: 'Anna',
    familyName: 'Musterfrau',
    timezone: 'Europe/Berlin',
    availability: { name: 'Business Hours', timezone: 'Europe/Berlin', schedule: OFFICE_HOURS },
    meetingType: { name: 'Consultation', duration: 30, slug },
  });
  assert.ok(user.bookingUrl.endsWith(`/${slug}`), user.bookingUrl);

  const { availableSlots } = await platform.availability(
    user.meetingTypeId,
    dateIn(1),
    dateIn(7),
    user.userId,
  );
  const perDay = new Map();
  for (const { start } of availableSlots) {
    const day = new Date(start).toLocaleDateString('en-GB', { timeZone: 'Europe/Berlin', weekday: 'short' });
    perDay.set(day, (perDay.get(day) ?? 0) + 1);
  }
  // A week from tomorrow holds each weekday once: 18 half hours, 16 on Friday.
  const expected = { Mon: 18, Tue: 18, Wed: 18, Thu: 18, Fri: 16 };
  assert.deepEqual(
    Object.fromEntries([...perDay].sort()),
    Object.fromEntries(Object.entries(expected).sort()),
  );
});

test('a refused user comes with a message that can be shown', async () => {
  const user = {
    email: uniqueEmail('twice'),
    givenName: 'Twice',
    familyName: 'Born',
    timezone: 'Europe/Berlin',
  };
  const bad = [
    { ...user, email: 'not an address' },
    { ...user, timezone: 'Europe/Atlantis' },
    { ...user, givenName: undefined },
  ];
  for (const body of bad) {
    await assert.rejects(platform.createUser(body), (error) => {
      assert.equal(error.status, 400);
      assert.equal(typeof error.body.message, 'string');
      assert.ok(error.body.errors.length > 0);
      return true;
    });
  }
  await platform.createUser(user);
  await assert.rejects(platform.createUser(user), (error) => {
    assert.equal(error.status, 409);
    assert.ok(error.message.length > 0);
    return true;
  });
});

test('the list of platform users holds the new ones', async () => {
  const email = uniqueEmail('listed');
  const { userId } = await platform.createUser({
    email,
    givenName: 'Lis',
    familyName: 'Ted',
    timezone: 'Europe/Berlin',
  });
  const first = await platform.get('/v4/user');
  assert.ok(Array.isArray(first.users));
  assert.ok(first.total >= 2);
  const found = [];
  for (let offset = 0; offset < first.total; offset += 100) {
    found.push(...(await platform.get(`/v4/user?limit=100&offset=${offset}`)).users);
  }
  assert.equal(found.find((user) => user.id === userId)?.email, email);
});

test('settings change with flat names, buffers included', async () => {
  const { userId, meetingTypeId } = await platform.createUser({
    email: uniqueEmail('settings'),
    givenName: 'Set',
    familyName: 'Tings',
    timezone: 'Europe/Berlin',
  });
  const changed = await platform.patch(
    `/v4/meeting-type/${meetingTypeId}`,
    { duration: 45, bufferTimeBefore: 15, bufferTimeAfter: 10 },
    userId,
  );
  assert.equal(changed.meetingInfo.duration, 45);
  assert.equal(changed.meetingInfo.bufferBefore, 15);
  assert.equal(changed.meetingInfo.bufferAfter, 10);

  const before = await platform.availability(meetingTypeId, dateIn(1), dateIn(8), userId);
  const [first, second] = before.availableSlots;
  assert.equal(new Date(first.end) - new Date(first.start), 45 * 60_000);
  await platform.book(meetingTypeId, first.start, { email: uniqueEmail(), fullname: 'Jane Client' }, userId);
  // The neighbour would begin inside the buffers of the booking.
  const after = await platform.availability(meetingTypeId, dateIn(1), dateIn(8), userId);
  const starts = after.availableSlots.map((slot) => slot.start);
  assert.ok(!starts.includes(first.start));
  assert.ok(!starts.includes(second.start));
});
