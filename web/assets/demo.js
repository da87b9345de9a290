// The demo's page of embeds (/demo/embed): what a site's own script might do with the SDK.

(() => {
  // Stands in until the SDK is there.
  function stub() {
    /** @param {any[]} call */
    const f = (...call) => {
      f.q.push(call);
      if (call[1]?.ns) f.ns[call[1].ns] ??= stub();
    };
    /** @type {any[][]} */
    f.q = [];
    /** @type {Record<string, unknown>} */
    f.ns = {};
    return f;
  }
  window.meetergo ??= /** @type {any} */ (stub());
})();

document.addEventListener('DOMContentLoaded', () => {
  const { meetergo } = window;
  const { link = '' } = document.body.dataset;
  const log = /** @type {HTMLElement} */ (document.querySelector('#log'));
  /** @param {{ event: string, namespace: string, data: unknown }} envelope */
  const write = ({ event, namespace, data }) => {
    const line = document.createElement('li');
    line.textContent = `${namespace}: ${event} ${JSON.stringify(data)}`;
    log.prepend(line);
  };

  meetergo('on', '*', write);
  meetergo('init', {
    floatingButton: {
      link,
      text: 'Book now',
      position: 'bottom-right',
      icon: 'calendar',
      animation: 'slide-in',
    },
    sidebar: { link, position: 'right', buttonText: 'Book', backgroundColor: '#0f766e' },
    videoEmbed: {
      videoSrc: '/assets/demo.webm',
      bookingLink: link,
      bookingCta: 'Book a time',
      position: 'bottom-left',
    },
    formListeners: [{ formId: 'lead', link }],
  });
  meetergo('init', { ns: 'own', ui: { cssVars: { '--mg-brand': '#0f766e', '--mg-radius': 2 } } });
  meetergo('on', { ns: 'own', event: '*', callback: write });
  const button = /** @type {HTMLElement} */ (document.querySelector('#call'));
  button.addEventListener('click', () => window.meetergo('modal', { link }));
});
