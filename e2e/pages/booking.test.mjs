// Booking as an invitee does it: without JavaScript, by keyboard alone, inside another site, in other languages.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { accessibilityFaults, openBrowser, openPage } from '../clients/browser.mjs';
import { Platform } from '../clients/platform.mjs';
import { server, uniqueEmail } from '../clients/server.mjs';
import { focused, tabTo } from './keyboard.mjs';

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
  await page.getByText('Times are in').click();
  await page.getByLabel('Time zone').selectOption('America/New_York');
  await page.getByRole('button', { name: 'Change' }).click();
  assert.match(await page.locator('.zone summary').innerText(), /New York time, GMT−[45]/);
  await page.locator('#times').getByRole('link').nth(2).click();
  await page.getByRole('button', { name: 'Confirm booking' }).click();
  assert.equal(await page.getByRole('alert').getByRole('link').count(), 3);
  await page.getByLabel('Your name').fill('Ann Invitee');
  await page.getByLabel('E-mail address').fill('ann@example.org');
  await page.getByLabel('Phone number').fill('+49 30 901820');
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

for (const javaScriptEnabled of [true, false]) {
  test(`nothing typed is lost, JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
    const host = await newHost();
    const page = await openPage(browser, { javaScriptEnabled });
    await page.goto(host.bookingUrl);
    await page.locator('#times').getByRole('link').first().click();
    await page.getByLabel('Your name').fill('Ann Invitee');
    await page.getByLabel('E-mail address').fill('ann@example.org');
    await page.getByLabel('Phone number').fill('+49 30 901820');
    await page.getByLabel('Anything you would like to add?').fill('Two lines,\nno less');
    // To another language and back.
    await page.locator('.languages summary').click();
    await page.getByRole('button', { name: 'Türkçe' }).click();
    await page.locator('html[lang=tr]').waitFor();
    assert.equal(await page.locator('#name').inputValue(), 'Ann Invitee');
    await page.locator('.languages summary').click();
    await page.getByRole('button', { name: 'English' }).click();
    // Somebody else takes the time.
    const start = await page.locator('input[name=start]').inputValue();
    await platform.book(host.meetingTypeId, start, { email: 'b@example.org', fullname: 'B' }, host.userId);
    await page.getByRole('button', { name: 'Confirm booking' }).click();
    await page.getByRole('alert').getByText('Someone was faster').waitFor();
    const nearest = page.getByRole('group', { name: 'The nearest free times' }).getByRole('button');
    assert.equal(await nearest.count(), 3);
    await nearest.nth(1).click();
    await page.getByRole('heading', { name: 'You are booked' }).waitFor();
    const booked = await appointments(host.userId);
    const { attendees } = booked.find(({ attendees }) => attendees[0].email === 'ann@example.org');
    assert.equal(attendees[0].fullname, 'Ann Invitee');
    assert.deepEqual(attendees[0].notes, { notes: 'Two lines,\nno less' });
    await page.context().close();
  });
}

test('book by keyboard alone', async () => {
  const host = await newHost();
  const page = await openPage(browser);
  await page.goto(host.bookingUrl);
  await tabTo(page, page.getByRole('link', { name: 'Skip to content' }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('link', { name: 'Next month' }));
  await Promise.all([page.waitForURL(/date=/), page.keyboard.press('Enter')]);
  // The month is there at once, the focus stays where it was, and the grid is one stop of the Tab key.
  const next = page.getByRole('link', { name: 'Next month' });
  assert.ok(await next.evaluate((element) => element === document.activeElement));
  const focusedDay = () => page.evaluate(() => document.activeElement.closest('td')?.dataset.day);
  await tabTo(page, page.locator('.month td a[aria-current]'));
  const first = await focusedDay();
  const later = (days) => {
    const date = new Date(`${first}T00:00:00Z`);
    date.setUTCDate(date.getUTCDate() + days);
    return date.toISOString().slice(0, 10);
  };
  await page.keyboard.press('ArrowDown');
  await page.waitForFunction((day) => document.activeElement.closest('td')?.dataset.day === day, later(7));
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction((day) => document.activeElement.closest('td')?.dataset.day === day, later(8));
  await page.keyboard.press('ArrowLeft');
  await page.waitForFunction((day) => document.activeElement.closest('td')?.dataset.day === day, later(7));
  await page.keyboard.press('PageDown');
  await page.waitForFunction(
    (month) => !document.activeElement.closest('td')?.dataset.day.startsWith(month),
    first.slice(0, 7),
  );
  await page.keyboard.press('PageUp');
  await page.waitForFunction((day) => document.activeElement.closest('td')?.dataset.day === day, later(7));
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'day');
  // The next stop after choosing a day is its first time.
  await page.keyboard.press('Tab');
  const time = page.locator('#times').getByRole('link').first();
  assert.ok(await time.evaluate((element) => element === document.activeElement));
  await Promise.all([page.waitForURL(/start=/), page.keyboard.press('Enter')]);
  await tabTo(page, page.getByLabel('E-mail address'));
  await page.keyboard.type('kim@example.org');
  await tabTo(page, page.getByLabel('Phone number'));
  await page.keyboard.type('+49 30 901820');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  // What is wrong has the focus, and leads to its field.
  assert.equal(await focused(page), 'summary');
  await tabTo(page, page.getByRole('link', { name: 'Enter your name' }));
  await page.keyboard.press('Enter');
  assert.equal(await focused(page), 'name');
  await page.keyboard.type('Kim Keys');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  await page.getByRole('heading', { name: 'You are booked' }).waitFor();
  assert.equal((await appointments(host.userId))[0].attendees[0].fullname, 'Kim Keys');
  assert.deepEqual(
    page.complaints.filter((said) => !/400 \(Bad Request\)/.test(said)),
    [],
  );
});

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
    await inside.getByLabel('Phone number').fill('+49 30 901820');
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

for (const [locale, said] of [
  [
    'de-DE',
    {
      lang: 'de-DE',
      dir: 'ltr',
      first: 'Mo',
      time: /^\d\d:\d\d$/,
      name: 'Ihr Name',
      book: 'Verbindlich buchen',
      done: 'Ihr Termin ist gebucht',
    },
  ],
  [
    'ar-EG',
    {
      lang: 'ar-EG',
      dir: 'rtl',
      first: 'س',
      time: /^\d+:\d\d [صم]$/,
      name: 'الاسم',
      book: 'تأكيد الحجز',
      done: 'تم حجز موعدك',
    },
  ],
  [
    'en-US',
    {
      lang: 'en-US',
      dir: 'ltr',
      first: 'Sun',
      time: /^\d+:\d\d [AP]M$/,
      name: 'Your name',
      book: 'Confirm booking',
      done: 'You are booked',
    },
  ],
]) {
  test(`book by mouse in ${locale}, with every kind of question`, async () => {
    const host = await newHost();
    const [type] = await platform.get('/v4/meeting-type', host.userId);
    const options = [{ label: 'A' }, { label: 'B' }];
    const kinds = [
      'text-single',
      'text-multi',
      'number',
      'date',
      'time',
      'url',
      'select',
      'radio',
      'checkbox-multi',
      'yes-no',
      'rating',
      'scale',
    ];
    const questions = kinds.map((fieldType) => ({ label: fieldType, fieldType, required: true, options }));
    const meetingOptions = {
      allowAddingGuests: true,
      dataPolicy: { enable: true, required: true, link: 'https://example.com/' },
    };
    await platform.patch(`/v4/meeting-type/${type.id}`, { questions, meetingOptions }, host.userId);
    const page = await openPage(browser, { locale, viewport: { width: 768, height: 900 } });
    await page.goto(host.bookingUrl);
    const root = page.locator('html');
    assert.deepEqual(
      [await root.getAttribute('lang'), await root.getAttribute('dir')],
      [said.lang, said.dir],
    );
    assert.equal(await page.locator('.month th').first().innerText(), said.first);
    await page.locator('.turn a[rel~=next]').click();
    await page.waitForURL(/date=/);
    await page.locator('.month td a').nth(2).click();
    const time = page.locator('#times a').nth(1);
    // Right-to-left text carries marks of direction around its numbers.
    assert.match((await time.innerText()).replace(/[\u2068\u2069]/g, ''), said.time);
    assert.deepEqual(await accessibilityFaults(page), []);
    await time.click();
    await page.getByRole('button', { name: said.book }).click();
    await page.locator('.summary').waitFor();
    assert.equal(await page.locator('.summary a').count(), kinds.length + 4);
    assert.deepEqual(await accessibilityFaults(page), []);
    await page.getByLabel(said.name).fill('Ann Invitee');
    await page.locator('#email').fill('ann@example.org');
    await page.locator('#phone').fill('+49 30 901820');
    const answers = ['Ships', 'Sails', '3', '2027-03-01', '14:30', 'https://example.com/'];
    for (const [index, answer] of answers.entries()) await page.locator(`#answer-${index}`).fill(answer);
    await page.locator('#answer-6').selectOption('B');
    for (const group of [7, 8, 9, 10, 11]) await page.locator(`#answer-${group}-1`).check();
    await page.locator('#guests').fill('bo@example.org');
    await page.locator('#consent').check();
    await page.getByRole('button', { name: said.book }).click();
    await page.getByRole('heading', { name: said.done }).waitFor();
    assert.deepEqual(await accessibilityFaults(page), []);
    const [{ attendees }] = await appointments(host.userId);
    assert.equal(attendees[0].language, locale.slice(0, 2));
    const kept = [
      'Ships',
      'Sails',
      3,
      '2027-03-01',
      '14:30',
      'https://example.com/',
      'B',
      'B',
      ['B'],
      false,
      2,
      1,
    ];
    assert.deepEqual(attendees[0].notes, Object.fromEntries(kinds.map((kind, index) => [kind, kept[index]])));
  });
}

test('months turn from what was fetched, and nothing jumps', async () => {
  const host = await newHost();
  const page = await openPage(browser);
  const documents = [];
  page.on('request', (request) => request.isNavigationRequest() && documents.push(request.url()));
  await page.goto(host.bookingUrl, { waitUntil: 'networkidle' });
  await page.evaluate(() => {
    globalThis.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const title = await page.locator('#month').innerText();
  await page.locator('.turn a[rel~=next]').click();
  await page.waitForFunction((before) => document.querySelector('#month').textContent !== before, title);
  await page.locator('.turn a[rel~=prev]').click();
  await page.waitForFunction((before) => document.querySelector('#month').textContent === before, title);
  assert.equal(documents.length, 1);
  assert.ok((await page.evaluate(() => globalThis.shift)) < 0.01);
  assert.deepEqual(page.complaints, []);
});
