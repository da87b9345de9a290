// Every form an invitee can meet, walked by keyboard alone, with JavaScript and without.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { openBrowser, openPage } from '../clients/browser.mjs';
import { Platform } from '../clients/platform.mjs';
import { dateIn, server, uniqueEmail } from '../clients/server.mjs';
import { enter, focused, send, tabTo, typeInto } from './keyboard.mjs';
import { decision, makeHost, open } from './states.mjs';
import { makeTeam } from './team.mjs';

const platform = new Platform(server);
let browser;
let host;

before(async () => {
  browser = await openBrowser();
  host = await makeHost();
});

after(() => browser?.close());

const button = (page, name) => page.getByRole('button', { name });
const link = (page, name) => page.getByRole('link', { name });
const says = (page, heading) => page.getByRole('heading', { level: 1, name: heading }).waitFor();
const firstTime = (page) => page.locator('#times li :is(a, button)').first();
/** A link that shows a page, or with JavaScript changes the one that is there: both change the address. */
const turn = async (page, locator) => {
  await tabTo(page, locator);
  const before = page.url();
  await Promise.all([page.waitForURL((url) => url.href !== before), page.keyboard.press('Enter')]);
};

/** Fills the form that is shown, and sends it from its last field. */
async function fill(page, email = 'kim@example.org') {
  await typeInto(page, page.getByLabel('Your name'), 'Kim Keys');
  await typeInto(page, page.getByLabel('E-mail address'), email);
  await typeInto(page, page.getByLabel('Phone number'), '+49 30 901820');
  await send(page);
}

