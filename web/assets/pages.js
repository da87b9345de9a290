// The pages work without this. It knows the invitee's time zone, loads what a framed page needs, and answers days and
// months at once.
const root = document.documentElement;

const here = new URL(location.href);
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (root.dataset.zone && zone && zone !== root.dataset.zone && !here.searchParams.has('timezone')) {
  here.searchParams.set('timezone', zone);
  location.replace(here);
} else if (window.parent !== window && root.dataset.embed) {
  // The server says where, because it knows the file's version.
  import(root.dataset.embed);
}

document.querySelector('.summary')?.focus();
// A form that is being sent is not sent again.
addEventListener('submit', ({ target }) => {
  if (target.method === 'post')
    setTimeout(() => target.querySelector('button')?.setAttribute('disabled', ''));
});
addEventListener('pageshow', () => {
  for (const button of document.querySelectorAll('button[disabled]')) button.removeAttribute('disabled');
});

const $ = (selector, within = document) => within.querySelector(selector);

/** Months that were fetched, for a minute: what is free changes. */
const fetched = new Map();
/**
 * The page at an address.
 * @param {string} href
 * @returns {Promise<Document>}
 */
const fetchPage = (href) => {
  const known = fetched.get(href);
  if (known && performance.now() - known.at < 60000) return known.page;
  const page = fetch(href).then(async (answer) => {
    if (!answer.ok) throw new Error(answer.statusText);
    return new DOMParser().parseFromString(await answer.text(), 'text/html');
  });
  page.catch(() => fetched.delete(href));
  fetched.set(href, { page, at: performance.now() });
  return page;
};

/** The links to the month before and after; there may be none. */
const turns = () => ({ before: $('.turn a[rel~=prev]'), after: $('.turn a[rel~=next]') });
/** The days of the month, in order. @returns {HTMLTableCellElement[]} */
const days = () => [...document.querySelectorAll('.month td[data-day]')];
/** What takes the focus of a day: its link, or where nothing is free, its cell. */
const stop = (cell) => $('a', cell) ?? cell;

/** Makes the month a grid with one stop for the Tab key, and fetches its neighbours. */
const arm = () => {
  const table = $('.month table');
  table.setAttribute('role', 'grid');
  for (const cell of days()) {
    stop(cell).tabIndex = -1;
    if (!$('a', cell)) cell.ariaDisabled = 'true';
  }
  mark($('.month td a[aria-current]') ?? stop(days()[0]));
  const ahead = () => {
    const { before, after } = turns();
    for (const link of [after, before]) if (link) fetchPage(link.href).catch(() => {});
  };
  if ('requestIdleCallback' in window) requestIdleCallback(ahead);
  else setTimeout(ahead, 200);
};

/** Makes a day the grid's stop for the Tab key. */
const mark = (target) => {
  for (const cell of days()) stop(cell).tabIndex = -1;
  target.tabIndex = 0;
};

/** Shows the times of a day that has some. */
const choose = (link) => {
  const cell = link.closest('td');
  const [title, starts] = JSON.parse($('#starts').textContent)[cell.dataset.day];
  for (const other of document.querySelectorAll('.month a[aria-current]'))
    other.removeAttribute('aria-current');
  link.setAttribute('aria-current', 'date');
  mark(link);
  const to = new URL(link.href);
  to.hash = '';
  history.replaceState(null, '', to);
  const list = document.createElement('ul');
  for (const [start, time, seats] of starts) {
    to.searchParams.set('start', start);
    const choice = Object.assign(document.createElement('a'), {
      href: to.href,
      rel: 'nofollow',
      textContent: time,
    });
    if (seats) choice.append(' ', Object.assign(document.createElement('small'), { textContent: seats }));
    const item = document.createElement('li');
    item.append(choice);
    list.append(item);
  }
  $('#day').textContent = title;
  $('#times').replaceChildren($('#day'), list);
  // Below the grid the times may be out of sight.
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (innerWidth < 896) $('#times').scrollIntoView({ block: 'nearest', behavior: still ? 'auto' : 'smooth' });
};

/** Shows the month at an address. @param {string} href */
const turn = async (href) => {
  let page;
  try {
    page = await fetchPage(href);
  } catch {
    location.assign(href);
    return false;
  }
  const open = $('.month .zone').open;
  for (const part of ['.turn nav', '.month table', '#starts', '.month .zone']) {
    $(part).replaceWith(document.importNode($(part, page), true));
  }
  $('.month .zone').open = open;
  for (const heading of ['#month', '#day']) $(heading).textContent = $(heading, page).textContent;
  const rest = [...$('#times', page).children].slice(1).map((part) => document.importNode(part, true));
  $('#times').replaceChildren($('#day'), ...rest);
  history.replaceState(null, '', href);
  arm();
  return true;
};

/** Moves the focus to a day, in another month if need be. @param {string} day */
const walk = async (day) => {
  const [all, links] = [days(), turns()];
  const link = day < all[0].dataset.day ? links.before : day > all.at(-1).dataset.day ? links.after : null;
  const here = all.find((cell) => cell.dataset.day === day);
  if (!here && !(link && (await turn(link.href)))) return;
  const target = stop(days().find((cell) => cell.dataset.day === day) ?? days()[0]);
  mark(target);
  target.focus();
};

const iso = (date) => date.toISOString().slice(0, 10);
/** The day so many days or months on; a month that is too short ends it. */
const shifted = (day, daysOn, monthsOn) => {
  const date = new Date(`${day}T00:00:00Z`);
  if (monthsOn) {
    const wanted = date.getUTCDate();
    date.setUTCDate(1);
    date.setUTCMonth(date.getUTCMonth() + monthsOn + 1, 0);
    date.setUTCDate(Math.min(wanted, date.getUTCDate()));
  }
  date.setUTCDate(date.getUTCDate() + daysOn);
  return iso(date);
};

if ($('.month table')) {
  arm();
  const month = $('.month');
  month.addEventListener('click', (event) => {
    const link = event.target.closest('a');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.closest('td')) {
      event.preventDefault();
      choose(link);
      // By keyboard, the times come next.
      if (event.detail === 0) Object.assign($('#day'), { tabIndex: -1 }).focus();
    } else if (link.closest('.turn')) {
      event.preventDefault();
      const which = link.rel.includes('next') ? 'after' : 'before';
      turn(link.href).then((done) => done && (turns()[which] ?? turns().before ?? turns().after)?.focus());
    }
  });
  month.addEventListener('keydown', (event) => {
    const cell = event.target.closest('td[data-day]');
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    const { day } = cell.dataset;
    const forward = root.dir === 'rtl' ? -1 : 1;
    const week = [...cell.parentNode.querySelectorAll('td[data-day]')];
    const to = {
      ArrowRight: () => shifted(day, forward),
      ArrowLeft: () => shifted(day, -forward),
      ArrowDown: () => shifted(day, 7),
      ArrowUp: () => shifted(day, -7),
      Home: () => week[0].dataset.day,
      End: () => week.at(-1).dataset.day,
      PageUp: () => shifted(day, 0, -1),
      PageDown: () => shifted(day, 0, 1),
    }[event.key];
    if (!to) return;
    event.preventDefault();
    walk(to());
  });
}
