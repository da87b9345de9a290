// Signing in as a host does it: without JavaScript, by keyboard alone, by a link and by a password.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, openPage } from '../clients/browser.mjs';
import { Platform } from '../clients/platform.mjs';
import { server, uniqueEmail } from '../clients/server.mjs';
import { letIn, mailed } from './states.mjs';

const platform = new Platform(server);
let browser;

before(async () => {
  browser = await openBrowser();
});

after(() => browser?.close());

async function newHost() {
  const email = uniqueEmail('signs-in');
  const person = { email, givenName: 'Dorothy', familyName: 'Hodgkin', timezone: 'Europe/Berlin' };
  return { email, ...(await platform.createUser(person)) };
}

test('by a link, then with a password, with JavaScript off', async () => {
  const { email } = await newHost();
  const page = await openPage(browser, { javaScriptEnabled: false });
  await page.goto(`${server.url}/account`);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByRole('button', { name: 'Send me a sign-in link' }).click();
  await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
  const link = await mailed(email, /\/sign-in\/link\/[\w-]+/);
  // A mail program looks at it first.
  for (let looks = 0; looks < 2; looks += 1) assert.equal((await fetch(server.url + link)).status, 200);
  await page.goto(server.url + link);
  await page.getByText(email).waitFor();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Your account' }).waitFor();
  const [cookie] = await page.context().cookies();
  const { httpOnly, sameSite, path } = cookie;
  assert.deepEqual({ httpOnly, sameSite, path }, { httpOnly: true, sameSite: 'Lax', path: '/' });
  await page.getByRole('button', { name: 'Send me a link to set one' }).click();
  await page.goto(server.url + (await mailed(email, /\/password\/[\w-]+/)));
  await page.getByLabel('New password').fill('three small words');
  await page.getByRole('button', { name: 'Set password' }).click();
  await page.getByText('Your password is set.').waitFor();
  await page.getByRole('button', { name: 'Sign out', exact: true }).first().click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  assert.deepEqual(await page.context().cookies(), []);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill('three small words');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'Your account' }).waitFor();
  assert.deepEqual(page.complaints, []);
});

test('by keyboard alone, where Enter signs in', async () => {
  const { email } = await newHost();
  const page = await openPage(browser);
  await page.goto(server.url + (await letIn(email, 'new-password')));
  const type = async (label, text) => {
    for (let presses = 0; presses < 20; presses += 1) {
      await page.keyboard.press('Tab');
      const there = (element) => element === document.activeElement;
      if (await page.getByLabel(label, { exact: true }).evaluate(there)) return page.keyboard.type(text);
    }
    return assert.fail(`the keyboard does not reach ${label}`);
  };
  await type('New password', 'three small words');
  await page.keyboard.press('Enter');
  await page.getByText('Your password is set.').waitFor();
  await page.context().clearCookies();
  await page.goto(`${server.url}/account`);
  await type('E-mail address', email);
  await type('Password', 'three small words');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Your account' }).waitFor();
  assert.deepEqual(page.complaints, []);
});

test('another site signs nobody in or out', async () => {
  const { email } = await newHost();
  const page = await openPage(browser);
  await page.goto(server.url + (await letIn(email, 'link')));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Your account' }).waitFor();
  // The same machine by its other name is another site.
  const other = new URL(server.url);
  other.hostname = other.hostname === 'localhost' ? '127.0.0.1' : 'localhost';
  await page.goto(`${other.origin}/healthz`);
  const sent = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.evaluate((action) => {
    const form = Object.assign(document.createElement('form'), { method: 'post', action });
    form.innerHTML = '<input name="do" value="sign-out-everywhere">';
    document.body.append(form);
    form.submit();
  }, `${server.url}/account`);
  // Nothing goes along, so that nobody is known to be signed in.
  assert.equal((await sent).status(), 303);
  await page.goto(`${server.url}/account`);
  await page.getByRole('heading', { name: 'Your account' }).waitFor();
});
