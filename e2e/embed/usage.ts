// A site's own script in TypeScript, as docs/embedding.md describes it. It is not run: tsc holds the declarations against it.

import type { Envelope, Methods, Options, SlatedBookingElement } from '../../web/assets/integration';

const options: Options = {
  ns: 'sales',
  origin: 'https://book.example.com',
  prefill: { email: 'ada@example.org', topics: ['one', 'two'] },
  forwardQueryParams: ['utm_source'],
  floatingButton: {
    link: 'ada/intro',
    position: 'bottom-right',
    text: 'Book',
    backgroundColor: '#123456',
    textColor: '#fff',
    icon: 'calendar',
    animation: 'pulse',
  },
  sidebar: {
    link: 'ada/intro',
    position: 'left',
    width: 480,
    buttonText: 'Book',
    buttonIcon: 'clock',
    buttonPosition: 'middle',
    backgroundColor: '#123456',
    textColor: '#fff',
  },
  videoEmbed: {
    videoSrc: '/hello.webm',
    posterImage: '/hello.png',
    bookingLink: 'ada/intro',
    bookingCta: 'Book',
  },
  formListeners: [{ formId: 'lead', link: 'ada/intro' }],
  disableModal: false,
  iframeHeight: 700,
  enableAutoResize: true,
  iframeAlignment: 'center',
  ui: {
    theme: 'dark',
    cssVars: { '--mg-brand': '#123456', '--mg-radius': 4 },
    cssVarsPerTheme: { dark: { '--mg-brand': '#abcdef' } },
    hideEventTypeDetails: true,
    bodyBackground: 'transparent',
  },
  prerender: { slotStaleTTL: 60_000, fullReloadTTL: 900_000 },
  colorScheme: 'auto',
  debug: true,
  uiDebug: true,
  iframeAttrs: { id: 'booking' },
  onBookingSuccessful: ({ appointmentId, secret }) => [appointmentId, secret],
  onEvent: ({ event, namespace, ts }) => [event, namespace, ts],
  onSuccess: ({ attendeeEmail }) => attendeeEmail,
};

const { meetergo } = window;
meetergo('init', options);
meetergo.init({ ...options, prerender: false, floatingButton: false });
window.meetergoSettings = options;

for (const open of ['modal', 'openModal', 'prerender', 'preload'] as const satisfies (keyof Methods)[]) {
  meetergo(open, 'ada/intro');
  meetergo[open]({ link: 'ada/intro', layout: 'sidebar', params: { duration: 60 } });
}
meetergo('closeModal');
meetergo('inline', { elementOrSelector: '#here', link: 'ada/intro' });
meetergo('ui', { theme: 'light' });
meetergo('setPrefill', { name: 'Ada' });
meetergo('destroy');

const heard = ({ data }: Envelope<'bookingSuccessful'>): string | undefined => data.appointmentId;
meetergo('on', 'bookingSuccessful', heard);
meetergo.once('linkFailed', ({ data }: Envelope<'linkFailed'>) => data.code);
meetergo.on({ event: '*', callback: ({ event }) => event });
meetergo.off('bookingSuccessful', heard);
meetergo.ns.sales('modal', { link: 'ada/intro' });

const element: SlatedBookingElement = document.createElement('slated-booking');
element.link = 'ada/intro';
element.prefill = { email: 'ada@example.org' };

// @ts-expect-error there is no such method
meetergo('book', {});
// @ts-expect-error a form needs its id
meetergo('init', { formListeners: [{ link: 'ada/intro' }] });
