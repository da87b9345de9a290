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

/**
 * The first element of this kind. Whoever asks knows that it is there.
 * @param {string} selector
 * @param {ParentNode} within
 */
const $ = (selector, within = document) => /** @type {HTMLElement} */ (within.querySelector(selector));
/**
 * The first link of this kind, if there is one.
 * @param {string} selector
 * @param {ParentNode} within
 */
const link = (selector, within = document) =>
  /** @type {HTMLAnchorElement | null} */ (within.querySelector(selector));
/**
 * A new link.
 * @param {URL} to
 * @param {string} text
 */
const newLink = (to, text) =>
  Object.assign(document.createElement('a'), { href: to.href, rel: 'nofollow', textContent: text });

$('.summary')?.focus();
// A form that is being sent is not sent again. Later, because the button that sent it goes along.
addEventListener('submit', ({ target }) => {
  const { method, elements } = /** @type {HTMLFormElement} */ (target);
  const disable = () => {
    for (const one of elements) if (one instanceof HTMLButtonElement) one.disabled = true;
  };
  if (method === 'post') setTimeout(disable);
});
addEventListener('pageshow', () => {
  for (const button of document.querySelectorAll('button[disabled]')) button.removeAttribute('disabled');
});

/**
 * Months that were fetched, for a minute: what is free changes.
 * @type {Map<string, { page: Promise<Document>, at: number }>}
 */
const fetched = new Map();
/**
 * The page at an address.
 * @param {string} href
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
const turns = () => ({ before: link('.turn a[rel~=prev]'), after: link('.turn a[rel~=next]') });
/**
 * The days of the month, or of a part of it, in order.
 * @param {ParentNode} within
 */
const days = (within = $('.month')) =>
  /** @type {HTMLTableCellElement[]} */ ([...within.querySelectorAll('td[data-day]')]);
/**
 * Which day a cell shows.
 * @param {HTMLElement} cell
 */
const dayOf = (cell) => cell.dataset.day ?? '';
/**
 * What takes the focus of a day: its link, or where nothing is free, its cell.
 * @param {HTMLElement} cell
 */
const stop = (cell) => link('a', cell) ?? cell;

/** Makes the month a grid with one stop for the Tab key, and fetches its neighbours. */
const arm = () => {
  const table = $('.month table');
  table.setAttribute('role', 'grid');
  for (const cell of days()) {
    stop(cell).tabIndex = -1;
    if (!link('a', cell)) cell.ariaDisabled = 'true';
  }
  mark(link('.month td a[aria-current]') ?? stop(days()[0]));
  const ahead = () => {
    const { before, after } = turns();
    for (const turn of [after, before]) if (turn) fetchPage(turn.href).catch(() => {});
  };
  if ('requestIdleCallback' in window) requestIdleCallback(ahead);
  else setTimeout(ahead, 200);
};

/**
 * Makes a day the grid's stop for the Tab key.
 * @param {HTMLElement} target
 */
const mark = (target) => {
  for (const cell of days()) stop(cell).tabIndex = -1;
  target.tabIndex = 0;
};

/**
 * Shows the times of a day that has some.
 * @param {HTMLAnchorElement} day
 */
