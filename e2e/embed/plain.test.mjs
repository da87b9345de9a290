// Frames without the script, as the integration guides have them; and the demo's page with every form of embed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessibilityFaults, openPage } from '../clients/browser.mjs';
import { Platform } from '../clients/platform.mjs';
import { server, uniqueEmail } from '../clients/server.mjs';
import { bookIn, hears, STRICT } from '../clients/site.mjs';
import { browser, site } from './stage.mjs';

const platform = new Platform(server);
/** The guides' two frames, with their placeholders filled in and nothing else changed. */
const GUIDES = {
  'the embed route': ({ companySlug, userSlug, meetingTypeSlug }) => `<iframe
  src="${server.url}/embed/${companySlug}/${userSlug}/${meetingTypeSlug}"
  width="100%"
  height="700"
  frameborder="0"
></iframe>`,
  'the booking page with embed=true': (lawyer) => `
<iframe
src="${lawyer.bookingUrl}?embed=true"
width="100%"
height="700"
frameborder="0"
title="Termin buchen bei ${lawyer.firstName} ${lawyer.lastName} "
></iframe>
`,
};

for (const [name, frame] of Object.entries(GUIDES)) {
  for (const cookies of ['allowed', 'refused']) {
    test(`a guide's frame, cookies ${cookies}: ${name}`, async () => {
      const host = await platform.createUser({
        email: uniqueEmail('lawyer'),
        givenName: 'Anita',
        familyName: 'Augspurg',
        timezone: 'Europe/Berlin',
      });
      const [, userSlug, meetingTypeSlug] = new URL(host.bookingUrl).pathname.split('/');
      const names = { companySlug: server.companySlug, userSlug, meetingTypeSlug };
      const lawyer = { ...names, bookingUrl: host.bookingUrl, firstName: 'Anita', lastName: 'Augspurg' };
      const page = await openPage(browser);
      // What browsers do that keep third parties from storing anything: the storage is there, and throws.
      if (cookies === 'refused') {
        await page.addInitScript(() => {
          const refuse = () => {
            throw new DOMException('The operation is insecure.', 'SecurityError');
          };
          for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
            Object.defineProperty(window, name, { get: refuse });
          }
          Object.defineProperty(Document.prototype, 'cookie', { get: refuse, set: refuse });
        });
      }
      const script = `addEventListener('message', ({ data, origin }) => {
        globalThis.said ??= [];
        globalThis.said.push({ ...data, origin });
      });`;
      await page.goto(site.add({ body: frame(lawyer), script, headers: STRICT }));
      await bookIn(page.frameLocator('iframe'), 'Minna Cauer');
      await page.waitForFunction(() => globalThis.said.some(({ event }) => event === 'booking-successful'));
      const said = await page.evaluate(() => globalThis.said);
      const [booked] = (await platform.get('/v4/appointment/paginated', host.userId)).appointments;
      const told = said.filter(({ event }) => event === 'booking-successful');
      assert.deepEqual(
        told.map(({ data }) => data.appointmentId),
        [booked.id],
      );
      assert.ok(said.every(({ origin }) => origin === server.url));
      const heights = said.filter(({ event }) => event === 'meetergo:page_height');
      assert.ok(heights.length >= 2 && heights.length < 20, `${heights.length} heights`);
      for (const { height, payload } of heights) {
        assert.equal(height, payload.height);
        assert.ok(height > 200 && height < 3000, `${height}`);
      }
      assert.deepEqual(await page.context().cookies(), []);
      assert.deepEqual(page.complaints, []);
      await page.context().close();
    });
  }
}

test('a page and a frame that fit themselves to each other come to rest', async () => {
  const page = await openPage(browser);
  const link = new URL(server.bookingUrl).pathname;
  await page.goto(site.add({ body: `<div class="meetergo-iframe" data-link="${link}"></div>` }));
  await hears(page, 'linkReady');
  const frame = page.frames().find((frame) => frame.url().startsWith(server.url));
  await page.evaluate(() => {
    globalThis.heights = 0;
    addEventListener('message', ({ data }) => {
      if (data.event === 'meetergo:page_height') globalThis.heights += 1;
    });
  });
  // As tall as its frame and a little more, always.
  await frame.evaluate(() => document.body.style.setProperty('min-height', 'calc(100vh + 30px)'));
  await page.waitForFunction(() => globalThis.heights > 0);
  const heights = () => page.evaluate(() => globalThis.heights);
  // Until nothing more is said for a second.
  let reached = 0;
  for (let before = -1; before !== reached && reached < 40; ) {
    before = reached;
    await page.waitForTimeout(1000);
    reached = await heights();
  }
  assert.ok(reached < 40, `${reached} heights`);
  await page.context().close();
});

test('the demo shows every form of embed', async () => {
  const page = await openPage(browser, { reducedMotion: 'reduce' });
  await page.goto(`${server.url}/demo/embed`);
  const log = page.locator('#log');
  for (const [namespace, selector] of [
    ['default', '.meetergo-iframe iframe'],
    ['own', 'slated-booking[ns=own] iframe'],
  ]) {
    await page.locator(selector).scrollIntoViewIfNeeded();
    await page.frameLocator(selector).locator('#times').waitFor();
    await log.getByText(`${namespace}: bookerViewed`).waitFor();
  }
  for (const name of [
    'Book in a dialog',
    'Book at the side',
    'Book as in version 3',
    'Book by a call',
    'Book now',
  ]) {
    await page.getByRole(name === 'Book in a dialog' ? 'link' : 'button', { name }).click();
    await page.getByRole('dialog').waitFor();
    if (name === 'Book in a dialog') assert.deepEqual(await accessibilityFaults(page), []);
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  }
  await page.getByRole('button', { name: 'Video' }).click();
  await log.getByText('videoExpanded').waitFor();
  await log.getByText('videoPlay').first().waitFor();
  assert.deepEqual(await accessibilityFaults(page), []);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
