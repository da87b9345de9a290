// The pages work without this. It knows the invitee's time zone, and loads what a framed page needs.
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
  if (target.method === 'post') setTimeout(() => target.querySelector('button')?.setAttribute('disabled', ''));
});
addEventListener('pageshow', () => {
  for (const button of document.querySelectorAll('button[disabled]')) button.removeAttribute('disabled');
});
