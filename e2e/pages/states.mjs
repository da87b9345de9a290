// A host, and every page and state an invitee can see of them, each made the way it comes about.

import { Platform } from '../clients/platform.mjs';
import { dateIn, server, unique, uniqueEmail } from '../clients/server.mjs';

const platform = new Platform(server);

/** A host who uses everything a page can show; `types` are paths of booking pages. */
export async function makeHost() {
  const made = await platform.createUser({
    email: uniqueEmail('states'),
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
  return { ...made, slug: host, types };
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
  await Promise.all([page.waitForNavigation(), page.locator('main form[method=post] button').last().click()]);
}

/** The first free starts of a type. */
async function starts(type, userId) {
  const { availableSlots } = await platform.availability(type.id, dateIn(2), dateIn(30), userId);
  return availableSlots.map(({ start }) => start);
}

async function book(type, userId, start, more = {}) {
  const attendee = { email: 'ann@example.org', fullname: 'Ann Invitee', ...more };
  const booked = await platform.post(
    '/v4/booking',
    { meetingTypeId: type.id, start, attendee, ...(more.body ?? {}) },
    userId,
  );
  const whose = booked.attendees?.[0]?.id;
  return { ...booked, path: `/manage/${booked.secret}${whose ? `?attendee=${whose}` : ''}` };
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
  const at3 = (type, n) => at2(type.path, at(n));
  const goes = (path) => (page, extra) => open(page, path, extra);
  const pathOf = (url) => new URL(url).pathname + new URL(url).search;
  return [
    ['personal', goes(`/${host.slug}`)],
    ['month', goes(types.first.path)],
    ['month-embedded', goes(`/embed/${server.companySlug}${types.first.path}`)],
    ['month-lengths', goes(types.lengths.path)],
    ['month-group', goes(types.group.path)],
    ['nothing-free', goes(`${types.first.path}?date=2099-01-01`)],
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
    [
      'form-mistakes',
      async (page, extra) => {
        await open(page, at3(types.first, 6), extra);
        await sendForm(page, { name: '', email: 'nonsense' });
      },
    ],
    [
      'form-taken',
      async (page, extra) => {
        await open(page, at2(types.first.path, taken), extra);
        await sendForm(page);
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