/** Walks in a window of its own, with JavaScript on and off. */
function walk(name, steps) {
  for (const javaScriptEnabled of [true, false]) {
    test(`${name}, by keyboard alone, JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
      const page = await openPage(browser, { javaScriptEnabled });
      await steps(page, javaScriptEnabled);
      const broken = page.complaints.filter((said) => !/status of 4\d\d/.test(said));
      assert.deepEqual(broken, []);
      await page.context().close();
    });
  }
}

walk('a password is mistyped, then right', async (page, scripted) => {
  await open(page, host.types.locked.path);
  await says(page, 'Behind a password');
  await typeInto(page, page.getByLabel('Password'), 'open');
  await send(page);
  assert.match(await page.title(), /^Error: /);
  const field = page.getByLabel('Password');
  assert.equal(await focused(page), 'password');
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  const error = page.locator(`#${await field.getAttribute('aria-describedby')}`);
  assert.equal(await error.innerText(), 'That is not the password. Please try again.');
  await typeInto(page, field, 'sesame');
  await send(page);
  if (!scripted) assert.ok(!page.url().includes('sesame'));
  await enter(page, firstTime(page));
  await fill(page);
  await says(page, 'You are booked');
});

walk('a link that works once is used, and used up', async (page) => {
  const once = await platform.post(
    `/v4/one-time-booking-link/create/${host.types.first.id}`,
    {},
    host.userId,
  );
  const { pathname, search } = new URL(once.url);
  await open(page, pathname + search);
  await enter(page, firstTime(page));
  await fill(page);
  await says(page, 'You are booked');
  await open(page, pathname + search);
  await says(page, 'This link has been used');
  assert.equal(await page.title(), 'This link has been used');
  // Its only controls besides the languages: nothing leads nowhere.
  await tabTo(page, page.locator('.languages summary'));
  await page.keyboard.press('Enter');
  await enter(page, link(page, 'Deutsch'));
  assert.equal(await page.locator('html').getAttribute('lang'), 'de');
});

walk('a booking is confirmed by its mail', async (page) => {
  const email = uniqueEmail('walk');
  await open(page, host.types.optIn.path);
  await enter(page, firstTime(page));
  await fill(page, email);
  await says(page, 'Almost done: waiting for confirmation');
  await page.getByText(`We have sent a mail to ${email}.`).waitFor();
  await open(page, await decision(email));
  await says(page, 'Confirm your booking');
  await enter(page, button(page, 'Confirm the booking'));
  await page.getByText('Your booking is confirmed').first().waitFor();
});

walk('a host declines with a reason', async (page) => {
  await open(page, host.types.approved.path);
  await enter(page, firstTime(page));
  await fill(page, uniqueEmail('walk'));
  await page.getByText('Rosalind Franklin will confirm your booking.').waitFor();
  await open(page, await decision(host.email));
  await typeInto(page, page.locator('textarea'), 'Away that day');
  await enter(page, button(page, 'Decline'));
  await says(page, /declined/);
  assert.equal(await page.locator('main form').count(), 0);
});

walk('what cannot be booked says so, and leads on where it can', async (page) => {
  await open(page, host.types.disabled.path);
  await says(page, 'Not taking bookings');
  assert.equal(await page.title(), 'Not taking bookings');
  await tabTo(page, link(page, 'Skip to content'));
  await open(page, `${host.types.later.path}?date=${dateIn(0)}`);
  await page.getByText(/^Nothing is free in /).waitFor();
  await turn(page, link(page, /the next free day$/));
  await enter(page, firstTime(page));
  await fill(page);
  await says(page, 'You are booked');
  // A day whose last place went.
  const { availableSlots } = await platform.availability(
    host.types.pair.id,
    dateIn(2),
    dateIn(30),
    host.userId,
  );
  const { start } = availableSlots[0];
  for (const email of ['b@example.org', 'c@example.org']) {
    await platform.book(host.types.pair.id, start, { email, fullname: 'B' }, host.userId);
  }
  await open(page, host.types.pair.path, { start });
  await page.getByRole('alert').getByText('is not available any more').waitFor();
  await enter(page, firstTime(page));
  await says(page, 'Table for two');
});

walk('one of a team is chosen', async (page) => {
  const { hosts, types } = await makeTeam();
  await open(page, types.must.path);
  await page.getByText('Choose who you would like to meet').waitFor();
  await tabTo(page, page.getByLabel('Who would you like to meet?'));
  await page.keyboard.type('Kath');
  await turn(page, button(page, 'Show times'));
  await page.locator('.about', { hasText: hosts[1].name }).waitFor();
  await enter(page, firstTime(page));
  await fill(page);
  await says(page, 'You are booked');
  const booked = await platform.get('/v4/appointment/paginated', hosts[1].userId);
  assert.equal(booked.appointments.length, 1);
});

walk('a booking is looked after', async (page) => {
  await open(page, host.types.guests.path);
  await enter(page, firstTime(page));
  await fill(page);
  await says(page, 'You are booked');
  // The file for calendars.
  await tabTo(page, link(page, 'Calendar file'));
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  assert.equal(download.suggestedFilename(), 'appointment.ics');
  assert.match(
    await readFile(await download.path(), 'utf8'),
    /^BEGIN:VCALENDAR\r\n[\s\S]*SUMMARY:.*Bring somebody/,
  );
  await enter(page, link(page, 'Move or cancel'));
  // A guest, mistyped at first.
  const guest = page.getByLabel('E-mail address of a guest');
  await typeInto(page, guest, 'nobody');
  await send(page);
  assert.match(await page.title(), /^Error: /);
  assert.equal(await focused(page), 'guest');
  assert.equal(await guest.getAttribute('aria-describedby'), 'guest-error');
  await typeInto(page, guest, 'gus@example.org');
  await send(page);
  await page.getByRole('status').getByText('Your guest has been added.').waitFor();
  await page.locator('.guests li', { hasText: 'gus@example.org' }).waitFor();
  // Another time.
  const when = await page.locator('.details time').innerText();
  await enter(page, link(page, 'Move to another time'));
  await turn(page, link(page, 'Next month'));
  await enter(page, page.locator('#times a').nth(1));
  await enter(page, button(page, 'Move booking'));
  await page.getByRole('status').getByText('Your booking has been moved.').waitFor();
  assert.notEqual(await page.locator('.details time').innerText(), when);
  // And not at all.
  await enter(page, link(page, 'Cancel booking'));
  await typeInto(page, page.getByLabel('Reason'), 'Too far away now');
  await enter(page, button(page, 'Cancel booking'));
  await page.getByRole('status').getByText('Your booking has been cancelled.').waitFor();
  await page.getByText('Too far away now').waitFor();
  await turn(page, link(page, 'Book another time'));
  await says(page, 'Bring somebody');
});

walk('reminders are stopped, and a place in a group is given up', async (page) => {
  await open(page, host.types.group.path);
  await enter(page, firstTime(page));
  await fill(page);
  await enter(page, link(page, 'Move or cancel'));
  const manage = page.url();
  await page.goto(manage.replace('?', '/reminders?'));
  await enter(page, button(page, 'Stop reminders'));
  await page.getByText('You will get no more reminders').first().waitFor();
  await page.goto(manage);
  await enter(page, link(page, 'Cancel booking'));
  await says(page, 'Give up your place?');
  await enter(page, button(page, 'Give up my place'));
  await page.getByRole('status').getByText('Your booking has been cancelled.').waitFor();
});

walk('every kind of question is answered', async (page) => {
  await open(page, host.types.asking.path);
  await enter(page, firstTime(page));
  await fill(page);
  assert.match(await page.title(), /^Error: /);
  if (await page.locator('.summary').evaluate((summary) => summary === document.activeElement)) {
    // With JavaScript the focus is there at once; without, the summary is the first thing after the skip link.
    await page.keyboard.press('Tab');
  } else {
    await tabTo(page, page.locator('.summary a').first());
  }
  // Each of the summary's links leads to its field.
  const links = page.locator('.summary a');
  const targets = await links.evaluateAll((all) => all.map((one) => one.hash.slice(1)));
  assert.ok(targets.length > 8, String(targets));
  await page.keyboard.press('Enter');
  assert.equal(await focused(page), targets[0]);
  for (const target of targets) assert.equal(await page.locator(`[id="${target}"]`).count(), 1, target);
  const answers = { 'text-single': 'Ships', number: '3', url: 'https://example.com/' };
  for (const [kind, answer] of Object.entries(answers)) {
    await typeInto(page, page.getByLabel(`A question of the kind ${kind}`), answer);
  }
  const group = (kind) => page.getByRole('group', { name: `A question of the kind ${kind}` });
  const field = (kind) => page.getByLabel(`A question of the kind ${kind}`);
  await tabTo(page, field('date'));
  await page.keyboard.type('01012027');
  await tabTo(page, field('time'));
  // The last key counts where hours have halves.
  await page.keyboard.type('0930A');
  await tabTo(page, field('select'));
  await page.keyboard.type('That');
  for (const kind of ['radio', 'checkbox-single', 'checkbox-multi', 'yes-no', 'rating', 'scale']) {
    const control = kind === 'checkbox-single' ? field(kind) : group(kind).locator('input').first();
    await tabTo(page, control);
    await page.keyboard.press('Space');
  }
  await tabTo(page, page.getByLabel(/I agree/));
  await page.keyboard.press('Space');
  await enter(page, button(page, 'Confirm booking'));
  await says(page, 'You are booked');
});

walk('another time is chosen for what was typed', async (page) => {
  await open(page, host.types.first.path);
  await enter(page, firstTime(page));
  const start = page.locator('input[name=start]');
  const first = await start.inputValue();
  await typeInto(page, page.getByLabel('Your name'), 'Kim Changes');
  await typeInto(page, page.getByLabel('Anything you would like to add?'), 'Bring a torch');
  await enter(page, button(page, 'Change'));
  await page.getByText('What you typed is kept.').waitFor();
  await enter(page, page.locator('#times li button').nth(2));
  assert.notEqual(await start.inputValue(), first);
  assert.equal(await page.getByLabel('Your name').inputValue(), 'Kim Changes');
  assert.equal(await page.getByLabel('Anything you would like to add?').inputValue(), 'Bring a torch');
  // The Enter key in a field books, and does not go back to the times.
  await fill(page);
  await says(page, 'You are booked');
});

walk('all free times are looked through after somebody was faster', async (page) => {
  await open(page, host.types.first.path);
  await enter(page, firstTime(page));
  const start = await page.locator('input[name=start]').inputValue();
  await platform.book(host.types.first.id, start, { email: 'b@example.org', fullname: 'B' }, host.userId);
  await typeInto(page, page.getByLabel('Anything you would like to add?'), 'Bring a torch');
  await fill(page);
  await page.getByRole('alert').getByText('Someone was faster').waitFor();
  await enter(page, button(page, 'See all free times'));
  await page.getByText('What you typed is kept.').waitFor();
  await enter(page, button(page, 'Next month'));
  await enter(page, page.locator('td button').nth(1));
  await enter(page, page.locator('#times li button').nth(2));
  assert.equal(await page.getByLabel('Your name').inputValue(), 'Kim Keys');
  assert.equal(await page.getByLabel('Anything you would like to add?').inputValue(), 'Bring a torch');
  await enter(page, button(page, 'Confirm booking'));
  await says(page, 'You are booked');
});
