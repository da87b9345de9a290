// Every form of embed, in a site of another origin with a strict policy: booked in, heard of.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from '../clients/browser.mjs';
import { Platform } from '../clients/platform.mjs';
import { server, uniqueEmail } from '../clients/server.mjs';
import { bookIn, heard, hears } from '../clients/site.mjs';
import { browser, site } from './stage.mjs';

const platform = new Platform(server);
async function newHost() {
  const host = await platform.createUser({
    email: uniqueEmail('host'),
    givenName: 'Grete',
    familyName: 'Hermann',
    timezone: 'Europe/Berlin',
  });
  return { ...host, link: new URL(host.bookingUrl).pathname };
}

/** Each form: what the site has in its page, what its script says, and what a visitor does to get at the calendar. */
const FORMS = {
  'inline by call': (link) => ({
    body: '<div id="here"><a href="/contact">Write to us</a></div>',
    script: `meetergo('init'); document.addEventListener('DOMContentLoaded', () => meetergo('inline', { element: '#here', link: '${link}' }));`,
  }),
  'inline by class, data-src': (link) => ({
    body: `<div class="meetergo-iframe" data-src="${server.url}${link}"></div>`,
  }),
  'inline by class, data-link': (link) => ({
    body: `<div class="meetergo-iframe" data-link="${link}"></div>`,
  }),
  'inline by class, version 3 link': (link) => ({
    body: `<div class="meetergo-iframe" link="${link}"></div>`,
  }),
  'inline by class, version 3 href': (link) => ({
    body: `<a class="meetergo-iframe" href="${server.url}${link}">Book</a>`,
  }),
  'inline by layout': (link) => ({
    body: `<div data-meetergo-link="${link}" data-meetergo-layout="inline" data-meetergo-ns="side"></div>`,
    script: `meetergo('on', { ns: 'side', event: '*', callback: (e) => (globalThis.heard ??= []).push(e) });`,
  }),
  'inline by element': (link) => ({ body: `<slated-booking link="${link}"></slated-booking>` }),
  'modal by call': (link) => ({
    body: '<button id="go">Book</button>',
    script: `document.addEventListener('DOMContentLoaded', () => {
      document.querySelector('#go').onclick = () => meetergo('modal', { link: '${link}' });
    });`,
    click: 'Book',
  }),
  'modal by attribute': (link) => ({
    body: `<button data-meetergo-link="${link}">Book</button>`,
    click: 'Book',
  }),
  'modal by a link': (link) => ({
    body: `<a href="${server.url}${link}" data-meetergo-link="">Book</a>`,
    click: 'Book',
    role: 'link',
  }),
  'modal by version 3 button': (link) => ({
    body: `<div class="meetergo-modal-button" link="${link}">Book</div>`,
    click: 'Book',
  }),
  'modal by element': (link) => ({
    body: `<slated-booking link="${link}" layout="modal" text="Book"></slated-booking>`,
    click: 'Book',
  }),
  'sidebar by attribute': (link) => ({
    body: `<button data-meetergo-link="${link}" data-meetergo-layout="sidebar">Book</button>`,
    click: 'Book',
  }),
  'sidebar by option': (link) => ({
    script: `meetergo('init', { sidebar: { link: '${link}', position: 'left', width: 520, buttonText: 'Book' } });`,
    click: 'Book',
  }),
  'floating button': (link) => ({
    script: `meetergo('init', { floatingButton: { link: '${link}', text: 'Book', position: 'top-left', icon: 'CalendarPlus', animation: 'pulse' } });`,
    click: 'Book',
  }),
  'floating button by version 3 settings': (link) => ({
    script: `window.meetergoSettings = { floatingButton: { link: '${link}', text: 'Book', animation: 'slide-in' } };`,
    click: 'Book',
  }),
  'video widget': (link) => ({
    script: `meetergo('init', { videoEmbed: { videoSrc: '/none.webm', bookingLink: '${link}', bookingCta: 'Book' } });`,
    click: ['Video', 'Book'],
    complaints: /none\.webm|media-src/,
  }),
};

