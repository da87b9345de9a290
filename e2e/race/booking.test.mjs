// However many ask for a slot at once, one gets it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Platform } from '../clients/platform.mjs';
import { dateIn, server, uniqueEmail } from '../clients/server.mjs';

const platform = new Platform(server);
const AT_ONCE = 100;
const ROUNDS = 20;

function newHost(meetingType) {
  return platform.createUser({
    email: uniqueEmail('wanted'),
    givenName: 'Much',
    familyName: 'Wanted',
    timezone: 'Europe/Berlin',
    meetingType,
  });
}

async function starts(meetingTypeId) {
  const { availableSlots } = await platform.availability(meetingTypeId, dateIn(1), dateIn(14));
  return availableSlots.map((slot) => slot.start);
}

/** Sends every request at once and says how each was answered: `201`, `409 slot-occupied` … */
async function answers(requests) {
  const settled = await Promise.allSettled(
    requests.map(({ meetingTypeId, start }) =>
      platform.call('POST', '/v4/booking', {
        body: { meetingTypeId, start, attendee: { email: uniqueEmail('racer'), fullname: 'Ra Cer' } },
      }),
    ),
  );
  const counts = {};
  for (const { value, reason } of settled) {
    const answer =
      value?.status ?? (reason.status ? `${reason.status} ${reason.body?.errorCode}` : String(reason));
    counts[answer] = (counts[answer] ?? 0) + 1;
  }
  return counts;
}

test(`${AT_ONCE} bookings of one slot at once, ${ROUNDS} times`, async () => {
  const { meetingTypeId } = await newHost();
  const slots = (await starts(meetingTypeId)).slice(0, ROUNDS);
  assert.equal(slots.length, ROUNDS);
  for (const start of slots) {
    const counts = await answers(Array.from({ length: AT_ONCE }, () => ({ meetingTypeId, start })));
    assert.deepEqual(counts, { 201: 1, '409 slot-occupied': AT_ONCE - 1 });
  }
  const free = await starts(meetingTypeId);
  for (const start of slots) assert.ok(!free.includes(start));
});

test('two meeting types of one host compete for the same time', async () => {
  const { userId, meetingTypeId } = await newHost({ name: 'Long', duration: 60 });
  const short = await platform.post('/v4/meeting-type', { name: 'Short', duration: 30 }, userId);
  for (const start of (await starts(meetingTypeId)).slice(0, 5)) {
    const requests = Array.from({ length: 40 }, (_, index) => ({
      meetingTypeId: index % 2 === 0 ? meetingTypeId : short.id,
      start,
    }));
    assert.deepEqual(await answers(requests), { 201: 1, '409 slot-occupied': 39 });
  }
});

test('moving to a slot and booking it at once: one of them gets it', async () => {
  const { userId, meetingTypeId } = await newHost();
  const [home, ...others] = await starts(meetingTypeId);
  for (const start of others.slice(0, 5)) {
    const attendee = { email: uniqueEmail('mover'), fullname: 'Mo Ver' };
    const { id } = await platform.book(meetingTypeId, home, attendee);
    const [moved, counts] = await Promise.all([
      platform.reschedule(id, start, userId).then(
        () => 'moved',
        (error) => `${error.status} ${error.body?.errorCode}`,
      ),
      answers(Array.from({ length: 20 }, () => ({ meetingTypeId, start }))),
    ]);
    const won = (counts[201] ?? 0) + (moved === 'moved' ? 1 : 0);
    assert.equal(won, 1, `${moved} ${JSON.stringify(counts)}`);
    assert.equal(counts['409 slot-occupied'], moved === 'moved' ? 20 : 19);
    if (moved !== 'moved') assert.equal(moved, '409 slot-occupied');
    await platform.cancel(id, userId);
  }
});
