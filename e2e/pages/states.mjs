// A host, and every page and state an invitee can see of them, each made the way it comes about.

import { Platform } from '../clients/platform.mjs';
import { dateIn, server, unique, uniqueEmail } from '../clients/server.mjs';
import { teamPaths } from './team.mjs';

const platform = new Platform(server);

/** What hosts sign in with. */
const PASSWORD = 'twelve angry geese';

/** Every way in which a question can be asked. */
const QUESTIONS = [
  'heading',
  'text-single',
  'text-multi',
  'number',
  'date',
  'time',
  'url',
  'select',
  'radio',
  'checkbox-single',
  'checkbox-multi',
  'yes-no',
  'rating',
  'scale',
].map((fieldType) => ({
  label: `A question of the kind ${fieldType}`,
  fieldType,
  required: fieldType !== 'text-multi',
  helpText: 'What this is for',
  options: [{ label: 'This one' }, { label: 'That one, which has a longer name' }],
}));

/** A host who uses everything a page can show; `types` are paths of booking pages. */
export async function makeHost() {
  const email = uniqueEmail('states');
  const made = await platform.createUser({
    email,
    givenName: 'Rosalind',
    familyName: 'Franklin',
    timezone: 'Europe/Berlin',
    meetingType: { name: 'First conversation', duration: 30, slug: 'first', channel: 'connect' },
  });
  const host = new URL(made.bookingUrl).pathname.split('/')[1];
  const type = async (name, more = {}, settings = {}) => {
    const created = await platform.post('/v4/meeting-type', { name, duration: 30, ...more }, made.userId);
    if (Object.keys(settings).length > 0) {
      await platform.patch(`/v4/meeting-type/${created.id}`, settings, made.userId);
    }
    return { id: created.id, path: `/${host}/${created.slug}` };
  };
  const types = {
    first: { id: made.meetingTypeId, path: `/${host}/first` },
    locked: await type('Behind a password', {
      meetingOptions: { bookingPagePassword: { enable: true, password: 'sesame' } },
    }),
    approved: await type('Asks first', { meetingOptions: { requireHostConfirmation: 'enabled' } }),
    optIn: await type('Confirmed by mail', { meetingOptions: { doubleOptIn: 'enabled' } }),
    group: await type('Open evening', { spots: 3, meetingInfo: { showAvailableSlots: true } }),
    lengths: await type('As long as you like', { meetingOptions: { allowedDurations: [15, 60, 90] } }),
    fixed: await type('Set in stone', {
      meetingOptions: {
        cancellationPolicy: { mode: 'disabled' },
        reschedulingPolicy: { mode: 'days', notice: 300 },
      },
    }),
    guests: await type('Bring somebody', { meetingOptions: { allowAddingGuests: true } }),
    disabled: await type('Not now', {}, { enabled: false }),
    pair: await type('Table for two', { spots: 2, meetingInfo: { showAvailableSlots: true } }),
    called: await type(
      'I call you',
      {},
      {
        meetingInfo: { channel: 'phone' },
        meetingOptions: { allowSelectChannel: true, allowedChannels: ['phone', 'zoom', 'local-attendee'] },
      },
    ),
    asking: await type(
      'Much to ask',
      {},
      {
        questions: QUESTIONS,
        meetingOptions: {
          allowAddingGuests: true,
          dataPolicy: { enable: true, required: true, link: 'https://example.com/' },
        },
      },
    ),
    later: await type(
      'Next season',
      {},
      { daysIntoFuture: { mode: 'range', rangeMin: dateIn(80), rangeMax: dateIn(90) } },
    ),
    never: await type(
      'Last season',
      {},
      { daysIntoFuture: { mode: 'range', rangeMin: dateIn(-9), rangeMax: dateIn(-2) } },
    ),
  };
  await platform.patch(
    '/v4/personal-page/me',
    {
      headerTitle: 'Rosalind Franklin',
      headerSubtitle: 'X-ray crystallography, and what can be seen by it',
      description: 'Photo 51, coal, and viruses.\nPick whatever suits you; I look forward to meeting you.',
      primaryColor: '#0b7a75',
      secondaryColor: '#d7a64a',
      onlineProfiles: {
        linkedIn: 'rosalind-franklin',
        instagram: 'photo51',
        email: 'rosalind@example.org',
        phone: '+44 20 7848 2000',
        addressStreet: 'Strand',
        addressCity: 'London',
        customLinks: [{ name: 'The paper', url: 'https://example.org/paper' }],
      },
    },
    made.userId,
  );
  return { ...made, email, slug: host, types };
}

