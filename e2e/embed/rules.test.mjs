// What goes along in the address, whose messages are believed, and what namespaces and kept pages do.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPage } from '../clients/browser.mjs';
import { server } from '../clients/server.mjs';
import { heard, hears, STRICT, startSite } from '../clients/site.mjs';
import { browser, site } from './stage.mjs';

const LINK = new URL(server.bookingUrl).pathname;
/** Another site that plays the booking pages, to say what they would never say. */
let pages;

before(async () => {
  pages = await startSite();
});

after(() => pages?.stop());

/** The addresses of the frames in a page. */
async function addresses(page) {
  const found = await page.locator('iframe').evaluateAll((frames) => frames.map(({ src }) => src));
  return found.filter(Boolean).map((src) => new URL(src));
}

const RULES = [
  { name: 'nothing but embed', query: '', options: {}, call: {}, expected: 'embed=true' },
  {
    name: 'prefill of init, then of the call',
    options: { prefill: { email: 'a@b.c', name: 'A', tags: ['x', 'y'], empty: '', none: null, n: 3 } },
    call: { prefill: { name: 'B & C' } },
    expected: 'email=a%40b.c&name=B+%26+C&tags=x&tags=y&n=3&embed=true',
  },
  {
    name: 'every parameter of the site, except those that are reserved',
    query:
      '?utm_source=x&utm_source=y&lm_id=1&embed=false&month=2&date=1&slot=3&rescheduleUid=4&bookingUid=5&redirect_url=6&ns=7',
    expected: 'utm_source=x&utm_source=y&lm_id=1&embed=true',
  },
  {
    name: 'true is the same',
    query: '?a=1&date=2',
    options: { forwardQueryParams: true },
    expected: 'a=1&embed=true',
  },
  { name: 'none', query: '?a=1&b=2', options: { forwardQueryParams: false }, expected: 'embed=true' },
  {
    name: 'those named, unless they are reserved',
    query: '?a=1&b=2&date=3',
    options: { forwardQueryParams: ['b', 'date', 'c'] },
    expected: 'b=2&embed=true',
  },
  {
    name: 'a call may forward otherwise',
    query: '?a=1',
    options: { forwardQueryParams: false },
    call: { forwardQueryParams: true },
    expected: 'a=1&embed=true',
  },
  {
    name: 'prefill, then the call, then the site, then embed',
    query: '?email=site@x.y&layout=site',
    options: { prefill: { email: 'prefill@x.y', layout: 'prefill', phone: '1' } },
    call: { params: { layout: 'call', phone: '2', embed: 'no' } },
    link: `${LINK}?email=link@x.y&kept=1`,
    expected: 'kept=1&phone=2&email=site%40x.y&layout=site&embed=true',
  },
  {
    name: 'the look',
    options: {
      ui: {
        theme: 'dark',
        cssVars: { '--mg-brand': '#f00' },
        cssVarsPerTheme: { dark: { '--mg-bg': '#000' } },
        hideEventTypeDetails: true,
        bodyBackground: 'transparent',
      },
      iframeAlignment: 'left',
    },
    expected: new URLSearchParams({
      theme: 'dark',
      cssVars: '{"--mg-brand":"#f00"}',
      cssVarsPerTheme: '{"dark":{"--mg-bg":"#000"}}',
      bodyBackground: 'transparent',
      hideEventTypeDetails: 'true',
      align: 'left',
      embed: 'true',
    }).toString(),
  },
];

for (const { name, query = '', options = {}, call = {}, link = LINK, expected } of RULES) {
  test(`parameters: ${name}`, async () => {
    const page = await openPage(browser);
    const script = `meetergo('init', ${JSON.stringify(options)});
      document.addEventListener('DOMContentLoaded', () =>
        meetergo('inline', ${JSON.stringify({ element: '#here', link, ...call })}));`;
    await page.goto(site.add({ body: '<div id="here"></div>', script }) + query);
    await page.locator('iframe').waitFor({ state: 'attached' });
    const [address] = await addresses(page);
    assert.equal(address.origin + address.pathname, server.url + LINK);
    assert.equal(address.searchParams.toString(), expected);
    await page.context().close();
  });
}

