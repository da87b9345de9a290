// The pages work without this. It tells a page that frames this one what happens and how tall this one is
// (contract section 14), takes its colour scheme, and knows the invitee's time zone.
const root = document.documentElement;
const framed = window.parent !== window;
const tell = (message) => framed && window.parent.postMessage(message, '*');

const here = new URL(location.href);
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (root.dataset.zone && zone && zone !== root.dataset.zone && !here.searchParams.has('timezone')) {
  here.searchParams.set('timezone', zone);
  location.replace(here);
}

if (framed) {
  let told = 0;
  const measure = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    // Small changes are ignored, so that two pages that fit themselves to each other come to rest.
    if (Math.abs(height - told) < 2) return;
    told = height;
    tell({ event: 'meetergo:page_height', payload: { height } });
  };
  new ResizeObserver(measure).observe(document.body);
  addEventListener('message', ({ source, data }) => {
    if (source !== window.parent || data?.event !== 'meetergo:color-scheme') return;
    const scheme = data.payload?.colorScheme;
    if (scheme === 'light' || scheme === 'dark') root.dataset.theme = scheme;
  });
  measure();
  tell({ event: 'meetergo:ready' });
  // Not again when the page is shown once more: it happened once.
  const [visit] = performance.getEntriesByType('navigation');
  const event = document.body.dataset.event;
  if (event && visit?.type === 'navigate') tell(JSON.parse(event));
}

document.querySelector('.summary')?.focus();
// A form that is being sent is not sent again.
addEventListener('submit', ({ target }) => {
  if (target.method === 'post') setTimeout(() => target.querySelector('button')?.setAttribute('disabled', ''));
});
addEventListener('pageshow', () => {
  for (const button of document.querySelectorAll('button[disabled]')) button.removeAttribute('disabled');
});
