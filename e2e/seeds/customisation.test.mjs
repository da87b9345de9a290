// Templates, branding, and the two addresses a widget is framed from.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Platform } from '../clients/platform.mjs';
import { server, uniqueEmail } from '../clients/server.mjs';

const platform = new Platform(server);

function newUser() {
  return platform.createUser({
    email: uniqueEmail('brand'),
    givenName: 'Bran',
    familyName: 'Ding',
    timezone: 'Europe/Berlin',
  });
}

test('a template becomes a meeting type of the user it is assigned to', async () => {
  const { userId } = await newUser();
  const template = await platform.post('/v4/meeting-type-template/create', {
    name: 'Initial Consultation',
    duration: 25,
    description: 'Free initial consultation',
  });
  assert.equal(typeof template.id, 'string');
  const assigned = await platform.post(`/v4/meeting-type-template/assign/${template.id}`, { userId });
  assert.equal(typeof assigned.id, 'string');

  const types = await platform.get('/v4/meeting-type', userId);
  const made = types.find(({ meetingInfo }) => meetingInfo.name === 'Initial Consultation');
  assert.equal(made?.meetingInfo.duration, 25);
  assert.equal(made.meetingInfo.description, 'Free initial consultation');
});

test('branding is kept, switches custom colours on, and shows on the page', async () => {
  const { userId, bookingUrl } = await newUser();
  const wanted = {
    headerTitle: 'Book a consultation',
    headerSubtitle: 'Select a time that works for you',
    primaryColor: '#0066cc',
  };
  await platform.patch('/v4/personal-page', wanted, userId);
  const page = await platform.get('/v4/personal-page/me', userId);
  for (const [name, value] of Object.entries(wanted)) assert.equal(page[name], value);
  assert.equal(page.useCustomColors, true);

  const [, userSlug] = new URL(bookingUrl).pathname.split('/');
  const html = await (await fetch(`${server.url}/${userSlug}`)).text();
  assert.ok(html.includes(wanted.headerTitle));
  assert.ok(html.includes(wanted.headerSubtitle));
});

test('both addresses of the widget answer with a page that any site may frame', async () => {
  const { bookingUrl } = await newUser();
  const path = new URL(bookingUrl).pathname;
  for (const url of [`${server.url}/embed/${server.companySlug}${path}`, `${bookingUrl}?embed=true`]) {
    const response = await fetch(url);
    assert.equal(response.status, 200, url);
    assert.match(response.headers.get('content-type'), /^text\/html/);
    assert.match(await response.text(), /<html/i);
    assert.equal(response.headers.get('x-frame-options'), null, url);
    const policy = response.headers.get('content-security-policy') ?? '';
    const ancestors = policy.match(/frame-ancestors ([^;]*)/)?.[1] ?? '*';
    assert.ok(ancestors.split(' ').includes('*'), `${url} may be framed by ${ancestors} only`);
  }
});

test('an address that leads nowhere is a 404', async () => {
  const urls = [`${server.url}/nobody-here/nothing`, `${server.url}/embed/no-company/nobody-here/nothing`];
  for (const url of urls) assert.equal((await fetch(url)).status, 404, url);
});
