// Arabic: dates, times, numbers and zones stand in the order in which they are read, on every page and in every mail.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, openPage } from '../clients/browser.mjs';
import { server, uniqueEmail } from '../clients/server.mjs';
import { ORDER_NAMES, orders } from './direction.mjs';
import { makeHost, open, sendForm, states } from './states.mjs';

let browser;

before(async () => {
  browser = await openBrowser();
});

after(() => browser?.close());

/** Collects what pages show, and fails if something stands in the wrong order or was not seen at all. */
class Orders {
  seen = new Set();
  faults = [];

  async look(page, name) {
    const { seen, faults } = await orders(page);
    for (const order of Object.keys(seen)) this.seen.add(order);
    this.faults.push(...faults.map((fault) => `${name}: ${fault}`));
  }

  check(exempt = []) {
    assert.deepEqual(this.faults, []);
    assert.deepEqual(
      ORDER_NAMES.filter((order) => !this.seen.has(order) && !exempt.includes(order)),
      [],
    );
  }
}

for (const [hourCycle, exempt] of [
  ['h12', []],
  ['h23', ['a time and its half']],
]) {
  test(`every page, hours as in ${hourCycle}`, async () => {
    const page = await openPage(browser, { locale: 'ar' });
    const found = new Orders();
    for (const [name, go] of await states(await makeHost())) {
      await go(page, { lang: 'ar', hourCycle });
      await found.look(page, name);
    }
    found.check(exempt);
  });

  test(`every mail, hours as in ${hourCycle}`, async () => {
    const page = await openPage(browser, { locale: 'ar' });
    const found = new Orders();
    const host = await makeHost();
    const email = uniqueEmail('arabic');
    for (const type of [host.types.first, host.types.optIn, host.types.approved]) {
      await open(page, type.path, { lang: 'ar', hourCycle });
      await Promise.all([page.waitForNavigation(), page.locator('#times a').nth(2).click()]);
      await sendForm(page, { email });
      if (type !== host.types.first) continue;
      const manage = page.url().replace('/confirmation', '');
      for (const step of ['move', 'cancel']) {
        await page.goto(manage.replace('?', `/${step}?`));
        if (step === 'move') {
          await Promise.all([page.waitForNavigation(), page.locator('#times a').nth(4).click()]);
        }
        await Promise.all([page.waitForNavigation(), page.locator('main form button').click()]);
      }
    }
    // Confirmed, moved, cancelled, asked for consent, waiting for the host.
    const mails = await mailsTo(email, 5);
    for (const mail of mails) {
      await page.goto(`${server.url}${mail}/html`);
      await found.look(page, 'as HTML');
      await page.goto(server.url + mail);
      const [subject, ...plain] = await page.locator('h1, pre').allTextContents();
      // As programs show plain text: each line runs as its first letter does. In an invite, values stand alone.
      const invite = plain[1]?.replace(/\r?\n[ \t]/g, '').replace(/^[^:\n]*:/gm, '');
      const lines = [subject, plain[0], invite?.replaceAll('\\n', '\n').replaceAll('\\,', ',') ?? ''];
      await page.setContent('<pre></pre>');
      await page.evaluate((text) => {
        const pre = document.querySelector('pre');
        pre.textContent = text;
        pre.style.setProperty('unicode-bidi', 'plaintext');
      }, lines.join('\n'));
      await found.look(page, 'as text');
    }
    found.check([...exempt, 'a list of names']);
  });
}

/** The paths of the mails to an address, once there are so many. */
async function mailsTo(email, many) {
  let found = [];
  for (let tries = 0; tries < 200 && found.length < many; tries += 1) {
    const kept = await (await fetch(`${server.url}/demo/mail`)).text();
    const all = kept.matchAll(/href="([^"]+)">[^<]*<\/a><br><span class="muted">([^<]*)/g);
    found = [...all].filter(([, , to]) => to.includes(email)).map(([, path]) => path);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.equal(found.length, many);
  return found;
}
