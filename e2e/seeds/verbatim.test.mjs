// The seed documents' own code, run as it stands; see verbatim.mjs for what is replaced in it.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Platform } from '../clients/platform.mjs';
import { BOOKING_EVENTS } from '../clients/receivers.mjs';
import { dateIn, server, unique, uniqueEmail } from '../clients/server.mjs';
import { fillIn, readBlocks } from './verbatim.mjs';

const blocks = readBlocks();
const skip = blocks === null ? 'the seed documents are not here (SLATED_SEEDS names their directory)' : false;
const platform = new Platform(server);
const HIDDEN_EMAIL = '[email\u00a0protected]';
const API = ['https://api.meetergo.com', server.url];

// Below e2e/, so that the code finds Express; never committed.
const workshop = resolve(import.meta.dirname, '..', 'output', unique('verbatim'));

/** Starts a script in the workshop with the key in its environment, keeping what it prints. */
function start(name, code, program = process.execPath) {
  const file = join(workshop, name);
  writeFileSync(file, code);
  const env = {
    ...process.env,
    MEETERGO_API_KEY: server.apiKey,
    PYTHONUNBUFFERED: '1',
    NODE_TEST_CONTEXT: '',
  };
  const child = spawn(program, [file], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const script = { child, output: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text) => {
      script.output += text;
    });
  }
  return script;
}

/** Runs a script to its end; its output, if it ended well. */
async function run(name, code) {
  const script = start(name, code);
  const [status] = await once(script.child, 'close');
  assert.equal(status, 0, script.output);
  return script.output;
}

/** Waits until a script has printed `text`. */
async function prints(script, text, seconds = 20) {
  const deadline = Date.now() + seconds * 1000;
  while (!script.output.includes(text)) {
    assert.ok(script.child.exitCode === null, `it ended: ${script.output}`);
    assert.ok(Date.now() < deadline, `"${text}" was not printed within ${seconds} s:\n${script.output}`);
    await new Promise((wake) => setTimeout(wake, 50));
  }
}

/** 3000, which the documents' receivers listen on, or another port where that one is taken. */
async function portFor3000() {
  for (const wanted of [3000, 0]) {
    const probe = createServer();
    try {
      probe.listen(wanted);
      await once(probe, 'listening');
      const { port } = probe.address();
      probe.close();
      await once(probe, 'close');
      return port;
    } catch (error) {
      if (error.code !== 'EADDRINUSE') throw error;
    }
  }
}

async function answersAt(endpoint, script) {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    assert.ok(script.child.exitCode === null, `it ended: ${script.output}`);
    const answered = await fetch(endpoint).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  throw new Error(`nothing listens at ${endpoint}: ${script.output}`);
}

const printed = (output, label) => output.match(new RegExp(`${label} (\\S+)`))?.[1];

before(() => mkdirSync(workshop, { recursive: true }));
after(() => rmSync(workshop, { recursive: true, force: true }));

