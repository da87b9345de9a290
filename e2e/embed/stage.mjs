// A browser and somebody's own site, there for as long as the tests of a file run.

import { after, before } from 'node:test';
import { openBrowser } from '../clients/browser.mjs';
import { startSite } from '../clients/site.mjs';

export let browser;
export let site;

before(async () => {
  browser = await openBrowser();
  site = await startSite();
});

after(async () => {
  await browser?.close();
  site?.stop();
});
