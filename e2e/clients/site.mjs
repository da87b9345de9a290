// Somebody's own site, on another host than the booking pages, which trusts nobody more than it must.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { server } from './server.mjs';

/** What the SDK needs of a site's policy, and nothing else: no styles, no inline scripts, no markup from text. */
export const STRICT = {
  'content-security-policy':
    `default-src 'none'; script-src 'self' ${server.url}; frame-src ${server.url}; base-uri 'none'; ` +
    `form-action 'self'; require-trusted-types-for 'script'; trusted-types 'none'`,
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-opener-policy': 'same-origin',
};

/** The stand-in that lets a page call the SDK before it is there, as docs/embedding.md has it. */
export const STUB = `
  (function (w) {
    function stub() {
      function f() {
        f.q.push(arguments);
        var ns = arguments[1] && arguments[1].ns;
        if (ns && !f.ns[ns]) f.ns[ns] = stub();
      }
      f.q = [];
      f.ns = {};
      return f;
    }
    w.meetergo = w.meetergo || stub();
  })(window);`;

const HEARD = `meetergo('on', '*', (envelope) => (globalThis.heard ??= []).push(envelope));`;

/** Starts a site; `add` puts up a page and returns its address. */
export async function startSite() {
  const files = new Map();
  const listener = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://site');
    const file = files.get(pathname);
    if (!file) {
      response.statusCode = 404;
      return response.end();
    }
    for (const [name, value] of Object.entries(file.headers)) response.setHeader(name, value);
    response.end(file.content);
  });
  listener.listen(0);
  await once(listener, 'listening');
  const url = `http://localhost:${listener.address().port}`;
  let number = 0;
  files.set('/favicon.ico', { content: '', headers: {} });
  const put = (path, type, content, headers = {}) => {
    files.set(path, { content, headers: { 'content-type': type, ...headers } });
    return url + path;
  };
  return {
    url,
    put,
    /** A page with the SDK, a script of the site's own before it, and `globalThis.heard`. */
    add({
      body = '',
      script = '',
      headers = STRICT,
      lang = 'en',
      sdk = `src="${server.url}/v4/integration.js"`,
    }) {
      number += 1;
      put(`/script-${number}.js`, 'text/javascript', `${STUB}\n${HEARD}\n${script}`);
      const html = `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>A site</title>
        <script src="/script-${number}.js"></script><script ${sdk} async></script></head>
        <body><main><h1>A profile</h1>${body}</main></body></html>`;
      return put(`/page-${number}`, 'text/html', html, headers);
    },
    stop() {
      listener.closeAllConnections();
      listener.close();
    },
  };
}

/** The first SDK event of a kind that a page hears. */
export async function hears(page, name) {
  await page.waitForFunction((name) => globalThis.heard?.some(({ event }) => event === name), name);
  return page.evaluate((name) => globalThis.heard.find(({ event }) => event === name), name);
}

/** Every SDK event a page has heard, by name. */
export function heard(page) {
  return page.evaluate(() => (globalThis.heard ?? []).map(({ event }) => event));
}

/** Books the first time on offer in a frame. */
export async function bookIn(inside, name = 'Fay Framed') {
  await inside.locator('#times').getByRole('link').first().click();
  await inside.getByLabel('Your name').fill(name);
  await inside.getByLabel('E-mail address').fill('fay@example.org');
  await inside.getByLabel('Phone number').fill('+49 30 901820');
  await inside.getByRole('button', { name: 'Confirm booking' }).click();
  await inside.getByRole('heading', { name: 'You are booked' }).waitFor();
}
