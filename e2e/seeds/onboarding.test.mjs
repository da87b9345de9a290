// Two hundred users at once, as a platform that moves its members over does it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Platform } from '../clients/platform.mjs';
import { server, uniqueEmail } from '../clients/server.mjs';

const platform = new Platform(server);

test('200 users are created in parallel, each with a page of its own', async () => {
  const before = (await platform.get('/v4/user')).total;
  // Every name comes twice, so slugs collide while both are being made.
  const members = Array.from({ length: 200 }, (_, index) => ({
    email: uniqueEmail('member'),
    givenName: 'Member',
    familyName: `Number ${Math.floor(index / 2)}`,
    timezone: 'Europe/Berlin',
    availability: {
      name: 'Business Hours',
      timezone: 'Europe/Berlin',
      schedule: [{ dayOfWeek: 'monday', intervals: [{ from: '09:00', to: '18:00' }] }],
    },
    meetingType: { name: 'Consultation', duration: 30, slug: `member-${Math.floor(index / 2)}-consultation` },
  }));
  const results = await Promise.allSettled(members.map((member) => platform.createUser(member)));
  const failed = results.filter(({ status }) => status === 'rejected');
  assert.deepEqual(failed.map(({ reason }) => reason.message).slice(0, 3), []);

  const users = results.map(({ value }) => value);
  assert.equal(new Set(users.map((user) => user.userId)).size, 200);
  assert.equal(new Set(users.map((user) => user.bookingUrl)).size, 200);
  assert.equal((await platform.get('/v4/user')).total, before + 200);
});