for (const [name, form] of Object.entries(FORMS)) {
  test(`${name}: booked, and heard of`, async () => {
    const host = await newHost();
    const { click = [], role = 'button', complaints = /^$/, ...content } = form(host.link);
    // A button that pulses never holds still for the mouse.
    const page = await openPage(browser, { reducedMotion: 'reduce' });
    await page.goto(site.add(content));
    for (const label of [click].flat()) await page.getByRole(role, { name: label, exact: true }).click();
    const inside = page.frameLocator('iframe[name^=mg-embed-]');
    await hears(page, 'bookerViewed');
    await bookIn(inside);
    const { data, namespace, ts } = await hears(page, 'bookingSuccessful');
    const [booked] = (await platform.get('/v4/appointment/paginated', host.userId)).appointments;
    assert.equal(data.appointmentId, booked.id);
    assert.equal(data.secret, booked.secret);
    assert.equal(data.attendeeEmail, 'fay@example.org');
    assert.equal(data.status, 'confirmed');
    assert.equal(namespace, name === 'inline by layout' ? 'side' : 'default');
    assert.ok(Math.abs(ts - Date.now()) < 60_000);
    const events = await heard(page);
    assert.equal(events.filter((event) => event === 'bookingSuccessful').length, 1, String(events));
    assert.equal(events.filter((event) => event === 'linkReady').length, 1, String(events));
    assert.ok(events.includes('bookerViewed'), String(events));
    const opened = { modal: 'modalOpened', sidebar: 'sidebarOpened' };
    for (const [layout, event] of Object.entries(opened)) {
      const expected = content.script?.includes(layout) || name.startsWith(layout);
      if (name.startsWith('inline')) assert.ok(!events.includes(event), String(events));
      else if (expected && layout === 'sidebar') assert.ok(events.includes(event), String(events));
    }
    assert.deepEqual(
      page.complaints.filter((said) => !complaints.test(said)),
      [],
    );
    await page.context().close();
  });
}

test('a change made in the frame is heard of', async () => {
  const host = await newHost();
  const page = await openPage(browser);
  await page.goto(site.add({ body: `<slated-booking link="${host.link}"></slated-booking>` }));
  const inside = page.frameLocator('iframe');
  await hears(page, 'bookerViewed');
  await bookIn(inside);
  // By keyboard: the site scrolls while a page comes up in the frame, and a click by mouse may miss.
  await inside.getByRole('link', { name: 'Move or cancel' }).press('Enter');
  await inside.getByRole('link', { name: 'Move to another time' }).press('Enter');
  await inside.locator('#times').getByRole('link').nth(3).press('Enter');
  await inside.getByRole('button', { name: 'Move booking' }).press('Enter');
  const moved = await hears(page, 'bookingRescheduled');
  const [booked] = (await platform.get('/v4/appointment/paginated', host.userId)).appointments;
  assert.equal(moved.data.appointmentId, booked.id);
  assert.equal(Date.parse(moved.data.startTime), Date.parse(booked.start));
  await inside.getByRole('link', { name: 'Cancel booking' }).press('Enter');
  await inside.getByRole('button', { name: 'Cancel booking' }).press('Enter');
  const cancelled = await hears(page, 'bookingCancelled');
  assert.equal(cancelled.data.appointmentId, booked.id);
  await page.context().close();
});

test('a form is listened to: what was typed is filled in, and the form is sent afterwards', async () => {
  const host = await newHost();
  const page = await openPage(browser);
  site.put('/thanks', 'text/html', '<!doctype html><title>Thanks</title><h1>Thank you</h1>');
  const address = site.add({
    body: `<form id="lead" action="/thanks"><input name="token" type="hidden" value="t0ken">
      <label>Name <input name="who" autocomplete="name"></label> <label>Mail <input name="m" type="email"></label>
      <label>Password <input name="p" type="password"></label> <button>Send</button></form>`,
    script: `meetergo('init', { formListeners: [{ formId: 'lead', link: '${host.link}' }] });`,
  });
  await page.goto(address);
  await page.getByLabel('Name').fill('Lea Lead');
  await page.getByLabel('Mail').fill('lea@example.org');
  await page.getByLabel('Password').fill('s3cret');
  await page.getByRole('button', { name: 'Send' }).click();
  const inside = page.frameLocator('iframe');
  const frame = new URL(await page.locator('iframe').getAttribute('src'));
  assert.deepEqual([...frame.searchParams.keys()].sort(), ['email', 'embed', 'name']);
  await hears(page, 'bookerViewed');
  await inside.locator('#times').getByRole('link').first().click();
  assert.equal(await inside.getByLabel('Your name').inputValue(), 'Lea Lead');
  assert.equal(await inside.getByLabel('E-mail address').inputValue(), 'lea@example.org');
  await inside.getByLabel('Phone number').fill('+49 30 901820');
  await inside.getByRole('button', { name: 'Confirm booking' }).click();
  await hears(page, 'bookingSuccessful');
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  assert.equal(new URL(page.url()).searchParams.get('who'), 'Lea Lead');
  await page.context().close();
});
