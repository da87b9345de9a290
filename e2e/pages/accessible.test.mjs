// What axe cannot see: enlarged text, narrow windows, colours chosen by the system, no motion, and the focus.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, openPage } from '../clients/browser.mjs';
import { makeHost, open, states } from './states.mjs';

let browser;
let host;
let all;

before(async () => {
  browser = await openBrowser();
  host = await makeHost();
  all = await states(host);
});

after(() => browser?.close());

/** How much of the page has to be scrolled sideways, and what is cut off. */
async function cut(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const hidden = [...document.querySelectorAll('main *')].filter((element) => {
      // What is typed into a field scrolls within it.
      if (element.closest('.sr, .clamp, select, input, svg')) return false;
      const { overflowX } = getComputedStyle(element);
      return overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1;
    });
    const excess = scrollWidth > clientWidth ? [`${scrollWidth - clientWidth} px too wide`] : [];
    return [...excess, ...hidden.map((element) => `cut off: ${element.outerHTML.slice(0, 120)}`)];
  });
}

test('every page says what it is, and where something is wrong', async () => {
  const page = await openPage(browser);
  const faults = [];
  // States that book something come about once.
  for (const [name, go] of await states(await makeHost())) {
    await go(page);
    const found = await page.evaluate(() => {
      const named = [...document.querySelectorAll('[aria-describedby], [aria-labelledby], .summary a')];
      const ids = named.flatMap((element) => [
        ...(element.getAttribute('aria-describedby') ?? '').split(' '),
        ...(element.getAttribute('aria-labelledby') ?? '').split(' '),
        element.hash?.slice(1) ?? '',
      ]);
      const wrong = document.querySelector('[aria-invalid=true], div.summary');
      return {
        headings: document.querySelectorAll('main h1').length,
        title: document.title,
        wrong: !!wrong,
        told: wrong?.contains(document.activeElement),
        lost: ids.filter((id) => id && !document.getElementById(id)),
      };
    });
    if (found.headings !== 1) faults.push(`${name}: ${found.headings} headings`);
    if (found.title.length < 5) faults.push(`${name}: no title`);
    if (found.lost.length > 0) faults.push(`${name}: nothing is called ${found.lost}`);
    if (found.wrong !== found.title.startsWith('Error: ')) faults.push(`${name}: ${found.title}`);
    if (found.wrong && !found.told) faults.push(`${name}: the focus is elsewhere`);
  }
  assert.deepEqual(faults, []);
});

test('every page fits a window of 320 px, as at 400 % on a desktop', async () => {
  const page = await openPage(browser, { viewport: { width: 320, height: 256 } });
  const faults = [];
  for (const [name, go] of all) {
    await go(page);
    for (const fault of await cut(page)) faults.push(`${name}: ${fault}`);
  }
  assert.deepEqual(faults, []);
});

test('at 1280 px, text can be twice as large', async () => {
  const page = await openPage(browser, { viewport: { width: 1280, height: 900 } });
  const faults = [];
  for (const name of [
    'personal',
    'month',
    'month-kept',
    'team-choice',
    'form',
    'form-taken',
    'password-wrong',
    'confirmation',
    'manage',
    'move',
    'cancel',
  ]) {
    await all.find(([known]) => known === name)[1](page);
    await page.evaluate(() => {
      document.documentElement.style.fontSize = '200%';
    });
    for (const fault of await cut(page)) faults.push(`${name}: ${fault}`);
    await page.setViewportSize({ width: 640, height: 450 });
    for (const fault of await cut(page)) faults.push(`${name}, zoomed: ${fault}`);
    await page.setViewportSize({ width: 1280, height: 900 });
  }
  assert.deepEqual(faults, []);
});

test('with forced colours, what is chosen and what has the focus can be told', async () => {
  const page = await openPage(browser, { forcedColors: 'active' });
  await open(page, host.types.lengths.path);
  const look = (locator) =>
    locator.evaluate((element) => {
      const { backgroundColor, borderTopWidth, borderTopStyle } = getComputedStyle(element);
      return { backgroundColor, edge: borderTopStyle !== 'none' && parseFloat(borderTopWidth) > 0 };
    });
  const chosen = await look(page.locator('td [aria-current], td [aria-selected=true]').first());
  const others = page.locator('td a:not([aria-current]), td button:not([aria-selected=true], [disabled])');
  const other = await look(others.first());
  assert.notEqual(chosen.backgroundColor, other.backgroundColor);
  assert.ok(other.edge, 'a free day has an edge');
  const length = await look(page.locator('.durations [aria-current]'));
  assert.notEqual(length.backgroundColor, (await look(page.locator('.durations a').first())).backgroundColor);
});

test('nothing moves for those who want no motion', async () => {
  const page = await openPage(browser, { reducedMotion: 'reduce' });
  for (const name of ['personal', 'month', 'form', 'confirmation', 'manage']) {
    await all.find(([known]) => known === name)[1](page);
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .map((element) => [element.outerHTML.slice(0, 80), getComputedStyle(element)])
        .filter(
          ([, style]) =>
            style.animationName !== 'none' ||
            style.transitionDuration.split(', ').some((duration) => parseFloat(duration) > 0) ||
            style.scrollBehavior === 'smooth',
        )
        .map(([html]) => html),
    );
    assert.deepEqual(moving, [], name);
  }
});

for (const colorScheme of ['light', 'dark']) {
  test(`the focus is seen wherever it goes, ${colorScheme}`, async () => {
    const page = await openPage(browser, { colorScheme, viewport: { width: 1280, height: 800 } });
    for (const name of ['personal', 'month', 'form', 'manage', 'cancel']) {
      await all.find(([known]) => known === name)[1](page);
      await page.evaluate(() => document.activeElement?.blur());
      const seen = new Set();
      for (let presses = 0; presses < 60; presses += 1) {
        await page.keyboard.press('Tab');
        const focus = await page.evaluate(() => {
          const element = document.activeElement;
          if (!element || element === document.body) return null;
          const styles = [getComputedStyle(element), getComputedStyle(element, '::after')];
          const ring = styles.some((s) => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2);
          const { top, bottom } = element.getBoundingClientRect();
          const inView = bottom > 0 && top < innerHeight;
          element.dataset.visit ??= String(Math.random());
          return {
            ring,
            inView,
            visit: element.dataset.visit,
            skip: element.className === 'skip',
            html: element.outerHTML.slice(0, 120),
          };
        });
        if (!focus || seen.has(focus.visit)) break;
        if (seen.size === 0) assert.ok(focus.skip, `${name}: the first stop leads to the content`);
        seen.add(focus.visit);
        assert.ok(focus.ring && focus.inView, `${name}: ${focus.html}`);
      }
      assert.ok(seen.size > 2, `${name}: ${seen.size} stops`);
    }
  });
}
