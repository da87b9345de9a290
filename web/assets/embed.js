// What a page and the site that frames it tell each other (contract section 14). Only framed pages load this; nothing
// of it needs a cookie or storage.

const root = document.documentElement;
const site = window.parent;
const here = new URL(location.href);
/** What a site may change about a page's look after it is shown; the server knows these from the query. */
const LOOK = ['cssVars', 'cssVarsPerTheme', 'bodyBackground', 'hideEventTypeDetails'];
/** A page on which a start is chosen. */
const booker = document.querySelector('#times');
/** What somebody typed, or is about to. */
const typed = document.querySelector('form[method=post]');

/**
 * Tells the site around this page. Whoever frames it may hear it: a page cannot know which sites those are.
 * @param {object} message
 */
export function tell(message) {
  site.postMessage(message, '*');
}

/** Tells it what happened, once: not again when the page is merely shown again. */
function announce() {
  const [visit] = performance.getEntriesByType('navigation');
  const event = document.body.dataset.event;
  const navigated = /** @type {PerformanceNavigationTiming | undefined} */ (visit)?.type === 'navigate';
  if (event && navigated) tell(JSON.parse(event));
}

let told = 0;
let toldAt = 0;
let rises = 0;

/** Tells how tall the page is. */
function measure() {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  // Two pages that fit themselves to each other must come to rest: small changes are ignored, and so is a page that
  // rises again and again as soon as its frame has risen.
  if (Math.abs(height - told) < 2) return;
  rises = height > told && performance.now() - toldAt < 500 ? rises + 1 : 0;
  if (rises > 10) return;
  told = height;
  toldAt = performance.now();
  tell({ event: 'meetergo:page_height', type: 'meetergo:height-update', payload: { height }, height });
}

/**
 * After a step within the frame, its top may lie above what is visible of it: the site is asked to scroll there. Not
 * while somebody looks through the calendar. Only an IntersectionObserver sees across the frame.
 */
function showTop() {
  if (booker || !document.referrer.startsWith(location.origin)) return;
  const observer = new IntersectionObserver(([entry]) => {
    observer.disconnect();
    if (!entry?.isIntersecting) return;
    const hidden = entry.intersectionRect.top - entry.boundingClientRect.top;
    if (hidden > 1)
      tell({ event: 'meetergo:scroll_by_distance', data: { distance: -Math.ceil(hidden + 16) } });
  });
  observer.observe(document.body);
}

/**
 * A changed look comes with the page, from the server. What somebody is typing is not thrown away for it.
 * @param {Record<string, unknown>} look
 */
function restyle(look) {
  const wanted = new URL(here);
  for (const name of LOOK) {
    if (look[name] != null) wanted.searchParams.set(name, String(look[name]));
  }
  if (wanted.href === here.href || typed) return;
  // The scheme alone is changed without the server; what comes from there should have it, too.
  if (look.theme) wanted.searchParams.set('theme', String(look.theme));
  location.replace(wanted);
}

/** @param {MessageEvent} message */
function hear({ source, data }) {
  if (source !== site) return;
  const said = data?.payload ?? {};
  if (data?.event === 'meetergo:color-scheme' && ['light', 'dark'].includes(said.colorScheme)) {
    root.dataset.theme = said.colorScheme;
  } else if (data?.event === 'meetergo:ui') {
    restyle(said);
  } else if (data?.event === 'meetergo:refresh' && booker && !typed) {
    // Shown again after a while: what is free may have changed.
    location.reload();
  }
}

/** Dialogs of the site close with Escape, which it does not see while the focus is in here. */
function leave(/** @type {KeyboardEvent} */ event) {
  if (event.key !== 'Escape' || event.defaultPrevented) return;
  if (!document.querySelector('dialog[open], :popover-open')) tell({ event: 'close-modal' });
}

const align = here.searchParams.get('align');
const main = document.querySelector('main');
if (align === 'left') main?.style.setProperty('margin-left', '0');
if (align === 'right') main?.style.setProperty('margin-right', '0');

addEventListener('message', hear);
addEventListener('keydown', leave);
new ResizeObserver(measure).observe(document.body);
measure();
tell({ event: 'meetergo:ready', payload: { booker: !!booker, slotsLoaded: !!booker } });
tell({ event: 'meetergo:content-ready' });
announce();
showTop();
