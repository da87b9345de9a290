// Booking a team: without JavaScript, with it, and whoever has the turn.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, openPage } from '../clients/browser.mjs';
import { Platform } from '../clients/platform.mjs';
import { server } from '../clients/server.mjs';
import { open, sendForm } from './states.mjs';
import { firstStart, makeTeam } from './team.mjs';

const platform = new Platform(server);
let browser;

before(async () => {
  browser = await openBrowser();
});

after(() => browser?.close());

const booked = async (host) => (await platform.get('/v4/appointment/paginated', host.userId)).appointments;

test('a host is chosen and booked with JavaScript off', async () => {
  const { hosts, types } = await makeTeam();
  const page = await openPage(browser, { javaScriptEnabled: false });
  await open(page, types.must.path);
  assert.equal(await page.locator('.month').count(), 0);
  await page.getByLabel('Who would you like to meet?').selectOption(hosts[1].name);
  await page.getByRole('button', { name: 'Show times' }).click();
  await page.locator('.about', { hasText: hosts[1].name }).waitFor();
  await page.getByRole('link', { name: 'Next month' }).click();
  const chosen = page.getByLabel('Who would you like to meet?').locator(':checked');
  assert.equal((await chosen.textContent()).trim(), hosts[1].name);
  await page.locator('#times').getByRole('link').first().click();
  await sendForm(page);
  await page.getByRole('heading', { name: 'You are booked' }).waitFor();
  assert.deepEqual([(await booked(hosts[0])).length, (await booked(hosts[1])).length], [0, 1]);
});

test('choosing a host shows their month in place', async () => {
  const { hosts, types } = await makeTeam();
  const start = await firstStart(types.choice);
  // One is busy at the first start, so that it tells the two apart.
  await platform.post('/v4/booking', {
    meetingTypeId: types.choice.id,
    hostIds: [hosts[0].userId],
    start,
    attendee: { email: 'ann@example.org', fullname: 'Ann Invitee' },
  });
  const page = await openPage(browser);
  await open(page, types.choice.path, { timezone: 'Europe/Berlin', date: start.slice(0, 10) });
  const shown = page.locator('#starts');
  const offered = async () => (await shown.textContent()).includes(start.replace('.000Z', 'Z'));
  assert.equal(await offered(), true);
  await page.evaluate(() => {
    globalThis.stayed = true;
  });
  const choose = async (option) => {
    await page.getByLabel('Who would you like to meet?').selectOption(option);
    await page.getByRole('button', { name: 'Show times' }).click();
  };
  await choose(hosts[0].name);
  await page.locator('.about', { hasText: hosts[0].name }).waitFor();
  assert.equal(await offered(), false);
  assert.match(page.url(), /[?&]host=dorothy-hodgkin/);
  await choose('Whoever is free first');
  await page.locator('.about .host b', { hasText: 'Crystallography' }).waitFor();
  assert.equal(await offered(), true);
  assert.equal(await page.evaluate(() => globalThis.stayed), true);
  assert.deepEqual(page.complaints, []);
});

test('the turn goes around, and two who want the same start get a host each', async () => {
  const { hosts, types } = await makeTeam();
  const start = await firstStart(types.any);
  const pages = [await openPage(browser), await openPage(browser), await openPage(browser)];
  for (const page of pages) await open(page, types.any.path, { start });
  await Promise.all(pages.slice(0, 2).map((page) => sendForm(page)));
  for (const page of pages.slice(0, 2)) await page.getByRole('heading', { name: 'You are booked' }).waitFor();
  assert.deepEqual([(await booked(hosts[0])).length, (await booked(hosts[1])).length], [1, 1]);
  await sendForm(pages[2]);
  await pages[2].getByRole('heading', { name: 'Someone was faster' }).waitFor();
  assert.equal(await pages[2].locator('#name').inputValue(), 'Ann Invitee');
});
