// Booking as an invitee does it: without JavaScript, by keyboard alone, inside another site; on phones and desktops,
// light and dark.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { accessibilityFaults, openBrowser, openPage } from '../clients/browser.mjs';
import { Platform } from '../clients/platform.mjs';
import { server, uniqueEmail } from '../clients/server.mjs';

const platform = new Platform(server);
let browser;

before(async () => {
  browser = await openBrowser();
});

after(() => browser?.close());

function newHost(meetingType) {
  return platform.createUser({
    email: uniqueEmail('host'),
    givenName: 'Rosalind',
    familyName: 'Franklin',
    timezone: 'Europe/Berlin',
    meetingType,
  });
}

async function appointments(userId) {
  return (await platform.get('/v4/appointment/paginated', userId)).appointments;
}

test('book, move and cancel with JavaScript off', async () => {
  const host = await newHost();
  const page = await openPage(browser, { javaScriptEnabled: false });
  await page.goto(host.bookingUrl);
  await page.getByRole('link', { name: 'All meetings' }).click();
  await page.getByRole('link', { name: /30/ }).click();
  await page.getByRole('link', { name: 'Next month' }).click();
  await page.getByText('Times are for').click();
  await page.getByLabel('Time zone').selectOption('America/New_York');
  await page.getByRole('button', { name: 'Change' }).click();
  assert.match(await page.locator('.zone summary').innerText(), /New York \(UTC-0[45]:00\)/);
  await page.locator('#times').getByRole('link').nth(2).click();
  await page.getByRole('button', { name: 'Confirm booking' }).click();
  assert.equal(await page.getByRole('alert').getByRole('link').count(), 2);
  await page.getByLabel('Your name').fill('Ann Invitee');
  await page.getByLabel('E-mail address').fill('ann@example.org');
  await page.getByRole('button', { name: 'Confirm booking' }).click();
  await page.getByRole('heading', { name: 'You are booked' }).waitFor();
  const [booked] = await appointments(host.userId);
  assert.equal(booked.attendees[0].timezone, 'America/New_York');
  await page.getByRole('link', { name: 'Move or cancel' }).click();
  await page.getByRole('link', { name: 'Move to another time' }).click();
  await page.locator('#times').getByRole('link').first().click();
  await page.getByRole('button', { name: 'Move booking' }).click();
  await page.getByText('Your booking has been moved.').waitFor();
  const [moved] = await appointments(host.userId);
  assert.notEqual(moved.start, booked.start);
  await page.getByRole('link', { name: 'Cancel booking' }).click();
  await page.getByLabel('Reason').fill('Something came up');
  await page.getByRole('button', { name: 'Cancel booking' }).click();
  await page.getByText('Your booking has been cancelled.').waitFor();
  assert.equal((await appointments(host.userId))[0].isCancelled, true);
});

/** Presses Tab until the element has the focus, which must be visible. */
async function tabTo(page, locator) {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press('Tab');
    if (await locator.evaluate((element) => element === document.activeElement)) {
      const style = await locator.evaluate((element) => getComputedStyle(element).outlineStyle);
      assert.notEqual(style, 'none', 'the focus cannot be seen');
      return;
    }
  }
  assert.fail(`the keyboard does not reach ${locator}`);
}