test('parameters in markup', async () => {
  const page = await openPage(browser);
  const body = `<div class="meetergo-iframe" data-link="${LINK}" data-align="right" data-meetergo-prefill-email="a@b.c"
      data-meetergo-prefill-lastname="Lovelace" data-meetergo-config='{"theme":"dark","layout":"month_view"}'></div>
    <slated-booking link="${LINK}" prefill-name="Ada" theme="light" config='{"x":1}'></slated-booking>
    <div class="meetergo-iframe" data-link="${LINK}" data-meetergo-config='{not json'></div>`;
  await page.goto(site.add({ body, headers: {} }));
  await page.locator('iframe').nth(2).waitFor({ state: 'attached' });
  const queries = (await addresses(page)).map(({ searchParams }) => searchParams.toString()).sort();
  assert.deepEqual(queries, [
    'email=a%40b.c&lastname=Lovelace&theme=dark&align=right&layout=month_view&embed=true',
    'embed=true',
    'name=Ada&theme=light&x=1&embed=true',
  ]);
  assert.deepEqual(page.complaints, ['meetergo: this is not JSON: {not json']);
  await page.context().close();
});

test('setPrefill is for what is opened from then on', async () => {
  const page = await openPage(browser);
  await page.goto(site.add({ body: `<button data-meetergo-link="${LINK}">Book</button>` }));
  await page.waitForFunction(() => globalThis.meetergo.version);
  await page.evaluate(() => globalThis.meetergo.setPrefill({ email: 'new@x.y', company: 'ACME' }));
  await page.getByRole('button', { name: 'Book' }).click();
  const [address] = await addresses(page);
  assert.equal(address.searchParams.toString(), 'email=new%40x.y&company=ACME&embed=true');
  await page.context().close();
});

/** A page with one inline frame whose content another site plays; how tall it is, and what to do in it. */
async function played(script = '') {
  const policy = STRICT['content-security-policy'];
  const headers = {
    'content-security-policy': policy.replace(/frame-src [^;]+/, `frame-src ${pages.url} ${server.url}`),
  };
  pages.put('/ada/intro', 'text/html', '<!doctype html><title>Played</title>');
  pages.put('/other', 'text/html', '<!doctype html><title>Other</title>');
  const page = await openPage(browser);
  const address = site.add({
    headers,
    body: '<div id="here"></div><iframe id="foreign" title="Foreign"></iframe>',
    script: `meetergo('init', { origin: '${pages.url}' });
      document.addEventListener('DOMContentLoaded', () => meetergo('inline', { element: '#here', link: 'ada/intro' }));
      ${script}`,
  });
  await page.goto(address);
  const element = page.locator('#here iframe');
  await element.waitFor({ state: 'attached' });
  const frame = await (await element.elementHandle()).contentFrame();
  await frame.waitForLoadState();
  const height = () => element.evaluate(({ style }) => style.height);
  return { page, element, frame, height };
}

/** Has a frame say something to the page around it. */
async function say(frame, message) {
  await frame.evaluate((message) => window.parent.postMessage(message, '*'), message);
}

const HEIGHTS = [
  [{ event: 'meetergo:page_height', payload: { height: 901 } }, '901px'],
  [{ event: 'meetergo:page_height', payload: { height: 907 } }, '901px'],
  [{ type: 'meetergo:height-update', height: 950.4 }, '951px'],
  [{ type: 'meetergo:scroll-height', scrollHeight: 1200 }, '1200px'],
  [{ event: 'meetergo:page_height', payload: { height: 10 } }, '400px'],
  [{ event: 'meetergo:page_height', payload: { height: 'tall' } }, '400px'],
  [{ event: 'meetergo:page_height', payload: { height: -5 } }, '400px'],
  [{ event: 'meetergo:page_height' }, '400px'],
  ['nonsense', '400px'],
  [null, '400px'],
  [{ event: 'meetergo:page_height', payload: { height: 1e9 } }, '20000px'],
  [{ event: '__proto__' }, '20000px'],
  [{ event: 'constructor', data: {} }, '20000px'],
];

