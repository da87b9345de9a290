// What the booking page may weigh, and how soon it is of use.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser } from '../clients/browser.mjs';
import { server } from '../clients/server.mjs';
import { makeHost } from './states.mjs';

/** What must hold, and what we are after. */
const MOST = { bytes: 40_000, requests: 5, milliseconds: 1_500 };
const GOAL = { bytes: 20_000, requests: 3, milliseconds: 900 };
/** A phone of the middle class on a poor network. */
const SLOW = { cpu: 4, bitsPerSecond: 1_600_000, latency: 150 };
const VISITS = 5;

let browser;
let url;

before(async () => {
  browser = await openBrowser();
  url = server.url + (await makeHost()).types.first.path;
});

after(() => browser?.close());

/** Opens the page as somebody does who was never here, and says what came, when it was of use, and what shifted. */
async function visit({ slow }) {
  const context = await browser.newContext({
    timezoneId: 'Europe/Berlin',
    viewport: { width: 390, height: 844 },
  });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    const received = new Map();
    // What is fetched ahead for the next click does not count.
    session.on('Network.responseReceived', ({ requestId, response, type }) => {
      if (type !== 'Fetch') received.set(requestId, { url: response.url });
    });
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (received.has(requestId)) received.get(requestId).bytes = encodedDataLength;
    });
    await session.send('Network.enable');
    if (slow) {
      const bytesPerSecond = SLOW.bitsPerSecond / 8;
      await session.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: SLOW.latency,
        downloadThroughput: bytesPerSecond,
        uploadThroughput: bytesPerSecond,
      });
      await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW.cpu });
    }
    await page.addInitScript(() => {
      globalThis.shift = 0;
      new PerformanceObserver((list) => {
        for (const { value } of list.getEntries()) globalThis.shift += value;
      }).observe({ type: 'layout-shift', buffered: true });
      // A start can be clicked once it has been painted: the frame after the one in which it has a place.
      const look = () => {
        const first = document.querySelector('#times li :is(a, button)');
        if (first && first.getBoundingClientRect().height > 0) {
          requestAnimationFrame(() => {
            globalThis.clickable = performance.now();
          });
        } else {
          requestAnimationFrame(look);
        }
      };
      requestAnimationFrame(look);
    });
    await page.goto(url, { waitUntil: 'networkidle' });
    const { clickable, shift } = await page.evaluate(() => ({
      clickable: globalThis.clickable,
      shift: globalThis.shift,
    }));
    const files = [...received.values()].filter((file) => file.url.startsWith('http'));
    return { clickable, shift, files };
  } finally {
    await context.close();
  }
}

test('the booking page keeps to its budget of bytes and requests, and nothing shifts', async (t) => {
  const { files, shift } = await visit({ slow: false });
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  t.diagnostic(
    `${files.length} requests (goal ${GOAL.requests}), ${bytes} bytes with headers (goal ${GOAL.bytes})`,
  );
  assert.ok(files.length <= MOST.requests, JSON.stringify(files));
  assert.ok(bytes <= MOST.bytes, JSON.stringify(files));
  assert.equal(shift, 0);
});

test('the first start can be clicked soon on a slow phone', async (t) => {
  const visits = [];
  for (let n = 0; n < VISITS; n += 1) visits.push(await visit({ slow: true }));
  const times = visits.map(({ clickable }) => Math.round(clickable)).sort((a, b) => a - b);
  // The quickest: what else the machine does at the time is not the page's weight.
  t.diagnostic(`${times.join(', ')} ms (goal ${GOAL.milliseconds})`);
  assert.ok(times[0] <= MOST.milliseconds, `${times}`);
  assert.deepEqual(
    visits.map(({ shift }) => shift),
    visits.map(() => 0),
  );
});