describe('the code examples', { skip }, () => {
  let user;
  let starts;
  before(async () => {
    user = await platform.createUser({
      email: uniqueEmail('verbatim'),
      givenName: 'Ver',
      familyName: 'Batim',
      timezone: 'Europe/Berlin',
    });
    const { availableSlots } = await platform.availability(user.meetingTypeId, dateIn(1), dateIn(8));
    starts = availableSlots.map((slot) => slot.start);
  });
  const withSetup = (block) => `${fillIn(blocks.examples.setup, [API])}\n${block}\n`;

  test('verify the key', async () => {
    const output = await run('verify.mjs', withSetup(blocks.examples.verifyKey));
    assert.match(printed(output, 'Authenticated as:'), /@/);
  });

  test('create a user', async () => {
    const block = fillIn(blocks.examples.createUser, [[HIDDEN_EMAIL, uniqueEmail]]);
    const output = await run('create-user.mjs', withSetup(block));
    assert.match(printed(output, 'Created user:'), /^[0-9a-f-]{36}$/);
    assert.equal((await fetch(printed(output, 'Booking URL:'))).status, 200);
  });

  test('get slots', async () => {
    const block = fillIn(blocks.examples.slots, [
      ["'meeting-type-id'", `'${user.meetingTypeId}'`],
      ["'user-id'", `'${user.userId}'`],
      ['2024-01-15', dateIn(1)],
      ['2024-01-22', dateIn(8)],
    ]);
    const output = await run('slots.mjs', withSetup(block));
    assert.equal(output.split('Available: ').length - 1, starts.length);
    assert.ok(!output.includes('Invalid Date'));
  });

  test('book, then cancel', async () => {
    const book = fillIn(blocks.examples.book, [
      ["'meeting-type-id'", `'${user.meetingTypeId}'`],
      ["'user-id'", `'${user.userId}'`],
      ['2024-01-16T10:00:00Z', starts[3]],
      [HIDDEN_EMAIL, uniqueEmail],
    ]);
    const output = await run('book.mjs', withSetup(book));
    const id = printed(output, 'Booking confirmed:');
    assert.match(id, /^[0-9a-f-]{36}$/);
    assert.ok(!output.includes('Meeting link: undefined'));

    const cancel = fillIn(blocks.examples.cancel, [
      ["'appointment-id'", `'${id}'`],
      ["'user-id'", `'${user.userId}'`],
    ]);
    await run('cancel.mjs', withSetup(cancel));
    const appointment = await platform.get(`/v4/appointment/${id}`, user.userId);
    assert.equal(appointment.isCancelled, true);
    assert.equal(appointment.cancel.reason, 'Customer requested');
  });

  test('the complete flow', async () => {
    const block = fillIn(blocks.examples.flow, [
      API,
      ["'your-meeting-type-id'", `'${user.meetingTypeId}'`],
      ["'your-user-id'", `'${user.userId}'`],
      [HIDDEN_EMAIL, uniqueEmail],
    ]);
    assert.match(await run('flow.mjs', block), /Booked! \{/);
  });

  for (const [name, file, program] of [
    ['express', 'express.cjs', process.execPath],
    ['flask', 'flask_handler.py', process.env.SLATED_PYTHON ?? 'python3'],
  ]) {
    test(`the webhook handler on ${name}`, async (context) => {
      const port = await portFor3000();
      const code = port === 3000 ? blocks.examples[name] : fillIn(blocks.examples[name], [['3000', port]]);
      const script = start(file, code, program);
      context.after(async () => {
        if (script.child.exitCode === null) {
          script.child.kill('SIGKILL');
          await once(script.child, 'close');
        }
      });
      const endpoint = `http://127.0.0.1:${port}/webhooks/meetergo`;
      await answersAt(endpoint, script);
      const webhook = await platform.registerWebhook(endpoint, BOOKING_EVENTS);
      context.after(() => platform.removeWebhook(webhook.id));

      const { availableSlots } = await platform.availability(user.meetingTypeId, dateIn(9), dateIn(13));
      const attendee = { email: uniqueEmail(), fullname: 'Jane Client', phone: '+1234567890' };
      const { id } = await platform.book(user.meetingTypeId, availableSlots[0].start, attendee, user.userId);
      await prints(script, `New booking: ${id}`);
      await platform.reschedule(id, availableSlots[2].start, user.userId);
      await prints(script, `Booking rescheduled: ${id}`);
      await platform.cancel(id, user.userId);
      await prints(script, `Booking cancelled: ${id}`);
      assert.doesNotMatch(script.output, /Error|Traceback|failed/);
    });
  }
});

describe('the platform integration', { skip }, () => {
  // The document's pieces in its own order, in one module. What they take from the reader's platform (a
  // database, an Express app, two functions) stands above; what a reader would write between them is marked ours.
  function platformModule() {
    const {
      setup,
      createUser,
      slots,
      book,
      list,
      settings,
      bulk,
      register,
      handler,
      branding,
      createTemplate,
    } = blocks.integration;
    const { assignTemplate } = blocks.integration;
    const dates = [
      ['2024-01-15', dateIn(1)],
      ['2024-01-22', dateIn(8)],
    ];
    return `
import { createRequire } from 'node:module';
import { once } from 'node:events';
const express = createRequire(import.meta.url)('express');
const app = express();
app.use(express.json());
const listener = app.listen(0, '127.0.0.1');
await once(listener, 'listening');
const ourEndpoint = 'http://127.0.0.1:' + listener.address().port + '/webhooks/meetergo';

const rows = { users: [], bookings: [], tracked: [], notified: [] };
const matches = (row, where) => Object.entries(where).every(([name, value]) => row[name] === value);
const update = (table) => async ({ where, data }) => {
  const row = table.find((row) => matches(row, where));
  if (!row) throw new Error('no row ' + JSON.stringify(where));
  Object.assign(row, data);
};
const db = {
  users: { update: update(rows.users), findFirst: async ({ where }) => rows.users.find((row) => matches(row, where)) },
  bookings: { create: async ({ data }) => rows.bookings.push(data), update: update(rows.bookings) },
};
const trackBooking = async (booking) => rows.tracked.push(booking.id);
const sendPlatformNotification = async (user, what, data) => rows.notified.push([user.id, what, data.id]);
const signUp = (id) => {
  const user = { id, slug: id, email: id + '@example.org', firstName: 'Ada', lastName: id };
  rows.users.push(user);
  return user;
};
const until = async (what, done) => {
  for (let attempt = 0; !done(); attempt += 1) {
    if (attempt > 400) throw new Error(what + ' did not happen: ' + JSON.stringify(rows));
    await new Promise((wake) => setTimeout(wake, 50));
  }
};
const ok = async (response) => {
  if (!response.ok) throw new Error(response.status + ' ' + (await response.text()));
  return response.json();
};

${fillIn(setup, [])}
${fillIn(createUser, [API])}

/* ours */ const member = await createPlatformUser(signUp('${unique('member')}'));
/* ours */ const { userId, meetingTypeId } = member;

${fillIn(slots, [API, ...dates])}
${fillIn(book, [API])}
${fillIn(list, [API])}
${fillIn(settings, [API])}
${fillIn(bulk, [])}
${fillIn(register, [API, ["'https://your-platform.com/webhooks/meetergo'", 'ourEndpoint']])}

/* ours */ const { id: webhookId } = await ok(webhook);

${handler}
${fillIn(branding, [API])}
${fillIn(createTemplate, [API])}

/* ours */ const { id: templateId } = await ok(template);
/* ours */ const platformUserId = userId;

${fillIn(assignTemplate, [API])}

/* ours, to the end */
const fresh = await getAvailableSlots(meetingTypeId, '${dateIn(1)}', '${dateIn(8)}');
const client = { email: '${uniqueEmail('client')}', name: 'Jane Client', phone: '+491701234567' };
const booking = await createBooking(meetingTypeId, fresh.availableSlots[0], client);
await until('the booking in our database', () => rows.bookings.length === 1);
await ok(await fetch('${server.url}/v4/appointment/' + booking.id + '/cancel', { method: 'POST', headers, body: '{}' }));
await until('the cancellation in our database', () => rows.bookings[0].status === 'cancelled');
const onboarded = await onboardPlatformUsers(Array.from({ length: 20 }, (_, i) => signUp('${unique('bulk')}' + i)));
const users = await getPlatformUsers();
await fetch('${server.url}/webhooks/' + webhookId, { method: 'DELETE', headers });
listener.closeAllConnections();
listener.close();
console.log('RESULT ' + JSON.stringify({ member, slots, fresh, client, booking, rows, users,
  onboarded: onboarded.successful.length, failed: onboarded.failed.length }));
`;
  }

  let result;
  test('every piece runs, in the order of the document', async () => {
    const output = await run('platform.mjs', platformModule());
    result = JSON.parse(output.match(/^RESULT (.*)$/m)[1]);
    assert.match(output, /Created 20 users, 0 failed/);
  });

  test('the platform ends up knowing its users and bookings', async () => {
    const { member, slots, fresh, client, booking, rows, users, onboarded } = result;
    assert.ok(slots.availableSlots.length > 0);
    assert.equal(
      Date.parse(fresh.availableSlots[0].end) - Date.parse(fresh.availableSlots[0].start),
      45 * 60_000,
    );
    assert.equal(rows.users[0].meetergoUserId, member.userId);
    assert.equal(rows.users[0].bookingUrl, member.bookingUrl);
    assert.deepEqual(rows.tracked, [booking.id]);
    assert.deepEqual(rows.notified, [[rows.users[0].id, 'new_booking', booking.id]]);
    const [{ platformUserId, clientEmail, scheduledAt, meetergoBookingId, status }] = rows.bookings;
    assert.deepEqual(
      [platformUserId, clientEmail, meetergoBookingId, status],
      [rows.users[0].id, client.email, booking.id, 'cancelled'],
    );
    assert.equal(Date.parse(scheduledAt), Date.parse(fresh.availableSlots[0].start));
    assert.equal(onboarded, 20);
    assert.ok(users.total >= 21);
  });

  test('branding and template reached the user', async () => {
    const { userId } = result.member;
    const page = await platform.get('/v4/personal-page/me', userId);
    assert.equal(page.headerTitle, 'Book a consultation');
    assert.equal(page.primaryColor, '#0066cc');
    const types = await platform.get('/v4/meeting-type', userId);
    assert.ok(types.some(({ meetingInfo }) => meetingInfo.name === 'Initial Consultation'));
  });

  test('the widget on the profile page', async () => {
    const [, userSlug, meetingTypeSlug] = new URL(result.member.bookingUrl).pathname.split('/');
    const html = fillIn(blocks.integration.iframe, [
      ['https://cal.meetergo.com', server.url],
      ['{companySlug}', server.companySlug],
      ['{userSlug}', userSlug],
      ['{meetingTypeSlug}', meetingTypeSlug],
    ]);
    const page = await fetch(html.match(/src = "([^"]+)"/)[1]);
    assert.equal(page.status, 200);
    assert.match(page.headers.get('content-type'), /^text\/html/);
  });

  test('the directory of lawyers', async () => {
    const lawyer = {
      email: uniqueEmail('lawyer'),
      firstName: 'Jürgen',
      lastName: 'Groß',
      specialty: 'Mietrecht',
    };
    const output = await run(
      'directory.mjs',
      `${fillIn(blocks.integration.directory, [API])}
const directory = new LawyerDirectory(process.env.MEETERGO_API_KEY);
const lawyer = ${JSON.stringify(lawyer)};
const user = await directory.onboardLawyer(lawyer);
console.log('RESULT ' + JSON.stringify({ user, html: directory.getEmbedCode({ ...lawyer, bookingUrl: user.bookingUrl }) }));
`,
    );
    const { user, html } = JSON.parse(output.match(/^RESULT (.*)$/m)[1]);
    const types = await platform.get('/v4/meeting-type', user.userId);
    const durations = types.map(({ meetingInfo }) => meetingInfo.duration);
    assert.deepEqual(
      durations.sort((a, b) => a - b),
      [15, 30, 45, 60],
    );
    const src = html.match(/src="([^"]+)"/)[1];
    assert.equal(src, `${user.bookingUrl}?embed=true`);
    assert.equal((await fetch(src)).status, 200);
  });
});