test('heights: all three messages, little changes ignored, within bounds', async () => {
  const { page, frame, height } = await played();
  assert.equal(await height(), '700px');
  for (const [message, expected] of HEIGHTS) {
    await say(frame, message);
    await say(frame, { event: 'meetergo:routed', data: { actionType: 'mark', actionValue: '1' } });
    await page.waitForFunction(() => globalThis.heard?.some(({ event }) => event === 'routed'));
    await page.evaluate(() => {
      globalThis.heard = [];
    });
    assert.equal(await height(), expected, JSON.stringify(message));
  }
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('messages of a frame that is not ours, or that has gone elsewhere, are ignored', async () => {
  const { page, element, height } = await played();
  const booked = { event: 'booking-successful', data: { appointmentId: 'forged' } };
  const tall = { event: 'meetergo:page_height', payload: { height: 1500 } };
  // The right origin, the wrong window.
  const foreign = page.locator('#foreign');
  await foreign.evaluate((frame, src) => {
    frame.src = src;
  }, `${pages.url}/other`);
  const other = await (await foreign.elementHandle()).contentFrame();
  await other.waitForURL(`${pages.url}/other`);
  await say(other, booked);
  await say(other, tall);
  // The site itself.
  await page.evaluate(
    ([booked, tall]) => {
      window.postMessage(booked, '*');
      window.postMessage(tall, '*');
    },
    [booked, tall],
  );
  // The right window, the wrong origin.
  const leads = async (src) => {
    const frame = await (await element.elementHandle()).contentFrame();
    const arrived = frame.waitForNavigation({ url: `${src}**` });
    await element.evaluate((frame, src) => {
      frame.src = src;
    }, src);
    await arrived;
    return frame;
  };
  await say(await leads(server.url + LINK), booked);
  await say(await leads(server.url + LINK), tall);
  await page.waitForTimeout(300);
  assert.equal(await height(), '700px');
  assert.deepEqual(await heard(page), []);
  // Back again, it is believed.
  const back = await leads(`${pages.url}/ada/intro`);
  await say(back, tall);
  await say(back, booked);
  await hears(page, 'bookingSuccessful');
  assert.equal(await element.evaluate(({ style }) => style.height), '1500px');
  await page.context().close();
});

test('what a page may ask of the site: scroll, open a dialog, show why it failed', async () => {
  const { page, frame } = await played();
  await page.evaluate(() => {
    document.body.style.setProperty('padding-top', '3000px');
  });
  await say(frame, { event: 'meetergo:scroll_by_distance', data: { distance: 250 } });
  await page.waitForFunction(() => globalThis.scrollY === 250);
  await say(frame, { type: 'meetergo:scroll-by-distance', data: { distance: -100 } });
  await page.waitForFunction(() => globalThis.scrollY === 150);
  await say(frame, { event: 'meetergo:link_failed', data: { code: 404, msg: 'Not found' } });
  const failed = await hears(page, 'linkFailed');
  assert.deepEqual(failed.data, { code: 404, msg: 'Not found', url: `${pages.url}/ada/intro?embed=true` });
  await say(frame, { event: 'open-modal', data: { link: '/ada/intro', params: { form: 'f1' } } });
  const routed = await hears(page, 'routed');
  assert.deepEqual(routed.data, { actionType: 'open-modal', actionValue: '/ada/intro' });
  await page.getByRole('dialog').waitFor();
  const [, inDialog] = await addresses(page);
  assert.equal(inDialog.href, `${pages.url}/ada/intro?form=f1&embed=true`);
  // Only to where the pages are.
  await page.getByRole('button', { name: 'Close' }).click();
  await page.evaluate(() => {
    globalThis.heard = [];
  });
  await say(frame, { event: 'open-modal', data: { link: 'https://evil.example/' } });
  const refused = await hears(page, 'linkFailed');
  assert.equal(refused.data.code, 'origin');
  assert.equal(await page.getByRole('dialog').count(), 0);
  await page.context().close();
});

test('the colour scheme goes to the frame alone, at its origin, and follows the system', async () => {
  const { page, frame } = await played();
  await frame.evaluate(() => {
    globalThis.told = [];
    addEventListener('message', ({ data, origin }) => globalThis.told.push([data, origin]));
  });
  await say(frame, { event: 'meetergo:ready' });
  const scheme = (colorScheme) => [{ event: 'meetergo:color-scheme', payload: { colorScheme } }, site.url];
  const told = async (count) => {
    await frame.waitForFunction((count) => globalThis.told.length >= count, count);
    return frame.evaluate(() => globalThis.told);
  };
  assert.deepEqual(await told(1), [scheme('light')]);
  await page.emulateMedia({ colorScheme: 'dark' });
  assert.deepEqual((await told(2)).at(-1), scheme('dark'));
  await page.evaluate(() =>
    globalThis.meetergo('ui', { theme: 'light', cssVars: { '--mg-brand': '#123456' } }),
  );
  const [, , third, fourth] = await told(4);
  assert.deepEqual(third, scheme('light'));
  assert.equal(fourth[0].event, 'meetergo:ui');
  assert.equal(fourth[0].payload.cssVars, '{"--mg-brand":"#123456"}');
  await page.context().close();
});

test('a look asked for at first, and one asked for later, reach the page', async () => {
  const page = await openPage(browser);
  const script = `meetergo('init', { ui: { theme: 'dark', cssVars: { '--mg-radius': 3 }, hideEventTypeDetails: true } });
    meetergo('inline', { element: '#here', link: '${LINK}' });`;
  await page.goto(site.add({ body: '<div id="here"></div>', script }));
  await hears(page, 'bookerViewed');
  const element = page.locator('#here iframe');
  const frame = await (await element.elementHandle()).contentFrame();
  const shown = () =>
    frame.evaluate(() => {
      const { classList, dataset } = document.documentElement;
      const styles = [...document.querySelectorAll('style')].map((style) => style.textContent).join();
      return { theme: dataset.theme, brief: classList.contains('brief'), radius: /3px/.test(styles), styles };
    });
  const first = await shown();
  assert.deepEqual([first.theme, first.brief, first.radius], ['dark', true, true], first.styles);
  await page.evaluate(() =>
    globalThis.meetergo('ui', { theme: 'light', cssVars: { '--mg-brand': '#7a1fa2' } }),
  );
  await frame.waitForURL(/7a1fa2/);
  assert.match(frame.url(), /theme=light/);
  assert.doesNotMatch(frame.url(), /undefined/);
  await frame.locator('#times').waitFor();
  const second = await shown();
  assert.equal(second.theme, 'light');
  assert.match(second.styles, /#7a1fa2/);
  assert.equal(await element.evaluate(({ style }) => style.colorScheme), 'light');
  // What somebody is typing is not thrown away.
  await frame.locator('#times').getByRole('link').first().click();
  await frame.getByLabel('Your name').fill('Typed');
  await page.evaluate(() => globalThis.meetergo('ui', { cssVars: { '--mg-brand': '#00695c' } }));
  await page.waitForTimeout(300);
  assert.equal(await frame.getByLabel('Your name').inputValue(), 'Typed');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('what the declarations name is there, and nothing else', async () => {
  const declared = await (await fetch(`${server.url}/v4/integration.d.ts`)).text();
  const members = (name) => {
    const [, body] = new RegExp(`export interface ${name}\\b[^{]*\\{([^]*?)\\n\\}`).exec(declared);
    return [...new Set([...body.matchAll(/^ {2}(\w+)[(<:]/gm)].map(([, member]) => member))].sort();
  };
  const page = await openPage(browser);
  await page.goto(site.add({ body: '<slated-booking></slated-booking>' }));
  await page.waitForFunction(() => customElements.get('slated-booking'));
  const methods = await page.evaluate(() => Object.keys(globalThis.meetergo).sort());
  assert.deepEqual(methods, [...members('Methods'), ...members('Meetergo')].sort());
  const properties = members('SlatedBookingElement');
  assert.ok(properties.includes('link') && properties.includes('prefill'), String(properties));
  const missing = await page.evaluate((properties) => {
    const element = document.createElement('slated-booking');
    return properties.filter((name) => !(name in element));
  }, properties);
  assert.deepEqual(missing, []);
  await page.context().close();
});

test('namespaces keep to themselves', async () => {
  const page = await openPage(browser);
  const script = `
    meetergo('init', { ns: 'sales', prefill: { company: 'Sales' }, forwardQueryParams: false });
    meetergo('init', { ns: 'help', prefill: { company: 'Help' } });
    globalThis.sales = [];
    meetergo.ns.sales('on', 'linkReady', (e) => globalThis.sales.push(e.namespace));
    document.addEventListener('DOMContentLoaded', () => {
      meetergo.ns.sales('inline', { element: '#a', link: '${LINK}' });
      meetergo('inline', { ns: 'help', element: '#b', link: '${LINK}' });
    });`;
  await page.goto(`${site.add({ body: '<div id="a"></div><div id="b"></div>', script })}?utm=1`);
  await page.waitForFunction(() => globalThis.sales.length > 0 && globalThis.meetergo.ns.help);
  await page.frameLocator('#b iframe').locator('#times').waitFor();
  const queries = (await addresses(page)).map(({ searchParams }) => searchParams.toString());
  assert.deepEqual(queries, ['company=Sales&embed=true', 'company=Help&utm=1&embed=true']);
  const names = await page.locator('iframe').evaluateAll((frames) => frames.map(({ name }) => name));
  assert.match(names[0], /^mg-embed-sales-inline-\d+$/);
  assert.match(names[1], /^mg-embed-help-inline-\d+$/);
  assert.deepEqual(await page.evaluate(() => globalThis.sales), ['sales']);
  await page.evaluate(() => globalThis.meetergo.ns.sales.destroy());
  assert.equal(await page.locator('#a iframe').count(), 0);
  assert.equal(await page.locator('#b iframe').count(), 1);
  assert.deepEqual(await page.evaluate(() => Object.keys(globalThis.meetergo.ns).sort()), [
    'default',
    'help',
  ]);
  await page.context().close();
});

test('on, once and off; a listener that fails harms nobody', async () => {
  const { page, frame } = await played(`
    globalThis.got = [];
    const note = (name) => (e) => globalThis.got.push(name + ':' + e.event);
    const gone = note('gone');
    meetergo('init', { onEvent: note('onEvent'), onBookingSuccessful: (d) => globalThis.got.push('booked:' + d.appointmentId),
      onSuccess: (d) => globalThis.got.push('success:' + d.appointmentId) });
    meetergo('on', 'routed', () => { throw new Error('a listener of the site'); });
    meetergo('on', 'routed', note('on'));
    meetergo('on', { event: 'routed', callback: note('object') });
    meetergo('once', 'routed', note('once'));
    meetergo('on', 'routed', gone);
    meetergo('off', 'routed', gone);`);
  const routed = { event: 'meetergo:routed', data: { actionType: 'x', actionValue: 'y' } };
  await say(frame, routed);
  await say(frame, routed);
  await say(frame, { event: 'booking-successful', data: { appointmentId: 'A1' } });
  await hears(page, 'bookingSuccessful');
  const got = await page.evaluate(() => globalThis.got);
  const one = ['on:routed', 'object:routed'];
  const expected = [...one, 'once:routed', 'onEvent:routed', ...one, 'onEvent:routed'];
  assert.deepEqual(got, [...expected, 'onEvent:bookingSuccessful', 'booked:A1', 'success:A1']);
  assert.deepEqual(page.complaints, ['Error: a listener of the site', 'Error: a listener of the site']);
  await page.context().close();
});

test('the same calls before and after the script is there, also by a stand-in that was kept', async () => {
  const page = await openPage(browser);
  const script = 'globalThis.kept = meetergo;';
  await page.goto(site.add({ body: '<div id="a"></div><div id="b"></div>', script }));
  await page.waitForFunction(() => globalThis.meetergo.version);
  await page.evaluate((link) => globalThis.kept('inline', { element: '#a', link }), LINK);
  await page.evaluate((link) => globalThis.meetergo.inline({ element: '#b', link }), LINK);
  assert.equal(await page.locator('#a iframe').count(), 1);
  assert.equal(await page.locator('#b iframe').count(), 1);
  await page.evaluate(() => globalThis.meetergo('nothing'));
  assert.deepEqual(page.complaints, ['meetergo: there is no method nothing']);
  await page.context().close();
});

test('everything may be asked for before the page has a body', async () => {
  const page = await openPage(browser);
  const sdk = await (await fetch(`${server.url}/v4/integration.js`)).text();
  const calls = `meetergo('inline', { element: '#late', link: '${LINK}' });
    meetergo('init', { floatingButton: { link: '${LINK}', text: 'First' } });
    meetergo('init', { floatingButton: { link: '${LINK}', text: 'Second' } });
    meetergo('modal', '${LINK}');`;
  // The SDK itself comes first, and runs while the head is read.
  site.put('/early.js', 'text/javascript', `${sdk}\n;${calls}`);
  const head = `<script src="/early.js" data-origin="${server.url}"></script>`;
  const body = `<body><div id="late"></div></body>`;
  const html = `<!doctype html><html lang="en"><head><title>Early</title>${head}</head>${body}</html>`;
  await page.goto(site.put('/early', 'text/html', html, STRICT));
  await page.getByRole('dialog').waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Second' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'First' }).count(), 0);
  await page.frameLocator('#late iframe').locator('#times').waitFor();
  await page.evaluate(() => globalThis.meetergo('inline', { element: '#nowhere', link: '/' }));
  assert.deepEqual(page.complaints, ['meetergo: there is no element #nowhere']);
  await page.context().close();
});

test('the script may come from elsewhere than the pages', async () => {
  const page = await openPage(browser);
  const code = await (await fetch(`${server.url}/v4/browser.js`)).text();
  site.put('/copy.js', 'text/javascript', code);
  const body = `<div class="meetergo-iframe" data-link="${LINK}"></div>`;
  await page.goto(site.add({ body, sdk: `src="/copy.js" data-origin="${server.url}/ignored/path"` }));
  await page.frameLocator('iframe').locator('#times').waitFor();
  await hears(page, 'linkReady');
  await page.context().close();
});

test('a page that is rendered ahead is used, refreshed when old, loaded anew when very old', async () => {
  const page = await openPage(browser);
  await page.clock.install();
  await page.goto(site.add({ body: `<button data-meetergo-link="${LINK}">Book</button>` }));
  await page.waitForFunction(() => globalThis.meetergo.version);
  await page.evaluate((link) => globalThis.meetergo('prerender', { link }), LINK);
  await hears(page, 'linkReady');
  const [frame] = page.frames().filter((frame) => frame.url().startsWith(server.url));
  assert.equal(await page.getByRole('dialog').count(), 0);
  await frame.evaluate(() => {
    globalThis.mark = 'first';
  });
  const mark = () => frame.evaluate(() => globalThis.mark);
  const open = () => page.getByRole('button', { name: 'Book' }).click();
  const close = () => page.getByRole('button', { name: 'Close' }).click();
  const since = async () => {
    const events = await heard(page);
    await page.evaluate(() => {
      globalThis.heard = [];
    });
    return events;
  };
  await since();
  await open();
  assert.deepEqual(await since(), ['modalOpened', 'bookerViewed']);
  assert.equal(await mark(), 'first');
  await close();
  await open();
  assert.deepEqual(await since(), ['modalClosed', 'modalOpened', 'bookerReopened']);
  assert.equal(await mark(), 'first');
  await close();
  await page.clock.fastForward(61_000);
  await open();
  await frame.waitForFunction(() => globalThis.mark === undefined);
  assert.deepEqual((await since()).slice(0, 3), ['modalClosed', 'modalOpened', 'bookerReopened']);
  await frame.waitForLoadState();
  await close();
  await page.clock.fastForward(901_000);
  await since();
  await open();
  await hears(page, 'bookerReloaded');
  await hears(page, 'linkReady');
  assert.equal(page.frames().filter((frame) => frame.url().startsWith(server.url)).length, 1);
  await page.context().close();
});

test('markup that comes later is found, and what is taken away is forgotten', async () => {
  const page = await openPage(browser);
  await page.goto(site.add({}));
  await page.waitForFunction(() => customElements.get('slated-booking'));
  await page.evaluate((link) => {
    const late = document.createElement('div');
    late.className = 'meetergo-iframe';
    late.dataset.link = link;
    const element = document.createElement('slated-booking');
    element.link = link;
    element.prefill = { email: 'prop@x.y' };
    element.addEventListener('linkReady', ({ detail }) => {
      globalThis.told = detail.event;
    });
    document.body.append(late, element);
  }, LINK);
  await page.frameLocator('.meetergo-iframe iframe').locator('#times').waitFor();
  await page.waitForFunction(() => globalThis.told === 'linkReady');
  const element = page.locator('slated-booking');
  assert.equal(await element.getAttribute('link'), LINK);
  const before = await page.locator('slated-booking iframe').getAttribute('src');
  assert.match(before, /email=prop%40x.y/);
  await element.evaluate((element) => element.setAttribute('theme', 'dark'));
  await page.locator('slated-booking iframe[src*="theme=dark"]').waitFor({ state: 'attached' });
  await element.evaluate((element) => element.remove());
  assert.equal(await page.locator('iframe').count(), 1);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('where the frame is refused, or nobody answers, there is a plain link', async () => {
  const page = await openPage(browser);
  await page.clock.install();
  const body = `<div class="meetergo-iframe" data-link="${LINK}"></div>`;
  const headers = { 'content-security-policy': `default-src 'none'; script-src 'self' ${server.url}` };
  await page.goto(site.add({ body, headers, lang: 'de-AT' }));
  const link = page.getByRole('link', { name: 'Termin buchen' });
  await link.waitFor();
  assert.equal(await link.getAttribute('href'), `${server.url}${LINK}?embed=true`);
  assert.equal((await hears(page, 'linkFailed')).data.code, 'blocked');
  // A page that says nothing.
  pages.put('/silent', 'text/html', '<!doctype html><title>Silent</title>');
  const script = `meetergo('init', { origin: '${pages.url}' });`;
  await page.goto(
    site.add({ body: '<a data-meetergo-link="/silent" href="#">Book</a>', script, headers: {} }),
  );
  await page.getByRole('link', { name: 'Book' }).click();
  await page.waitForTimeout(200);
  await page.clock.fastForward(14_000);
  assert.deepEqual(await heard(page), ['modalOpened']);
  await page.clock.fastForward(2_000);
  const { data } = await hears(page, 'linkFailed');
  assert.equal(data.code, 'timeout');
  await page.getByRole('dialog').getByRole('link', { name: 'Book an appointment' }).waitFor();
  await page.context().close();
});
