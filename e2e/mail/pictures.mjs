// Mails as they are seen: at two widths, on light and dark grounds, and turned over as some clients do, from left to right
// and from right to left. A picture of each is written to `output/mail`, to be looked at; axe finds nothing, and nothing
// sticks out.

import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { accessibilityFaults, openBrowser, openPage } from '../clients/browser.mjs';
import { server } from '../clients/server.mjs';
import { call, host, looked } from './stage.mjs';

const KINDS = [
  'confirmation',
  'host_booked',
  'rescheduled',
  'cancelled',
  'approval_request',
  'opt_in',
  'reminder',
];
const LANGUAGES = ['en', 'de', 'ar'];
const WIDTHS = [640, 360];
/** What axe asks of whole pages, which a mail is not. */
const OF_PAGES = /^(landmark-one-main|page-has-heading-one|region):/;
/** What a client does that turns colours over without asking. */
const TURNED =
  'html { filter: invert(1) hue-rotate(180deg); background: #fff } img { filter: invert(1) hue-rotate(180deg) }';

const output = fileURLToPath(new URL('../output/mail/', import.meta.url));

async function pictures() {
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  const ada = await host();
  const mails = [...looked];
  for (const language of LANGUAGES) {
    for (const kind of KINDS) {
      const which = { kind, language, meetingTypeId: ada.type };
      const { html } = await call('POST', '/v4/mail-template/preview', which);
      mails.push([`${kind}-${language}`, html]);
    }
  }
  const browser = await openBrowser();
  const faults = [];
  try {
    const page = await openPage(browser);
    for (const [name, html] of mails) {
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 700 });
        for (const colorScheme of ['light', 'dark']) {
          await page.emulateMedia({ colorScheme });
          await page.setContent(html);
          const excess = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          if (excess > 0) faults.push(`${name} ${width}: ${excess} px too wide`);
          // What axe looks at does not depend on the width.
          const found = width === WIDTHS[0] ? await accessibilityFaults(page) : [];
          const own = found.filter((fault) => !OF_PAGES.test(fault));
          faults.push(...own.map((fault) => `${name} ${colorScheme}: ${fault}`));
          await page.screenshot({ path: `${output}${name}-${width}-${colorScheme}.png`, fullPage: true });
        }
        await page.emulateMedia({ colorScheme: 'light' });
        await page.setContent(html);
        await page.addStyleTag({ content: TURNED });
        await page.screenshot({ path: `${output}${name}-${width}-turned.png`, fullPage: true });
      }
    }
  } finally {
    await browser.close();
  }
  assert.deepEqual(faults, []);
}

// The engine behind a mail does not change its looks.
test('mails as they are seen', { skip: server.engine === 'postgres' && 'they look the same' }, pictures);
