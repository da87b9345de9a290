// Slots, booking, rescheduling, cancelling, and the webhooks that tell of them, on Express and on Flask.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Platform } from '../clients/platform.mjs';
import { BOOKING_EVENTS, startExpress, startFlask } from '../clients/receivers.mjs';
import { dateIn, server, uniqueEmail } from '../clients/server.mjs';

const platform = new Platform(server);

function newHost() {
  return platform.createUser({
    email: uniqueEmail('host'),
    givenName: 'Hanna',
    familyName: 'Host',
    timezone: 'Europe/Berlin',
  });
}

async function starts(meetingTypeId, userId) {
  const { availableSlots } = await platform.availability(meetingTypeId, dateIn(1), dateIn(9), userId);
  return availableSlots.map((slot) => slot.start);
}

/** Holds a delivery against what both generations of receivers read. */
function assertTellsOf(delivery, event, { appointmentId, userId, email, start }) {
  const { body } = delivery;
  assert.equal(body.event, event);
  assert.equal(body.webhookType, event);
  assert.equal(body.id, appointmentId);
  assert.equal(body.data.id, appointmentId);
  assert.equal(body.data.hosts[0].id, userId);
  assert.equal(body.data.attendees[0].email, email);
  assert.equal(Date.parse(body.data.start), Date.parse(start));
  for (const header of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) {
    assert.ok(delivery.headers[header], `${header} is missing`);
  }
}

for (const startReceiver of [startExpress, startFlask]) {
  describe(`with a receiver by ${startReceiver.name}`, () => {
    let receiver;
    let webhook;
    before(async () => {
      receiver = await startReceiver();
      webhook = await platform.registerWebhook(receiver.endpoint, BOOKING_EVENTS);
    });
    after(async () => {
      if (webhook) await platform.removeWebhook(webhook.id);
      await receiver?.stop();
    });

    test('the webhook is stored as it was given', async () => {
      assert.equal(webhook.endpoint, receiver.endpoint);
      assert.deepEqual(webhook.eventTypes, BOOKING_EVENTS);
      const all = await platform.get('/webhooks');
      assert.ok(all.some(({ id, endpoint }) => id === webhook.id && endpoint === receiver.endpoint));
    });

    for (const named of [true, false]) {
      test(`book, reschedule and cancel, ${named ? 'naming' : 'without naming'} the user`, async () => {
        const { userId, meetingTypeId } = await newHost();
        const acting = named ? userId : undefined;
        const [first, second, third] = await starts(meetingTypeId, acting);

        const email = uniqueEmail('jane');
        const attendee = { email, fullname: 'Jane Client', phone: '+4915112345678' };
        const booking = await platform.book(meetingTypeId, first, attendee, acting);
        assert.equal(booking.id, booking.appointmentId);
        assert.ok('meetingLink' in booking);
        const told = { appointmentId: booking.id, userId, email, start: first };
        assertTellsOf(await receiver.inbox.receive('booking_created', booking.id), 'booking_created', told);
        assert.ok(!(await starts(meetingTypeId, acting)).includes(first), 'the slot is taken');

        await platform.reschedule(booking.id, third, userId);
        const moved = await receiver.inbox.receive('booking_rescheduled', booking.id);
        assertTellsOf(moved, 'booking_rescheduled', { ...told, start: third });
        assert.equal(moved.body.data.rescheduledAppointment.id, booking.id);
        assert.ok((await starts(meetingTypeId, acting)).includes(first), 'the old slot is free');

        const { status } = await platform.cancel(booking.id, userId, 'Customer requested');
        assert.ok(status === 200 || status === 204);
        const cancelled = await receiver.inbox.receive('booking_cancelled', booking.id);
        assertTellsOf(cancelled, 'booking_cancelled', { ...told, start: third });
        assert.equal(cancelled.body.data.isCancelled, true);
        assert.equal(cancelled.body.data.cancel.reason, 'Customer requested');
        assert.ok((await starts(meetingTypeId, acting)).includes(third), 'the cancelled slot is free');

        // Without a body at all.
        const other = await platform.book(meetingTypeId, second, attendee, acting);
        await platform.cancel(other.id, userId);
        await receiver.inbox.receive('booking_cancelled', other.id);
      });
    }
  });
}

test('a slot given as a whole second books the same slot', async () => {
  const { userId, meetingTypeId } = await newHost();
  const [first] = await starts(meetingTypeId, userId);
  const start = first.replace('.000Z', 'Z');
  const booking = await platform.book(
    meetingTypeId,
    start,
    { email: uniqueEmail(), fullname: 'Jane' },
    userId,
  );
  assert.equal(Date.parse(booking.start), Date.parse(first));
});

test('a booking that cannot be is refused with a message', async () => {
  const { userId, meetingTypeId } = await newHost();
  const [first] = await starts(meetingTypeId, userId);
  const attendee = { email: uniqueEmail(), fullname: 'Jane Client', phone: '+4915112345678' };
  await platform.book(meetingTypeId, first, attendee, userId);
  await assert.rejects(platform.book(meetingTypeId, first, attendee, userId), (error) => {
    assert.equal(error.status, 409);
    assert.equal(error.body.errorCode, 'slot-occupied');
    assert.equal(typeof error.body.message, 'string');
    return true;
  });
  await assert.rejects(platform.book(meetingTypeId, '2024-01-16T10:00:00Z', attendee, userId), (error) => {
    assert.equal(error.status, 400);
    assert.equal(typeof error.body.message, 'string');
    return true;
  });
  await assert.rejects(platform.book(crypto.randomUUID(), first, attendee, userId), { status: 404 });
});