/** Opens the page at `path`, in the language and theme of `extra`. */
export async function open(page, path, extra = {}) {
  const url = new URL(path, server.url);
  for (const [name, value] of Object.entries(extra)) url.searchParams.set(name, value);
  await page.goto(url.href);
}

/** Fills the form that is shown, and sends it. */
export async function sendForm(page, { name = 'Ann Invitee', email = 'ann@example.org' } = {}) {
  await page.locator('#name').fill(name);
  await page.locator('#email').fill(email);
  await page.locator('#phone').fill('+49 30 901820');
  await Promise.all([page.waitForNavigation(), page.locator('main form[method=post] button').last().click()]);
}

/** The first free starts of a type. */
async function starts(type, userId) {
  const { availableSlots } = await platform.availability(type.id, dateIn(2), dateIn(30), userId);
  return availableSlots.map(({ start }) => start);
}

async function book(type, userId, start, more = {}) {
  const attendee = { email: 'ann@example.org', fullname: 'Ann Invitee', ...more };
  const booked = await platform.post('/v4/booking', { meetingTypeId: type.id, start, attendee }, userId);
  const whose = booked.attendees?.[0]?.id;
  return { ...booked, path: `/manage/${booked.secret}${whose ? `?attendee=${whose}` : ''}` };
}

/** Pages that mails have led to. */
const seen = new Set();

/** The path of this form that a mail to this address has last led to, and that nobody was given before. */
export async function mailed(email, form) {
  for (let tries = 0; tries < 200; tries += 1) {
    const kept = await (await fetch(`${server.url}/demo/mail`)).text();
    for (const [, mail, to] of kept.matchAll(/href="([^"]+)">[^<]*<\/a><br><span class="muted">([^<]*)/g)) {
      if (!to.includes(email)) continue;
      const [path] = (await (await fetch(server.url + mail)).text()).match(form) ?? [];
      if (!path || seen.has(path)) continue;
      seen.add(path);
      return path;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`no mail leads ${email} to ${form}`);
}

/** The page that decides what was just booked, as a mail to this address names it. */
export const decision = (email) => mailed(email, /\/pending\/[\w-]+/);

/** A link to sign in or to set a password, as a mail to this address brings it. */
export async function letIn(email, means) {
  const { status } = await send('/sign-in', { email, with: means });
  if (status !== 200) throw new Error(`/sign-in: ${status}`);
  return mailed(email, means === 'link' ? /\/sign-in\/link\/[\w-]+/ : /\/password\/[\w-]+/);
}

/** Sends a form as the page at this path does. */
function send(path, fields) {
  const body = new URLSearchParams(fields);
  return fetch(server.url + path, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { origin: server.url },
  });
}

/** Sends the form of the page that decides. */
async function decide(path, answer) {
  const { status } = await fetch(server.url + path, {
    method: 'POST',
    body: new URLSearchParams({ answer }),
  });
  if (status !== 200) throw new Error(`${path}: ${status}`);
  return path;
}

const sub = (path, rest) => path.replace(/(\?|$)/, `/${rest}$1`);

/**
 * Every state by name, with what brings a page there. In order: what is changed by one is not shown by a later one.
 * @returns {Promise<[string, (page: import('playwright-core').Page, extra?: object) => Promise<void>][]>}
 */
