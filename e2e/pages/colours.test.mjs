// The brightest and the darkest colour a host can want: text is read, and edges and the focus are seen.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessibilityFaults, openBrowser, openPage } from '../clients/browser.mjs';
import { Platform } from '../clients/platform.mjs';
import { server } from '../clients/server.mjs';
import { makeHost, states } from './states.mjs';

const platform = new Platform(server);
const SHOWN = [
  'personal',
  'month',
  'month-lengths',
  'form-mistakes',
  'month-kept',
  'password-wrong',
  'confirmation',
  'manage',
  'cancel',
];
let browser;
let host;
let all;

before(async () => {
  browser = await openBrowser();
  host = await makeHost();
  all = (await states(host)).filter(([name]) => SHOWN.includes(name));
});

after(() => browser?.close());

/** What can be pressed and does not stand out, and focus rings that cannot be seen (WCAG 1.4.11). */
async function edgeFaults(page) {
  return page.evaluate(() => {
    const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
    const luminance = (colour) => {
      const [r, g, b] = channels(colour).map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (one, other) => {
      const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
      return (light + 0.05) / (dark + 0.05);
    };
    const ground = (element) => {
      for (let around = element.parentElement; around; around = around.parentElement) {
        const { backgroundColor } = getComputedStyle(around);
        if (channels(backgroundColor)[3] !== 0) return backgroundColor;
      }
      return 'rgb(255, 255, 255)';
    };
    const faults = [];
    for (const element of document.querySelectorAll('main :is(a, button, input, select, textarea)')) {
      if (element.type === 'hidden') continue;
      const behind = ground(element);
      element.focus();
      const { outlineColor, borderTopStyle, borderTopColor } = getComputedStyle(element);
      const html = element.outerHTML.slice(0, 100);
      if (contrast(outlineColor, behind) < 3) faults.push(`ring ${outlineColor} on ${behind}: ${html}`);
      if (borderTopStyle !== 'none' && contrast(borderTopColor, behind) < 3) {
        faults.push(`edge ${borderTopColor} on ${behind}: ${html}`);
      }
    }
    return faults;
  });
}

for (const colour of ['#ffff00', '#000000', '#ffffff']) {
  test(`pages in ${colour}`, async () => {
    const look = { primaryColor: colour, secondaryColor: colour };
    await platform.patch('/v4/personal-page/me', look, host.userId);
    const page = await openPage(browser, { reducedMotion: 'reduce' });
    const faults = [];
    for (const [name, go] of all) {
      await go(page);
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        for (const fault of [...(await accessibilityFaults(page)), ...(await edgeFaults(page))]) {
          faults.push(`${name}, ${colorScheme}: ${fault}`);
        }
      }
    }
    assert.deepEqual(faults, []);
    await page.context().close();
  });
}