test('book by keyboard alone', async () => {
  const host = await newHost();
  const page = await openPage(browser);
  await page.goto(host.bookingUrl);
  await tabTo(page, page.getByRole('link', { name: 'Skip to content' }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('link', { name: 'Next month' }));
  await Promise.all([page.waitForURL(/date=/), page.keyboard.press('Enter')]);
  const days = page.getByRole('table').getByRole('link');
  await tabTo(page, days.nth(1));
  await Promise.all([page.waitForURL(/#times/), page.keyboard.press('Enter')]);
  // The next stop after choosing a day is its first time.
  await page.keyboard.press('Tab');
  const first = page.locator('#times').getByRole('link').first();
  assert.ok(await first.evaluate((element) => element === document.activeElement));
  await Promise.all([page.waitForURL(/start=/), page.keyboard.press('Enter')]);
  await tabTo(page, page.getByLabel('E-mail address'));
  await page.keyboard.type('kim@example.org');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  // What is wrong has the focus, and leads to its field.
  const focused = () => page.evaluate(() => document.activeElement.className || document.activeElement.id);
  assert.equal(await focused(), 'summary');
  await tabTo(page, page.getByRole('link', { name: 'Enter your name' }));
  await page.keyboard.press('Enter');
  assert.equal(await focused(), 'name');
  await page.keyboard.type('Kim Keys');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  await page.getByRole('heading', { name: 'You are booked' }).waitFor();
  assert.equal((await appointments(host.userId))[0].attendees[0].fullname, 'Kim Keys');
  assert.deepEqual(
    page.complaints.filter((said) => !/400 \(Bad Request\)/.test(said)),
    [],
  );
});

for (const colorScheme of ['light', 'dark']) {
  for (const width of [360, 1440]) {
    test(`every page at ${width} px, ${colorScheme}: axe finds nothing, nothing sticks out`, async () => {
      const host = await newHost();
      await platform.patch(
        '/v4/personal-page/me',
        {
          headerTitle: 'Structures',
          headerSubtitle: 'X-rays',
          primaryColor: '#ffd400',
          description: 'Photo 51',
        },
        host.userId,
      );
      const page = await openPage(browser, { colorScheme, viewport: { width, height: 800 } });
      const faults = [];
      const look = async (name) => {
        for (const fault of await accessibilityFaults(page)) faults.push(`${name}: ${fault}`);
        const excess = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        if (excess > 0) faults.push(`${name}: ${excess} px too wide`);
        const small = await page.evaluate(() =>
          [...document.querySelectorAll('a, button, input, select, textarea, summary')]
            .filter((element) => element.type !== 'hidden' && !element.closest('p, .skip'))
            .map((element) => [element.outerHTML, element.getBoundingClientRect()])
            .filter(([, { width, height }]) => width > 0 && (width < 24 || height < 24))
            .map(([html]) => html),
        );
        for (const html of small) faults.push(`${name}: smaller than 24 px: ${html}`);
      };
      const path = new URL(host.bookingUrl).pathname;
      await page.goto(`${server.url}/${path.split('/')[1]}`);
      await look('personal page');
      await page.goto(host.bookingUrl);
      await page.getByText('Times are for').click();
      await look('month');
      await page.goto(`${host.bookingUrl}?date=2099-01-01`);
      await look('nothing free');
      await page.getByRole('link', { name: 'Show the first free times' }).click();
      await page.locator('#times').getByRole('link').nth(1).click();
      await look('form');
      const form = page.url();
      await page.getByLabel('E-mail address').fill('nonsense');
      await page.getByRole('button', { name: 'Confirm booking' }).click();
      await page.getByText('There is a problem').waitFor();
      await look('form with mistakes');
      await page.getByLabel('Your name').fill('Ann Invitee');
      await page.getByLabel('E-mail address').fill('ann@example.org');
      await page.getByRole('button', { name: 'Confirm booking' }).click();
      await page.getByRole('heading', { name: 'You are booked' }).waitFor();
      await look('confirmation');
      const confirmation = page.url();
      await page.goto(form);
      await page.getByLabel('Your name').fill('Too Late');
      await page.getByLabel('E-mail address').fill('late@example.org');
      await page.getByRole('button', { name: 'Confirm booking' }).click();
      await page.getByText('Someone was faster').waitFor();
      await look('taken');
      await page.goto(confirmation);
      await page.getByRole('link', { name: 'Move or cancel' }).click();
      await look('manage');
      const manage = page.url();
      await page.getByRole('link', { name: 'Move to another time' }).click();
      await look('move');
      await page.locator('#times').getByRole('link').first().click();
      await look('confirm the move');
      await page.goto(manage);
      await page.getByRole('link', { name: 'Cancel booking' }).click();
      await look('cancel');
      await page.getByRole('button', { name: 'Cancel booking' }).click();
      await page.getByText('Your booking has been cancelled.').waitFor();
      await look('cancelled');
      await page.goto(`${server.url}/nobody-at-all`);
      await look('not found');
      assert.deepEqual(faults, []);
    });
  }
}

test('a site with a strict policy hears what happens inside', async () => {
  const host = await newHost();
  const script = `addEventListener('message', ({ data }) => { (globalThis.heard ??= []).push(data); });`;
  const site = createServer((request, response) => {
    if (request.url === '/listen.js') {
      response.setHeader('content-type', 'text/javascript');
      return response.end(script);
    }
    response.setHeader('content-type', 'text/html');
    response.setHeader(
      'content-security-policy',
      `default-src 'none'; script-src 'self'; frame-src ${server.url}`,
    );
    response.setHeader('cross-origin-embedder-policy', 'require-corp');
    const frame = `${server.url}/embed/${server.companySlug}${new URL(host.bookingUrl).pathname}`;
    response.end(`<!doctype html><title>A site</title><script src="/listen.js"></script>
      <iframe src="${frame}" title="Book" width="700" height="900"></iframe>`);
  });
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  try {
    const page = await openPage(browser);
    await page.goto(`http://127.0.0.1:${site.address().port}/`);
    const inside = page.frameLocator('iframe');
    await inside.locator('#times').getByRole('link').first().click();
    await inside.getByLabel('Your name').fill('Fay Framed');
    await inside.getByLabel('E-mail address').fill('fay@example.org');
    await inside.getByRole('button', { name: 'Confirm booking' }).click();
    await inside.getByRole('heading', { name: 'You are booked' }).waitFor();
    await page.waitForFunction(() => heard.some(({ event }) => event === 'booking-successful'));
    const heard = await page.evaluate(() => globalThis.heard);
    const events = new Set(heard.map(({ event }) => event));
    // Depends on how far down the site was when the button was reached.
    events.delete('meetergo:scroll_by_distance');
    assert.deepEqual([...events].sort(), [
      'booking-successful',
      'meetergo:content-ready',
      'meetergo:page_height',
      'meetergo:ready',
    ]);
    for (const { event, payload } of heard) {
      if (event === 'meetergo:page_height') assert.ok(payload.height > 200 && payload.height < 2000);
    }
    const told = heard.filter(({ event }) => event === 'booking-successful');
    assert.equal(told.length, 1);
    const [booked] = await appointments(host.userId);
    assert.equal(told[0].data.appointmentId, booked.id);
    assert.equal(told[0].data.secret, booked.secret);
    assert.equal(told[0].data.attendeeEmail, 'fay@example.org');
    assert.deepEqual(page.complaints, []);
  } finally {
    site.closeAllConnections();
    site.close();
  }
});

test("times are in the browser's zone without being asked", async () => {
  const host = await newHost();
  const page = await openPage(browser, { timezoneId: 'Asia/Tokyo' });
  await page.goto(host.bookingUrl);
  await page.getByText('Tokyo time, GMT+9').first().waitFor();
  assert.equal(new URL(page.url()).searchParams.get('timezone'), 'Asia/Tokyo');
});