export async function states(host) {
  const { types, userId } = host;
  const free = await starts(types.first, userId);
  const at = (n) => free[n * 3];
  const at2 = (path, start) => `${path}?start=${encodeURIComponent(start)}`;
  const mine = await book(types.first, userId, at(0));
  const gone = await book(types.first, userId, at(1));
  await platform.cancel(gone.appointmentId, userId, 'I have to give a lecture that day, sorry.');
  const past = await platform.post(
    '/v4/booking',
    {
      meetingTypeId: types.first.id,
      start: new Date(Date.now() - 3 * 86_400_000).toISOString(),
      attendee: { email: 'ann@example.org', fullname: 'Ann Invitee' },
      ignoreAvailability: true,
    },
    userId,
  );
  const fixed = await book(types.fixed, userId, at(2));
  const withGuests = await book(types.guests, userId, at(3));
  const group = await book(types.group, userId, at(4));
  const usual = await platform.post(`/v4/one-time-booking-link/create/${types.first.id}`, {}, userId);
  const used = await platform.post(`/v4/one-time-booking-link/create/${types.first.id}`, {}, userId);
  await platform.post(
    '/v4/booking',
    {
      meetingTypeId: types.first.id,
      start: at(5),
      oneTimeLinkId: used.id,
      attendee: { email: 'b@example.org', fullname: 'B' },
    },
    userId,
  );
  const taken = at(0);
  for (const email of ['b@example.org', 'c@example.org']) await book(types.pair, userId, at(10), { email });
  const waits = async (type, start, email) => {
    const { provisionalBookingId } = await book(type, userId, start, { email });
    return { id: provisionalBookingId, path: await decision(type === types.approved ? host.email : email) };
  };
  const toDecide = await waits(types.approved, at(11), 'd@example.org');
  const approved = await waits(types.approved, at(12), 'd@example.org');
  await decide(approved.path, 'approve');
  const declined = await waits(types.approved, at(13), 'd@example.org');
  await decide(declined.path, 'decline');
  const toConfirm = await waits(types.optIn, at(14), uniqueEmail('e'));
  const confirmed = await waits(types.optIn, at(15), uniqueEmail('e'));
  await decide(confirmed.path, 'confirm');
  const refused = await waits(types.optIn, at(16), uniqueEmail('e'));
  await platform.post(`/v4/provisional-booking/${refused.id}/decline`, {}, userId);
  const signingIn = await letIn(host.email, 'link');
  const settingPassword = await letIn(host.email, 'new-password');
  const { status } = await send(await letIn(host.email, 'new-password'), { password: PASSWORD });
  if (status !== 303) throw new Error(`no password was set: ${status}`);
  // Which has spoiled the links that were sent before.
  const [toSignIn, toSetPassword] = [
    await letIn(host.email, 'link'),
    await letIn(host.email, 'new-password'),
  ];
  /** A page that asks who somebody is, of somebody who has not said it yet. */
  const asks = (path) => async (page, extra) => {
    await page.context().clearCookies();
    await open(page, path, extra);
  };
  const signIn = async (page, extra, { email = host.email, password, press = 'password' }) => {
    await asks('/sign-in')(page, extra);
    await page.locator('#email').fill(email);
    await page.locator('#password').fill(password ?? '');
    await Promise.all([page.waitForNavigation(), page.locator(`button[value=${press}]`).click()]);
  };
  const account = async (page, extra) => {
    await signIn(page, extra, { password: PASSWORD });
    await open(page, '/account', extra);
  };
  const at3 = (type, n) => at2(type.path, at(n));
  const beaten = async (page, extra) => {
    const [start] = await starts(types.first, userId);
    await open(page, at2(types.first.path, start), extra);
    await book(types.first, userId, start);
    await sendForm(page);
  };
  const goes = (path) => (page, extra) => open(page, path, extra);
  const pathOf = (url) => new URL(url).pathname + new URL(url).search;
  return [
    ['personal', goes(`/${host.slug}`)],
    ['month', goes(types.first.path)],
    ['month-embedded', goes(`/embed/${server.companySlug}${types.first.path}`)],
    ['month-lengths', goes(types.lengths.path)],
    ['month-group', goes(types.group.path)],
    [
      'month-menus',
      async (page, extra) => {
        await open(page, types.first.path, extra);
        for (const menu of ['.zone', '.languages']) await page.locator(`${menu} summary`).click();
      },
    ],
    ['month-channels', goes(types.called.path)],
    ...(await teamPaths()).map(([name, path]) => [name, goes(path)]),
    ['nothing-free', goes(`${types.first.path}?date=2099-01-01`)],
    ['nothing-free-yet', goes(`${types.later.path}?date=${dateIn(0)}`)],
    ['nothing-free-ever', goes(types.never.path)],
    ['start-gone', goes(at2(types.first.path, taken))],
    ['start-full', goes(at2(types.pair.path, at(10)))],
    ['one-time', goes(pathOf(usual.url))],
    ['one-time-used', goes(pathOf(used.url))],
    ['password', goes(types.locked.path)],
    [
      'password-wrong',
      async (page, extra) => {
        await open(page, types.locked.path, extra);
        await page.locator('#password').fill('open');
        await Promise.all([page.waitForNavigation(), page.locator('main form button').click()]);
      },
    ],
    ['disabled', goes(types.disabled.path)],
    ['not-found', goes(`/${unique('nobody')}/nothing`)],
    ['form', goes(at3(types.first, 6))],
    ['form-called', goes(at3(types.called, 6))],
    ['form-asking', goes(at3(types.asking, 6))],
    [
      'form-asking-mistakes',
      async (page, extra) => {
        await open(page, at3(types.asking, 6), extra);
        await sendForm(page);
      },
    ],
    [
      'form-mistakes',
      async (page, extra) => {
        await open(page, at3(types.first, 6), extra);
        await sendForm(page, { name: '', email: 'nonsense' });
      },
    ],
    ['form-taken', beaten],
    [
      'month-kept',
      async (page, extra) => {
        await beaten(page, extra);
        await Promise.all([page.waitForNavigation(), page.locator('button[name=browse]').click()]);
      },
    ],
    [
      'pending-host',
      async (page, extra) => {
        await open(page, at3(types.approved, 7), extra);
        await sendForm(page);
      },
    ],
    [
      'pending-opt-in',
      async (page, extra) => {
        await open(page, at3(types.optIn, 8), extra);
        await sendForm(page);
      },
    ],
    ['answer-host', goes(toDecide.path)],
    ['answer-host-approved', goes(approved.path)],
    ['answer-host-declined', goes(declined.path)],
    ['answer-invitee', goes(toConfirm.path)],
    ['answer-invitee-confirmed', goes(confirmed.path)],
    ['answer-invitee-turned-down', goes(refused.path)],
    ['answer-missing', goes('/pending/nothing-like-it')],
    ['sign-in', asks('/sign-in')],
    ['sign-in-mistakes', (page, extra) => signIn(page, extra, { email: 'nonsense' })],
    ['sign-in-wrong', (page, extra) => signIn(page, extra, { password: 'not this one' })],
    ['sign-in-sent', (page, extra) => signIn(page, extra, { email: 'nobody@example.org', press: 'link' })],
    ['sign-in-link', asks(toSignIn)],
    ['sign-in-link-over', asks(signingIn)],
    ['password-set', asks(toSetPassword)],
    [
      'password-set-short',
      async (page, extra) => {
        await asks(toSetPassword)(page, extra);
        await page.locator('#password').fill('short');
        await Promise.all([page.waitForNavigation(), page.locator('main form button').click()]);
      },
    ],
    ['password-set-over', asks(settingPassword)],
    ['account', account],
    [
      'account-mistakes',
      async (page, extra) => {
        await account(page, extra);
        await page.locator('#current').fill('not this one');
        await page.locator('#new').fill('long enough for it');
        await Promise.all([page.waitForNavigation(), page.locator('form:has(#new) button').click()]);
      },
    ],
    ['reminders', goes(sub(mine.path, 'reminders'))],
    ['confirmation', goes(sub(mine.path, 'confirmation'))],
    ['manage', goes(mine.path)],
    ['manage-guests', goes(withGuests.path)],
    ['manage-fixed', goes(fixed.path)],
    ['manage-group', goes(group.path)],
    ['manage-past', goes(`/manage/${past.secret}`)],
    ['manage-cancelled', goes(gone.path)],
    ['manage-missing', goes('/manage/nothing-like-it')],
    ['move', goes(sub(mine.path, 'move'))],
    ['move-confirm', goes(`${sub(mine.path, 'move')}&start=${encodeURIComponent(at(9))}`)],
    ['move-refused', goes(sub(fixed.path, 'move'))],
    ['cancel', goes(sub(mine.path, 'cancel'))],
    ['cancel-refused', goes(sub(fixed.path, 'cancel'))],
    ['cancel-group', goes(sub(group.path, 'cancel'))],
  ];
}
