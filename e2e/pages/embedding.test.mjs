// The pages an invitee sees: framed by any site, and free of what axe finds.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { accessibilityFaults, openBrowser, openPage } from '../clients/browser.mjs';
import { Platform } from '../clients/platform.mjs';
import { server, uniqueEmail } from '../clients/server.mjs';

const platform = new Platform(server);
let browser;
let user;
let site;

before(async () => {
  browser = await openBrowser();
  user = await platform.createUser({
    email: uniqueEmail('page'),
    givenName: 'Paula',
    familyName: 'Page',
    timezone: 'Europe/Berlin',
  });
  // Somebody's own site, on another origin, that frames whatever it is asked to.
  site = createServer((request, response) => {
    const framed = new URL(request.url, 'http://site').searchParams.get('frame');
    response.setHeader('content-type', 'text/html');
    response.end(
      `<!doctype html><title>A profile</title><iframe src="${framed}" width="100%" height="700"></iframe>`,
    );
  });
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
});

after(async () => {
  await browser?.close();
  site?.closeAllConnections();
  site?.close();
});

function addresses() {
  const path = new URL(user.bookingUrl).pathname;
  return [
    `${server.url}/embed/${server.companySlug}${path}`,
    `${user.bookingUrl}?embed=true`,
    user.bookingUrl,
  ];
}

test('another site can frame the booking page', async () => {
  const page = await openPage(browser);
  for (const address of addresses()) {
    const profile = `http://127.0.0.1:${site.address().port}/?frame=${encodeURIComponent(address)}`;
    await page.goto(profile);
    const inside = page.frameLocator('iframe').locator('body');
    await inside.waitFor();
    assert.match(await inside.innerText(), /Paula Page/, address);
  }
  assert.deepEqual(page.complaints, []);
});

test('axe finds nothing on the booking page and the personal page', async () => {
  const page = await openPage(browser);
  const [, userSlug] = new URL(user.bookingUrl).pathname.split('/');
  for (const address of [user.bookingUrl, `${server.url}/${userSlug}`]) {
    await page.goto(address);
    assert.deepEqual(await accessibilityFaults(page), [], address);
  }
  assert.deepEqual(page.complaints, []);
});
