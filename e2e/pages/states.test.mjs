// Every page and state at every width, light, dark and from right to left: axe finds nothing, nothing sticks out, and
// a picture of each is written to `output/pages`, to be looked at.

import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { accessibilityFaults, openBrowser, openPage } from '../clients/browser.mjs';
import { server } from '../clients/server.mjs';
import { makeHost, states } from './states.mjs';

const output = fileURLToPath(new URL('../output/pages/', import.meta.url));
const widths = [360, 768, 1440];
let browser;

before(async () => {
  browser = await openBrowser();
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
});

after(() => browser?.close());

/** What is too wide, or too small to be hit (WCAG 2.5.8). */
async function layoutFaults(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const excess = scrollWidth > clientWidth ? [`${scrollWidth - clientWidth} px too wide`] : [];
    const small = [...document.querySelectorAll('a, button, input, select, textarea, summary')]
      .filter((element) => element.type !== 'hidden' && !element.closest('.skip, p:not(.actions, .host), dd'))
      .map((element) => [element, element.getBoundingClientRect()])
      .filter(([, { width, height }]) => width > 0 && (width < 24 || height < 24))
      .map(([element]) => `smaller than 24 px: ${element.outerHTML.slice(0, 200)}`);
    return [...excess, ...small];
  });
}

async function shown(name, page, faults) {
  for (const fault of [...(await accessibilityFaults(page)), ...(await layoutFaults(page))]) {
    faults.push(`${name}: ${fault}`);
  }
  await page.screenshot({ path: `${output}${name}.png`, fullPage: true });
}

test('every page and state, at every width, light and dark', async () => {
  const host = await makeHost();
  // Colours that are on their way from light to dark are nobody's fault.
  const page = await openPage(browser, { reducedMotion: 'reduce' });
  const faults = [];
  for (const [name, go] of await states(host)) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await go(page);
    // The same page is looked at in every way, so that what can be shown only once is seen in all of them. The engine
    // behind a page does not change its looks.
    for (const colorScheme of ['light', 'dark']) {
      for (const width of server.engine === 'postgres' ? [360] : widths) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        await shown(`${name}-${colorScheme}-${width}`, page, faults);
      }
    }
  }
  assert.deepEqual(faults, []);
});

test('every page and state from right to left', async () => {
  const host = await makeHost();
  const page = await openPage(browser, { viewport: { width: 360, height: 900 }, locale: 'ar' });
  const faults = [];
  for (const [name, go] of await states(host)) {
    await go(page, { lang: 'ar' });
    assert.equal(await page.locator('html').getAttribute('dir'), 'rtl', name);
    for (const width of server.engine === 'postgres' ? [360] : [360, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      await shown(`${name}-rtl-${width}`, page, faults);
    }
  }
  assert.deepEqual(faults, []);
});