const choose = (day) => {
  const cell = /** @type {HTMLElement} */ (day.closest('td'));
  const [title, starts] = JSON.parse($('#starts').textContent)[dayOf(cell)];
  for (const other of document.querySelectorAll('.month a[aria-current]'))
    other.removeAttribute('aria-current');
  day.setAttribute('aria-current', 'date');
  mark(day);
  const to = new URL(day.href);
  to.hash = '';
  history.replaceState(null, '', to);
  const list = document.createElement('ul');
  for (const [start, time, seats] of starts) {
    to.searchParams.set('start', start);
    const choice = newLink(to, time);
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

/**
 * Shows the month at an address.
 * @param {string} href
 */
const turn = async (href) => {
  let page;
  try {
    page = await fetchPage(href);
  } catch {
    location.assign(href);
    return false;
  }
  const choices = () => /** @type {HTMLDetailsElement} */ ($('.month .zone'));
  const { open } = choices();
  for (const part of ['.turn nav', '.month table', '#starts', '.month .zone']) {
    $(part).replaceWith(document.importNode($(part, page), true));
  }
  choices().open = open;
  for (const heading of ['#month', '#day']) $(heading).textContent = $(heading, page).textContent;
  const rest = [...$('#times', page).children].slice(1).map((part) => document.importNode(part, true));
  $('#times').replaceChildren($('#day'), ...rest);
  history.replaceState(null, '', href);
  arm();
  return true;
};

/**
 * Moves the focus to a day, in another month if need be.
 * @param {string} day
 */
const walk = async (day) => {
  const [all, { before, after }] = [days(), turns()];
  const way = day < dayOf(all[0]) ? before : day > dayOf(all[all.length - 1]) ? after : null;
  const found = () => days().find((cell) => dayOf(cell) === day);
  if (!found() && !(way && (await turn(way.href)))) return;
  const target = stop(found() ?? days()[0]);
  mark(target);
  target.focus();
};

/**
 * The day so many days or months on; a month that is too short ends it.
 * @param {string} day
 * @param {number} daysOn
 */
const shifted = (day, daysOn, monthsOn = 0) => {
  const date = new Date(`${day}T00:00:00Z`);
  if (monthsOn) {
    const wanted = date.getUTCDate();
    date.setUTCDate(1);
    date.setUTCMonth(date.getUTCMonth() + monthsOn + 1, 0);
    date.setUTCDate(Math.min(wanted, date.getUTCDate()));
  }
  date.setUTCDate(date.getUTCDate() + daysOn);
  return date.toISOString().slice(0, 10);
};

/**
 * Where a key leads from a day of the grid.
 * @param {string} key
 * @param {HTMLElement} cell
 */
const destination = (key, cell) => {
  const forward = root.dir === 'rtl' ? -1 : 1;
  const [day, week] = [dayOf(cell), days(/** @type {HTMLElement} */ (cell.parentElement))];
  switch (key) {
    case 'ArrowRight':
      return shifted(day, forward);
    case 'ArrowLeft':
      return shifted(day, -forward);
    case 'ArrowDown':
      return shifted(day, 7);
    case 'ArrowUp':
      return shifted(day, -7);
    case 'Home':
      return dayOf(week[0]);
    case 'End':
      return dayOf(week[week.length - 1]);
    case 'PageUp':
      return shifted(day, 0, -1);
    case 'PageDown':
      return shifted(day, 0, 1);
  }
};

/** Shows the page at an address without leaving this one, where both have a month. @param {string} href */
const show = async (href) => {
  try {
    const page = await fetchPage(href);
    const about = document.importNode($('.about', page), true);
    if (!$('.month', page) || !(await turn(href))) throw new Error(href);
    $('.about').replaceWith(about);
  } catch {
    location.assign(href);
  }
};

// Where something was typed, the month is made of buttons that send it along.
if ($('.month table') && !$('#book')) {
  arm();
  const month = $('.month');
  $('form.with')?.addEventListener('submit', (event) => {
    event.preventDefault();
    // The month may have been turned since the form was made.
    const to = new URL(location.href);
    to.hash = '';
    to.searchParams.set('host', /** @type {HTMLSelectElement} */ ($('#host')).value);
    show(to.href);
  });
  month.addEventListener('click', (event) => {
    const clicked = /** @type {Element} */ (event.target).closest('a');
    if (!clicked || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (clicked.closest('td')) {
      event.preventDefault();
      choose(clicked);
      // By keyboard, the times come next.
      if (event.detail === 0) Object.assign($('#day'), { tabIndex: -1 }).focus();
    } else if (clicked.closest('.turn')) {
      event.preventDefault();
      const which = clicked.rel.includes('next') ? 'after' : 'before';
      turn(clicked.href).then((done) => done && (turns()[which] ?? turns().before ?? turns().after)?.focus());
    }
  });
  month.addEventListener('keydown', (event) => {
    const cell = /** @type {Element} */ (event.target).closest('td[data-day]');
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = destination(event.key, /** @type {HTMLElement} */ (cell));
    if (!to) return;
    event.preventDefault();
    walk(to);
  });
}
