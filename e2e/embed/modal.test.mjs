// The dialog: by keyboard alone, for those who cannot see it, and without harm to the page behind it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessibilityFaults, openPage } from '../clients/browser.mjs';
import { server } from '../clients/server.mjs';
import { heard, hears } from '../clients/site.mjs';
import { browser, site } from './stage.mjs';

const LINK = new URL(server.bookingUrl).pathname;
/** What has the focus, also within the SDK's own places. */
function focused(page) {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.getAttribute('aria-label') || element?.id || element?.tagName;
  });
}

const BODY = `<a id="before" href="#x">Before</a> <div id="go" data-meetergo-link="${LINK}">Book</div>
  <a id="after" href="#y">After</a>`;

test('opened, walked through and closed by keyboard', async () => {
  const page = await openPage(browser);
  await page.goto(site.add({ body: BODY }));
  await page.waitForFunction(() => document.querySelector('#go').getAttribute('role') === 'button');
  for (const key of ['Enter', 'Space']) {
    await page.locator('#before').focus();
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'go');
    await page.keyboard.press(key);
    const dialog = page.getByRole('dialog', { name: 'Book an appointment' });
    await dialog.waitFor();
    assert.equal(await focused(page), 'Close');
    await hears(page, 'bookerViewed');
    // However far one tabs, what is behind is not reached.
    const reached = new Set();
    for (let presses = 0; presses < 200 && !reached.has('Close'); presses += 1) {
      await page.keyboard.press('Tab');
      reached.add(await focused(page));
    }
    assert.ok(reached.has('IFRAME') && reached.has('Close'), String([...reached]));
    assert.ok(!reached.has('before') && !reached.has('go') && !reached.has('after'), String([...reached]));
    assert.equal(await page.evaluate(() => document.documentElement.style.overflow), 'hidden');
    await page.getByRole('button', { name: 'Close' }).focus();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    assert.equal(await focused(page), 'go');
    await page.waitForFunction(() => document.documentElement.style.overflow === '');
  }
  // From within the frame, too.
  await page.keyboard.press('Enter');
  const inside = page.frameLocator('iframe');
  await inside.getByRole('link', { name: 'Next month' }).focus();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  assert.equal(await focused(page), 'go');
  const closed = async () => (await heard(page)).filter((event) => event === 'modalClosed').length;
  for (let looks = 0; (await closed()) < 3 && looks < 500; looks += 1) await page.waitForTimeout(20);
  assert.equal(await closed(), 3);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

for (const [lang, scheme, dir] of [
  ['en', 'light', 'ltr'],
  ['ar', 'dark', 'rtl'],
]) {
  test(`axe finds nothing with the dialog open: ${lang}, ${scheme}`, async () => {
    const page = await openPage(browser, { colorScheme: scheme });
    const script = `meetergo('init', {
        floatingButton: { link: '${LINK}', animation: 'bounce' },
        sidebar: { link: '${LINK}', position: 'left' },
        videoEmbed: { videoSrc: 'data:video/webm,', bookingLink: '${LINK}', position: 'top-right', autoplay: false },
      });
      document.addEventListener('DOMContentLoaded', () => { document.documentElement.dir = '${dir}'; });`;
    await page.goto(site.add({ body: BODY, script, lang, headers: {} }));
    await page.locator('[data-meetergo-ui=video]').waitFor({ state: 'attached' });
    assert.deepEqual(await accessibilityFaults(page), [], 'closed');
    await page.locator('#go').click();
    await hears(page, 'bookerViewed');
    assert.deepEqual(await accessibilityFaults(page), [], 'open');
    const close = page.getByRole('button', { name: lang === 'ar' ? 'إغلاق' : 'Close' });
    const { width, height } = await close.boundingBox();
    assert.ok(width >= 24 && height >= 24);
    await close.click();
    await page.locator('[data-meetergo-ui=sidebar-button] button').click();
    await hears(page, 'sidebarOpened');
    assert.deepEqual(await accessibilityFaults(page), [], 'sidebar');
    await page.context().close();
  });
}

test("a click beside the dialog closes it; a modified click on a link is the browser's", async () => {
  const page = await openPage(browser);
  await page.goto(site.add({ body: `<a href="${server.url}${LINK}" data-meetergo-link="">Book</a>` }));
  await page.waitForFunction(() => document.querySelector('a').hasAttribute('aria-haspopup'));
  const [popup] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('link', { name: 'Book' }).click({ modifiers: ['Control'] }),
  ]);
  await popup.close();
  assert.equal(await page.getByRole('dialog').count(), 0);
  await page.getByRole('link', { name: 'Book' }).click();
  await page.getByRole('dialog').waitFor();
  await page.mouse.click(5, 5);
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.evaluate(() => globalThis.meetergo('modal', 'nobody-at-all/nothing'));
  const failed = await hears(page, 'linkFailed');
  assert.equal(failed.data.code, 404);
  await page.frameLocator('iframe[src*=nobody]').getByRole('heading', { name: 'Page not found' }).waitFor();
  await page.context().close();
});

test('disableModal: links are links', async () => {
  const page = await openPage(browser);
  const script = `meetergo('init', { disableModal: true, floatingButton: { link: '${LINK}', text: 'Book' } });`;
  await page.goto(site.add({ script }));
  const [popup] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('button', { name: 'Book' }).click(),
  ]);
  await popup.waitForURL(`${server.url}${LINK}**`);
  assert.equal(await page.getByRole('dialog').count(), 0);
  await page.context().close();
});

test('without motion where less is wanted', async () => {
  const page = await openPage(browser, { reducedMotion: 'reduce' });
  const script = `meetergo('init', { floatingButton: { link: '${LINK}', animation: 'bounce' } });`;
  await page.goto(site.add({ script }));
  const button = page.getByRole('button', { name: 'Book an appointment' });
  assert.equal(await button.evaluate((element) => getComputedStyle(element).animationName), 'none');
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  assert.equal(await button.evaluate((element) => getComputedStyle(element).animationName), 'bounce');
  await page.context().close();
});

test('buttons stand where they should', async () => {
  const page = await openPage(browser, { viewport: { width: 1000, height: 800 } });
  const place = async (position) => {
    await page.evaluate(
      ([link, position]) => globalThis.meetergo('init', { floatingButton: { link, position, text: 'Book' } }),
      [LINK, position],
    );
    const { x, y, width, height } = await page.getByRole('button', { name: 'Book' }).boundingBox();
    return [Math.floor((3 * (x + width / 2)) / 1000), Math.floor((3 * (y + height / 2)) / 800)];
  };
  await page.goto(site.add({}));
  await page.waitForFunction(() => globalThis.meetergo.version);
  const expected = { left: 0, center: 1, right: 2, top: 0, middle: 1, bottom: 2 };
  for (const block of ['top', 'middle', 'bottom']) {
    for (const side of ['left', 'center', 'right']) {
      assert.deepEqual(
        await place(`${block}-${side}`),
        [expected[side], expected[block]],
        `${block}-${side}`,
      );
    }
  }
  assert.deepEqual(await place('bottom'), [2, 2]);
  await page.context().close();
});
