// The embed SDK (docs/embedding.md): puts booking pages into other sites, in frames, and tells the site what happens
// in them. One classic script without dependencies. It sets styles through the CSSOM only and makes no markup from
// text, so it works under a strict Content-Security-Policy and Trusted Types. It is served as `cargo xtask sdk` writes it, integration.min.js.

(() => {
  /**
   * @typedef {import('./integration').Options} Options
   * @typedef {import('./integration').OpenOptions} OpenOptions
   * @typedef {import('./integration').InlineOptions} InlineOptions
   * @typedef {import('./integration').UiOptions} UiOptions
   * @typedef {import('./integration').Params} Params
   * @typedef {import('./integration').EventName} EventName
   * @typedef {import('./integration').Listener} Listener
   * @typedef {import('./integration').Meetergo} Meetergo
   * @typedef {{ q?: ArrayLike<unknown>[], ns?: Record<string, Stub>, version?: string }} Stub what stands in before loading
   * @typedef {'inline' | 'modal' | 'sidebar'} Kind
   */

  const early = /** @type {Stub | undefined} */ (/** @type {unknown} */ (window.meetergo));
  if (early?.version) return;

  const script = /** @type {HTMLScriptElement | null} */ (
    document.currentScript ??
      document.querySelector('script[src*="/v4/integration.js"], script[src*="/v4/browser"]')
  );

  // ---- words ----------------------------------------------------------------------------------------------------

  const WORDS = ['close', 'book', 'video'];
  /** @type {Record<string, string>} */
  const TEXTS = {
    en: 'Close|Book an appointment|Video',
    de: 'Schließen|Termin buchen|Video',
    es: 'Cerrar|Reservar una cita|Vídeo',
    fr: 'Fermer|Prendre rendez-vous|Vidéo',
    no: 'Lukk|Bestill time|Video',
    it: 'Chiudi|Prenota un appuntamento|Video',
    nl: 'Sluiten|Afspraak maken|Video',
    pl: 'Zamknij|Umów spotkanie|Wideo',
    sv: 'Stäng|Boka tid|Video',
    tr: 'Kapat|Randevu al|Video',
    da: 'Luk|Book en tid|Video',
    ar: 'إغلاق|حجز موعد|فيديو',
  };

  /** @param {Embed} embed @param {string} word */
  function text(embed, word) {
    const language = document.documentElement.lang.slice(0, 2).toLowerCase();
    const table = TEXTS[/^n[bn]/.test(language) ? 'no' : language] ?? TEXTS.en;
    return embed.options.texts?.[word] ?? table.split('|')[WORDS.indexOf(word)];
  }

  // ---- elements -------------------------------------------------------------------------------------------------

  /**
   * @template {keyof HTMLElementTagNameMap} T
   * @param {T} tag
   * @param {Record<string, string | number | boolean | null | undefined>} [attributes]
   * @param {(Node | string)[]} children
   */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value != null && value !== false) element.setAttribute(name, value === true ? '' : String(value));
    }
    element.append(...children);
    return element;
  }

  /** @param {HTMLElement} element @param {Record<string, string | number | null | undefined>} styles */
  function style(element, styles) {
    for (const [name, value] of Object.entries(styles)) {
      if (value != null && value !== '') element.style.setProperty(name, String(value));
    }
  }

  /** @param {string | number | undefined} size */
  const length = (size) => (/^\d+$/.test(String(size ?? '')) ? `${size}px` : size);

  const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

  const CSS = `
    :host { all: initial; --fill: var(--mg-brand, #2350d9); --hover: var(--mg-brand-hover, var(--fill));
      --on: var(--mg-brand-text, #fff); }
    * { box-sizing: border-box; font: 500 16px/1.4 var(--mg-font, system-ui, sans-serif); }
    button { cursor: pointer; border: 0; }
    :focus-visible { outline: 3px solid var(--fill); outline-offset: 2px; box-shadow: 0 0 0 2px #fff; }
    svg, img { width: 1.375em; height: 1.375em; flex: none; }
    svg { fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
    .pill { display: flex; gap: .5em; align-items: center; min-height: 48px;
      padding: .6em 1.1em; border-radius: 99px; color: var(--on); background: var(--fill);
      box-shadow: var(--mg-shadow, 0 4px 18px rgb(0 0 0 / .25)); }
    .pill:hover { background: var(--hover); }
    .pill, .video { position: fixed; z-index: 2147483000; right: 20px; bottom: 20px; }
    .top { top: 20px; bottom: auto; }
    .middle { top: 50%; bottom: auto; translate: 0 -50%; }
    .left { left: 20px; right: auto; }
    .center { left: 50%; right: auto; translate: -50%; }
    .tab { right: 0; padding: 1em .6em; border-radius: 12px 0 0 12px; writing-mode: vertical-rl; }
    .tab.left { left: 0; right: auto; border-radius: 0 12px 12px 0; }
    dialog { border: 0; padding: 0; margin: auto; max-width: none; max-height: none; overflow: hidden; display: flex;
      flex-direction: column; color: var(--mg-text, light-dark(#161b26, #e8ebf1));
      background: var(--mg-bg, light-dark(#fff, #181d27)); box-shadow: var(--mg-shadow, 0 12px 60px rgb(0 0 0 / .35)); }
    dialog:not([open]) { position: fixed; visibility: hidden; pointer-events: none; }
    dialog::backdrop { background: var(--mg-bg-overlay, rgb(10 14 24 / .6)); }
    .modal { width: min(1040px, 100vw - 32px); height: min(var(--height, 700px), 100dvh - 32px); border-radius: var(--mg-radius, 14px); }
    .sidebar { width: min(var(--width, 480px), 100vw); height: 100dvh; margin: 0 0 0 auto; }
    .at-left { margin: 0 auto 0 0; }
    .bar { display: flex; justify-content: flex-end; flex: none; }
    .close { width: 44px; height: 44px; padding: 11px; color: inherit; background: none; }
    .close:focus-visible { outline: 3px solid; outline-offset: -5px; box-shadow: none; }
    .body { position: relative; flex: 1; display: grid; place-items: center; min-height: 0; }
    .body iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; }
    .body p { margin: 2em; }
    .video { width: 140px; overflow: hidden; border-radius: 16px; background: #000;
      box-shadow: 0 4px 18px rgb(0 0 0 / .3); }
    .video video { display: block; width: 100%; }
    .video.large { width: min(380px, 100vw - 40px); }
    .video .size { position: absolute; inset: 0; width: 100%; color: #fff; background: none; }
    .video.large .size { inset: 8px 8px auto auto; width: 40px; height: 40px; border-radius: 50%; background: rgb(0 0 0 / .65); }
    .video .cta { display: none; width: 100%; padding: .8em; color: var(--on); background: var(--fill); }
    .video.large .cta { display: block; }
    @media (max-width: 640px) { .modal { width: 100vw; height: 100dvh; border-radius: 0; } }
    @media (prefers-reduced-motion: no-preference) {
      dialog[open] { animation: rise .2s; }
      .pulse { animation: pulse 2s infinite; } .bounce { animation: bounce 2s infinite; } .slide-in { animation: slide .5s; }
    }
    @keyframes rise { from { opacity: 0; transform: translateY(12px); } }
    @keyframes pulse { 50% { transform: scale(1.06); } }
    @keyframes bounce { 0%, 40%, 100% { transform: none; } 20% { transform: translateY(-10px); } }
    @keyframes slide { from { opacity: 0; transform: translateY(40px); } }
  `;
  /** @type {CSSStyleSheet | undefined} */
  let sheet;

  /** Now, or once the whole page is there. @param {boolean} now @param {() => unknown} what */
  function whenParsed(now, what) {
    if (now || document.readyState !== 'loading') what();
    else document.addEventListener('DOMContentLoaded', what);
  }

  /** A place of our own in the page, which its styles do not reach. @param {Embed} embed @param {string} kind */
  function place(embed, kind) {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(CSS);
    }
    const host = make('div', { 'data-meetergo-ui': kind });
    const root = host.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet];
    embed.places.add(host);
    embed.paint(host);
    whenParsed(!!document.body, () => embed.places.has(host) && document.body.append(host));
    return { host, root };
  }

  /** @type {Record<string, string>} */
  const ICONS = {
    calendar:
      'M4 9.5h16M8 3v4m8-4v4M5.5 5h13A1.5 1.5 0 0 1 20 6.5v12a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18.5v-12A1.5 1.5 0 0 1 5.5 5Z',
    clock: 'M12 7v5l3 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z',
    phone: 'M6.5 3.5 9 8 7 10c1 3 4 6 7 7l2-2 4.5 2.5c-.5 2-2 3-4 3C10 20 4 14 3.5 7.5c0-2 1-3.5 3-4Z',
    chat: 'M4 5h16v11H9l-5 4V5Z',
    mail: 'M3.5 6h17v12h-17V6Zm0 .5L12 13l8.5-6.5',
    video: 'M3.5 6.5h11v11h-11v-11Zm11 4 6-3v9l-6-3',
    user: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7.5 8c.5-4 3.5-6 7.5-6s7 2 7.5 6',
    close: 'M5 5l14 14M19 5 5 19',
    resize: 'M9 4H4v5m11-5h5v5M9 20H4v-5m11 5h5v-5',
    none: '',
  };

  /** An icon by name (`CalendarPlus` is a calendar), or the address of a picture. @param {string} [name] */
  function icon(name = 'calendar') {
    if (/^(https?:|data:|\/)/.test(name)) return make('img', { src: name, alt: '' });
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('aria-hidden', 'true');
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    const plain = name
      .toLowerCase()
      .replace(/message/, 'chat')
      .replace(/camera/, 'video');
    const found = Object.keys(ICONS).find((known) => plain.startsWith(known)) ?? 'calendar';
    path.setAttribute('d', ICONS[found]);
    svg.append(path);
    return found === 'none' ? '' : svg;
  }

  /** @param {HTMLElement} host @param {{ backgroundColor?: string, textColor?: string }} colours */
  function colour(host, { backgroundColor, textColor }) {
    style(host, { '--fill': backgroundColor, '--hover': backgroundColor, '--on': textColor });
  }

  // ---- addresses ------------------------------------------------------------------------------------------------

  /** Parameters of the site's page that mean something else to ours. */
  const RESERVED = ['embed', 'month', 'date', 'slot', 'rescheduleUid', 'bookingUid', 'redirect_url', 'ns'];

  /** @param {string | null | undefined} address */
  function originOf(address) {
    const url = new URL(address ?? '', location.href);
    return /^https?:$/.test(url.protocol) ? url.origin : location.origin;
  }

  /** The site's own parameters that go along. @param {Options['forwardQueryParams']} which */
  function forwarded(which) {
    const own = new URLSearchParams(which === false ? '' : location.search);
    const names = [...new Set(own.keys())].filter(
      (name) => !RESERVED.includes(name) && (!Array.isArray(which) || which.includes(name)),
    );
    return names.map((name) => /** @type {[string, unknown]} */ ([name, own.getAll(name)]));
  }

  /** The page of a link, in the order of the contract: prefill, then the call's, then the site's, then `embed`. */
  function address(/** @type {Embed} */ embed, /** @type {string} */ link, /** @type {OpenOptions} */ own) {
    const url = new URL(link, `${embed.origin}/`);
    if (url.origin !== embed.origin) throw new Error(`${url.origin} is not ${embed.origin}`);
    const put = (/** @type {[string, unknown][]} */ pairs) => {
      for (const [name, value] of pairs) {
        const values = (Array.isArray(value) ? value : [value]).filter(
          (one) => one != null && one !== '' && typeof one !== 'object',
        );
        if (values.length) url.searchParams.delete(name);
        for (const one of values) url.searchParams.append(name, String(one));
      }
    };
    put(Object.entries({ ...embed.prefill, ...own.prefill }));
    put(
      Object.entries({
        ...embed.look(),
        align: own.align ?? embed.options.iframeAlignment,
        ...own.params,
        ...own.config,
      }),
    );
    put(forwarded(own.forwardQueryParams ?? embed.options.forwardQueryParams));
    put([['embed', true]]);
    return url;
  }

  // ---- frames ---------------------------------------------------------------------------------------------------

  const REVEAL_AFTER = 3_000;
  const FAIL_AFTER = 15_000;
  const LOWEST = 400;
  const HIGHEST = 20_000;
  const FIRST_HEIGHT = 700;
  /** What pages say of themselves, and what the site hears of it. @type {Record<string, EventName>} */
  const PASSED_ON = {
    'booking-successful': 'bookingSuccessful',
    'booking-cancelled': 'bookingCancelled',
    'booking-rescheduled': 'bookingRescheduled',
    'meetergo:routed': 'routed',
  };
  /** Attributes of frames that nobody else may set. */
  const OURS = /^(on|src|name$|style$)/i;

  let number = 0;
  /** @type {Set<Frame>} */
  const frames = new Set();

  /** One booking page in the site. */
  class Frame {
    ready = false;
    failed = false;
    shown = false;
    viewed = false;
    booked = false;
    height = 0;
    loadedAt = Date.now();
    /** @type {number[]} */
    timers = [];
    /** @type {(() => void) | undefined} */
    onClose;
    /** @type {((height: number) => void) | undefined} */
    onHeight;

    /** @param {Embed} embed @param {Kind} kind @param {string} link @param {OpenOptions} own @param {HTMLElement} parent */
    constructor(embed, kind, link, own, parent) {
      this.embed = embed;
      this.kind = kind;
      this.link = link;
      this.own = own;
      this.parent = parent;
      this.booker = false;
      this.slotsLoaded = false;
      /** Told what happens here too. @type {EventTarget | undefined} */
      this.target = own.target;
      this.url = address(embed, link, own);
      this.resizes = kind === 'inline' && (own.resize ?? embed.options.enableAutoResize) !== false;
      number += 1;
      const extra = Object.entries({ ...embed.options.iframeAttrs, ...own.iframeAttrs });
      this.element = make('iframe', {
        title: text(embed, 'book'),
        allow: 'payment',
        loading: kind === 'inline' ? 'lazy' : 'eager',
        name: `mg-embed-${embed.name}-${kind}-${number}`,
        ...Object.fromEntries(extra.filter(([name]) => !OURS.test(name))),
      });
      style(this.element, { border: 0, opacity: 0, 'color-scheme': embed.scheme() });
      if (kind === 'inline') {
        const height = own.height ?? embed.options.iframeHeight ?? FIRST_HEIGHT;
        style(this.element, { width: '100%', height: length(height), 'vertical-align': 'top' });
      }
      if (embed.options.uiDebug) style(this.element, { outline: '2px dashed #d0f' });
      this.element.addEventListener('load', () => {
        this.tellScheme();
        this.after(REVEAL_AFTER, () => this.reveal());
      });
      this.element.src = this.url.href;
      frames.add(this);
      embed.frames.add(this);
      parent.setAttribute('aria-busy', 'true');
      parent.append(this.element);
      if (kind === 'inline') this.whenSeen(() => this.watch());
      else this.watch();
    }

    /** @param {number} delay @param {() => void} what */
    after(delay, what) {
      this.timers.push(setTimeout(what, delay));
    }

    /** A lazy frame loads when it is near, so its time begins when it is seen. @param {() => void} what */
    whenSeen(what) {
      this.seen = new IntersectionObserver((entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        this.seen?.disconnect();
        this.shown = true;
        this.view();
        what();
      });
      this.seen.observe(this.parent);
    }

    /** Gives up on a page that says nothing for too long, unless somebody is using it. */
    watch() {
      this.after(FAIL_AFTER, () => {
        if (!this.ready && !this.element.matches(':focus'))
          this.fail('timeout', 'The page did not answer in time');
      });
    }

    /** @param {unknown} data */
    hear(data) {
      if (typeof data !== 'object' || !data) return;
      const said = /** @type {Record<string, any>} */ (data);
      const name = said.event ?? said.type;
      const body = said.payload ?? said.data ?? said;
      switch (name) {
        case 'meetergo:ready':
        case 'meetergo:content-ready':
          return this.arrive(name === 'meetergo:ready' ? body : {});
        case 'meetergo:page_height':
        case 'meetergo:height-update':
        case 'meetergo:scroll-height':
          this.resize(Number(body.height ?? body.scrollHeight));
          return this.reveal();
        case 'meetergo:scroll_by_distance':
        case 'meetergo:scroll-by-distance': {
          const top = Number(body.distance);
          if (this.kind === 'inline' && Number.isFinite(top))
            scrollBy({ top, behavior: calm() ? 'auto' : 'smooth' });
          return;
        }
        case 'meetergo:link_failed':
        case 'meetergo:linkFailed':
          // The page itself says what is wrong, so it is shown.
          this.reveal();
          return this.emit('linkFailed', { code: body.code ?? 0, msg: body.msg ?? '', url: this.url.href });
        case 'close-modal':
          return this.onClose?.();
        case 'open-modal':
          if (!body.link) return;
          this.emit('routed', { actionType: 'open-modal', actionValue: body.link });
          return this.embed.open({ link: body.link, params: body.params });
        default:
          if (!Object.hasOwn(PASSED_ON, name)) return;
          if (name === 'booking-successful') this.booked = true;
          return this.emit(PASSED_ON[name], body);
      }
    }

    /** @param {{ booker?: boolean, slotsLoaded?: boolean }} page */
    arrive({ booker, slotsLoaded }) {
      const first = !this.ready;
      this.ready = true;
      this.loadedAt = Date.now();
      this.booker ||= !!booker;
      this.slotsLoaded ||= !!slotsLoaded;
      this.tellScheme();
      this.reveal();
      if (first) this.emit('linkReady', { link: this.link });
      this.view();
    }

    /** Tells that somebody sees the calendar, once. */
    view() {
      if (this.viewed || !this.booker || !this.shown) return;
      this.viewed = true;
      this.emit('bookerViewed', { link: this.link, slotsLoaded: this.slotsLoaded });
    }

    /** @param {number} asked */
    resize(asked) {
      if (!(asked > 0)) return;
      const height = Math.min(Math.max(Math.ceil(asked), LOWEST), HIGHEST);
      if (this.height && Math.abs(height - this.height) < 10) return;
      if (this.resizes) {
        if (this.height && !calm()) style(this.element, { transition: 'height .25s' });
        style(this.element, { height: `${height}px` });
      }
      this.height = height;
      this.onHeight?.(height);
    }

    reveal() {
      if (this.failed) {
        this.failed = false;
        this.note?.remove();
        this.element.hidden = false;
      }
      style(this.element, { opacity: 1 });
      this.parent.removeAttribute('aria-busy');
    }

    /** Leaves a plain link where the page should be. @param {string} code @param {string} msg */
    fail(code, msg) {
      if (this.failed || this.ready) return;
      this.failed = true;
      this.rest();
      this.element.hidden = true;
      this.parent.removeAttribute('aria-busy');
      this.note = plainLink(this.embed, this.url.href);
      this.parent.append(this.note);
      this.emit('linkFailed', { code, msg, url: this.url.href });
    }

    /** Loads the page anew. */
    reload() {
      this.rest();
      Object.assign(this, { ready: false, booked: false, viewed: false, loadedAt: Date.now() });
      style(this.element, { opacity: 0 });
      this.parent.setAttribute('aria-busy', 'true');
      this.element.src = this.url.href;
      this.watch();
    }

    tellScheme() {
      const colorScheme = this.embed.scheme();
      style(this.element, { 'color-scheme': colorScheme });
      this.send('meetergo:color-scheme', { colorScheme });
    }

    /** @param {string} event @param {object} [payload] */
    send(event, payload) {
      if (!this.failed) this.element.contentWindow?.postMessage({ event, payload }, this.url.origin);
    }

    /** @param {EventName} event @param {Record<string, unknown>} data */
    emit(event, data) {
      this.embed.emit(event, data, this.target);
    }

    rest() {
      for (const timer of this.timers) clearTimeout(timer);
      this.timers = [];
    }

    remove() {
      this.rest();
      this.seen?.disconnect();
      this.element.remove();
      this.note?.remove();
      frames.delete(this);
      this.embed.frames.delete(this);
    }
  }

  /** @param {Embed} embed @param {string} href */
  function plainLink(embed, href) {
    return make(
      'p',
      { role: 'status' },
      make('a', { href, target: '_blank', rel: 'noopener' }, text(embed, 'book')),
    );
  }

  addEventListener('message', ({ source, origin, data }) => {
    for (const frame of frames) {
      if (source && source === frame.element.contentWindow && origin === frame.url.origin) frame.hear(data);
    }
  });

  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
    if (!/^(frame|child|default)-src/.test(effectiveDirective)) return;
    for (const frame of frames) {
      if (blockedURI.startsWith(frame.url.origin))
        frame.fail('blocked', "The site's policy refuses the frame");
    }
  });

  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    for (const frame of frames) frame.tellScheme();
  });

  // ---- dialogs --------------------------------------------------------------------------------------------------

  /** How many pages of one namespace are kept ready in closed dialogs. */
  const KEPT = 4;

  /** A dialog with a booking page: in the middle, or at a side. */
  class Panel {
    /** @type {(() => void) | undefined} */
    onClosed;

    /** @param {Embed} embed @param {OpenOptions} own */
    constructor(embed, own) {
      this.embed = embed;
      this.kind = /** @type {'modal' | 'sidebar'} */ (own.layout === 'sidebar' ? 'sidebar' : 'modal');
      this.position = own.position === 'left' ? 'left' : 'right';
      this.link = own.link ?? '';
      const { host, root } = place(embed, this.kind);
      this.host = host;
      const close = make(
        'button',
        { class: 'close', type: 'button', 'aria-label': text(embed, 'close') },
        icon('close'),
      );
      close.addEventListener('click', () => this.close());
      const body = make('div', { class: 'body' });
      this.dialog = make(
        'dialog',
        {
          class: this.kind === 'sidebar' ? `sidebar at-${this.position}` : 'modal',
          'aria-label': own.title ?? text(embed, 'book'),
          inert: true,
        },
        make('div', { class: 'bar' }, close),
        body,
      );
      style(this.dialog, { '--width': length(own.width), 'color-scheme': embed.scheme() });
      this.dialog.addEventListener('click', ({ target }) => target === this.dialog && this.close());
      this.dialog.addEventListener('close', () => this.closed());
      root.append(this.dialog);
      try {
        this.frame = new Frame(embed, this.kind, this.link, own, body);
      } catch (error) {
        host.remove();
        throw error;
      }
      const { frame } = this;
      frame.onClose = () => this.close();
      frame.onHeight = (height) => style(this.dialog, { '--height': `${height + 44}px` });
    }

    get isOpen() {
      return this.dialog.open;
    }

    open() {
      const { embed, frame, dialog } = this;
      const { slotStaleTTL = 60_000, fullReloadTTL = 900_000 } = embed.options.prerender || {};
      const age = Date.now() - frame.loadedAt;
      const again = frame.ready && frame.viewed;
      this.opener = /** @type {HTMLElement | null} */ (document.activeElement);
      style(dialog, { 'color-scheme': embed.scheme() });
      dialog.inert = false;
      dialog.showModal();
      this.lock();
      frame.shown = true;
      if (this.kind === 'modal') frame.emit('modalOpened', { link: this.link });
      else frame.emit('sidebarOpened', { position: this.position });
      if (frame.ready && age > fullReloadTTL) {
        frame.reload();
        frame.emit('bookerReloaded', { link: this.link });
        return;
      }
      if (frame.ready && age > slotStaleTTL) frame.send('meetergo:refresh');
      if (again) frame.emit('bookerReopened', { link: this.link });
      else frame.view();
    }

    /** The site behind does not scroll, and does not jump for want of its scroll bar. */
    lock() {
      const root = document.documentElement;
      const { overflow, paddingRight } = root.style;
      const bar = innerWidth - root.clientWidth;
      style(root, { overflow: 'hidden', 'padding-right': bar > 0 ? `${bar}px` : null });
      this.unlock = () => Object.assign(root.style, { overflow, paddingRight });
    }

    close() {
      if (this.isOpen) this.dialog.close();
    }

    closed() {
      this.unlock?.();
      this.dialog.inert = true;
      this.frame.shown = false;
      if (this.opener?.isConnected) this.opener.focus();
      if (this.kind === 'modal') this.frame.emit('modalClosed', { link: this.link });
      else this.frame.emit('sidebarClosed', { position: this.position });
      const then = this.onClosed;
      this.onClosed = undefined;
      then?.();
      // Somebody who booked does not want to see that page again, and a page that failed may work the next time.
      if (this.embed.options.prerender === false || this.frame.booked || !this.frame.ready) this.remove();
    }

    remove() {
      if (this.isOpen) this.unlock?.();
      this.frame.remove();
      this.host.remove();
      this.embed.places.delete(this.host);
      this.embed.panels = this.embed.panels.filter((panel) => panel !== this);
    }
  }

  // ---- namespaces -----------------------------------------------------------------------------------------------

  /** Everything of one namespace. */
  class Embed {
    /** @type {Options} */
    options = {};
    /** @type {Params} */
    prefill = {};
    /** @type {UiOptions} */
    ui = {};
    /** @type {Set<Frame>} */
    frames = new Set();
    /** @type {Set<HTMLElement>} */
    places = new Set();
    /** @type {Panel[]} */
    panels = [];
    /** @type {Map<string, Set<Listener>>} */
    listeners = new Map();
    /** Made again by every `init` that names them. @type {Map<string, { remove: () => void }>} */
    fixtures = new Map();
    origin = originOf(script?.dataset.origin || script?.src);

    /** @param {string} name */
    constructor(name) {
      this.name = name;
    }

    /** @param {Options} options */
    init(options) {
      this.options = { ...this.options, ...options };
      if (options.origin) this.origin = originOf(options.origin);
      if (options.prefill) this.prefill = { ...this.prefill, ...options.prefill };
      if (options.ui || options.colorScheme) this.restyle(options.ui ?? {});
      this.fix('button', options.floatingButton, (button) => floatingButton(this, button));
      this.fix('sidebar', options.sidebar, (sidebar) => sidebarButton(this, sidebar));
      this.fix('video', options.videoEmbed, (video) => videoWidget(this, video));
      this.fix('forms', options.formListeners, (forms) => listenToForms(this, forms));
    }

    /**
     * @template T
     * @param {string} name
     * @param {T | false | null | undefined} options
     * @param {(options: T) => { remove: () => void }} build
     */
    fix(name, options, build) {
      if (options === undefined) return;
      const old = this.fixtures.get(name);
      old?.remove();
      this.places.delete(/** @type {any} */ (old));
      this.fixtures.delete(name);
      if (options) this.fixtures.set(name, build(options));
    }

    /** @param {EventName} event @param {Record<string, unknown>} data @param {EventTarget} [target] */
    emit(event, data, target) {
      const envelope = { event, namespace: this.name, data, ts: Date.now() };
      const { options } = this;
      if (options.debug) console.debug('[meetergo]', envelope);
      const call = (
        /** @type {((told: any) => void) | undefined} */ listener,
        /** @type {unknown} */ told = envelope,
      ) => {
        try {
          listener?.(told);
        } catch (error) {
          reportError(error);
        }
      };
      for (const name of [event, '*'])
        for (const listener of [...(this.listeners.get(name) ?? [])]) call(listener);
      call(options.onEvent);
      if (event === 'bookingSuccessful') {
        call(options.onBookingSuccessful, data);
        call(options.onSuccess, data);
      }
      target?.dispatchEvent(new CustomEvent(event, { bubbles: true, composed: true, detail: envelope }));
    }

    /** @returns {'light' | 'dark'} */
    scheme() {
      const wanted = this.ui.theme ?? this.options.colorScheme;
      if (wanted === 'light' || wanted === 'dark') return wanted;
      return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
    }

    /** What pages are told of their look, as parameters. @returns {Params} */
    look() {
      const { cssVars, cssVarsPerTheme, hideEventTypeDetails, bodyBackground } = this.ui;
      const theme = this.ui.theme ?? this.options.colorScheme;
      const json = (/** @type {object | undefined} */ value) => value && JSON.stringify(value);
      return {
        theme: theme === 'light' || theme === 'dark' ? theme : undefined,
        cssVars: json(cssVars),
        cssVarsPerTheme: json(cssVarsPerTheme),
        bodyBackground,
        hideEventTypeDetails,
      };
    }

    /** Gives a place of ours the site's variables. @param {HTMLElement} host */
    paint(host) {
      const vars = { ...this.ui.cssVars, ...this.ui.cssVarsPerTheme?.[this.scheme()] };
      style(host, { 'color-scheme': this.scheme(), ...vars, '--mg-radius': length(vars['--mg-radius']) });
    }

    /** @param {UiOptions} ui */
    restyle(ui) {
      this.ui = { ...this.ui, ...ui };
      for (const host of this.places) this.paint(host);
      for (const frame of this.frames) {
        frame.tellScheme();
        if (frame.ready) frame.send('meetergo:ui', this.look());
      }
      // Closed dialogs load again with the new look when they are opened.
      for (const panel of this.panels.filter(({ isOpen }) => !isOpen)) panel.remove();
    }

    /** Shows a page in an element, which may come further down in a page that is still loading. */
    inline(/** @type {InlineOptions} */ options) {
      const where = options.element ?? options.elementOrSelector ?? options.target ?? options.container;
      const find = () => (typeof where === 'string' ? document.querySelector(where) : where);
      whenParsed(!!find(), () => {
        const element = find();
        if (!(element instanceof HTMLElement)) return console.error('meetergo: there is no element', where);
        for (const frame of frames) if (frame.parent === element) frame.remove();
        element.replaceChildren();
        const own = { ...options, target: element };
        this.attempt(own, element, () => new Frame(this, 'inline', own.link ?? '', own, element));
      });
    }

    /** Opens a dialog. @param {OpenOptions} options @returns {Panel | undefined} */
    open(options) {
      if (this.options.disableModal) {
        this.attempt(options, null, () =>
          window.open(address(this, options.link ?? '', options), '_blank', 'noopener'),
        );
        return;
      }
      if (!document.body) return void whenParsed(false, () => this.open(options));
      const panel = this.prepare(options);
      if (!panel) return;
      if (options.target) panel.frame.target = options.target;
      for (const other of everyPanel()) if (other !== panel) other.close();
      if (!panel.isOpen) panel.open();
      return panel;
    }

    /** A dialog for a link: the one that has it already, or a new one. @param {OpenOptions} options */
    prepare(options) {
      const layout = options.layout === 'sidebar' ? 'sidebar' : 'modal';
      return this.attempt(options, null, () => {
        const { href } = address(this, options.link ?? '', options);
        const found = this.panels.find(({ kind, frame }) => kind === layout && frame.url.href === href);
        if (found) return found;
        const panel = new Panel(this, options);
        this.panels.push(panel);
        const closed = this.panels.filter(({ isOpen }) => !isOpen);
        if (closed.length > KEPT) closed[0].remove();
        return panel;
      });
    }

    /** @param {OpenOptions} options */
    prerender(options) {
      if (this.options.prerender !== false && !this.options.disableModal) this.prepare(options);
    }

    /** Closes what is open. */
    close() {
      for (const panel of [...this.panels]) panel.close();
    }

    /**
     * @template T
     * @param {OpenOptions} options
     * @param {HTMLElement | null} element where a plain link goes if it cannot be shown
     * @param {() => T} what
     * @returns {T | undefined}
     */
    attempt(options, element, what) {
      try {
        return what();
      } catch (error) {
        const url = String(options.link ?? '');
        const msg = `This link cannot be shown: ${/** @type {Error} */ (error).message}`;
        console.error('meetergo:', msg);
        if (element && /^https?:/.test(url)) element.append(plainLink(this, url));
        this.emit('linkFailed', { code: 'origin', msg, url }, options.target ?? element ?? undefined);
      }
    }

    destroy() {
      this.close();
      for (const fixture of this.fixtures.values()) fixture.remove();
      for (const panel of [...this.panels]) panel.remove();
      for (const frame of [...this.frames]) frame.remove();
      for (const host of this.places) host.remove();
      this.places.clear();
      this.fixtures.clear();
      this.listeners.clear();
      Object.assign(this, { options: {}, prefill: {}, ui: {} });
    }
  }

  /** @type {Map<string, Embed>} */
  const embeds = new Map();
  const everyPanel = () => [...embeds.values()].flatMap(({ panels }) => panels);

  // ---- fixtures -------------------------------------------------------------------------------------------------

  /** Words such as `bottom-right`, as classes. @param {string} words */
  const classes = (words) => words.toLowerCase().replace(/\W+/g, ' ');

  /** @param {Embed} embed @param {NonNullable<Exclude<Options['floatingButton'], false>>} options */
  function floatingButton(embed, options) {
    const {
      link,
      position = 'bottom-right',
      text: label = text(embed, 'book'),
      animation = 'none',
    } = options;
    const { host, root } = place(embed, 'button');
    colour(host, options);
    const button = make(
      'button',
      {
        type: 'button',
        class: `pill ${classes(position)} ${animation}`,
        'aria-haspopup': 'dialog',
        'aria-label': label ? null : text(embed, 'book'),
      },
      icon(options.icon),
      label,
    );
    button.addEventListener('click', () => embed.open({ link, target: host }));
    button.addEventListener('pointerenter', () => embed.prerender({ link }), { once: true });
    root.append(button);
    return host;
  }

  /** @param {Embed} embed @param {NonNullable<Exclude<Options['sidebar'], false>>} options */
  function sidebarButton(embed, options) {
    const { link, position, width, buttonText = text(embed, 'book'), buttonIcon } = options;
    const { host, root } = place(embed, 'sidebar-button');
    colour(host, options);
    const button = make(
      'button',
      {
        type: 'button',
        class: `pill tab ${classes(`${options.buttonPosition ?? 'middle'} ${position ?? ''}`)}`,
        'aria-haspopup': 'dialog',
      },
      icon(buttonIcon),
      buttonText,
    );
    button.addEventListener('click', () =>
      embed.open({ link, layout: 'sidebar', position, width, target: host }),
    );
    root.append(button);
    return host;
  }

  /** @param {Embed} embed @param {NonNullable<Exclude<Options['videoEmbed'], false>>} options */
  function videoWidget(embed, options) {
    const { videoSrc, posterImage, bookingLink, bookingCta, position = 'bottom-right' } = options;
    const videoId = options.videoId ?? videoSrc;
    const { host, root } = place(embed, 'video');
    colour(host, options);
    const video = make('video', {
      src: videoSrc,
      poster: posterImage,
      playsinline: true,
      preload: 'metadata',
      loop: true,
    });
    video.muted = true;
    const size = make(
      'button',
      { type: 'button', class: 'size', 'aria-label': text(embed, 'video'), 'aria-expanded': 'false' },
      icon('resize'),
    );
    const cta = make(
      'button',
      { type: 'button', class: 'cta', 'aria-haspopup': 'dialog' },
      bookingCta ?? text(embed, 'book'),
    );
    const box = make(
      'section',
      { class: `video ${classes(position)}`, 'aria-label': text(embed, 'video') },
      video,
      size,
      bookingLink ? cta : '',
    );
    size.addEventListener('click', () => {
      const large = box.classList.toggle('large');
      video.controls = large;
      video.muted = !large;
      size.setAttribute('aria-expanded', String(large));
      embed.emit(large ? 'videoExpanded' : 'videoMinimized', { videoId }, host);
      if (large) video.play().catch(() => {});
      else video.pause();
    });
    video.addEventListener('play', () => embed.emit('videoPlay', { videoId }, host));
    video.addEventListener('pause', () => embed.emit('videoPause', { videoId }, host));
    cta.addEventListener('click', () => {
      video.pause();
      embed.open({ link: bookingLink ?? '', target: host });
    });
    root.append(box);
    if (options.autoplay !== false && !calm()) video.play().catch(() => {});
    return host;
  }

  /** What a form's field is called on our pages, by what it says of itself. @type {[RegExp, string][]} */
  const FIELDS = [
    [/^e?-?mail/, 'email'],
    [/^(given|first|vor)-?_?name/, 'firstname'],
    [/^(family|last|sur|nach)-?_?name/, 'lastname'],
    [/^(full-?_?)?name$/, 'name'],
    [/^(tel|phone|mobile)/, 'phone'],
    [/^(organi[sz]ation$|company)/, 'company'],
    [/^(message|comment|notes?)/, 'message'],
  ];

  /** What somebody typed into a form that may be shown to them again. @param {HTMLFormElement} form */
  function typed(form) {
    /** @type {Params} */
    const prefill = {};
    for (const field of /** @type {Iterable<HTMLInputElement>} */ (/** @type {unknown} */ (form.elements))) {
      const { name, value, type, autocomplete = '' } = field;
      // Neither secrets nor what the form keeps for itself goes into an address.
      if (!name || !value || /^(password|hidden|file|submit|button|image|reset)$/.test(type)) continue;
      if (/^(cc-|one-time|current-|new-)/.test(autocomplete)) continue;
      if (/^(checkbox|radio)$/.test(type) && !field.checked) continue;
      const names = [autocomplete.split(' ').pop() ?? '', type, name].map((said) => said.toLowerCase());
      const known = names.map((said) => FIELDS.find(([pattern]) => pattern.test(said))?.[1]).find(Boolean);
      prefill[known ?? name] ??= value;
    }
    return prefill;
  }

  /** @param {Embed} embed @param {{ formId: string, link: string }[]} listeners */
  function listenToForms(embed, listeners) {
    const listen = (/** @type {SubmitEvent} */ event) => {
      const form = /** @type {HTMLFormElement} */ (event.target);
      const found = listeners.find(({ formId }) => formId && form.id === formId);
      if (!found) return;
      // A form that would leave the page is sent when the dialog closes: nothing of it is lost.
      const leaves = !event.defaultPrevented && !embed.options.disableModal;
      const panel = embed.open({ ...found, prefill: { ...typed(form), ...embed.prefill } });
      if (!panel || !leaves) return;
      event.preventDefault();
      // Not `form.submit`, which may be a field of that name.
      panel.onClosed = () => HTMLFormElement.prototype.submit.call(form);
    };
    // On the window, so that the site's own listeners had their say.
    addEventListener('submit', listen);
    return { remove: () => removeEventListener('submit', listen) };
  }

  // ---- markup ---------------------------------------------------------------------------------------------------

  const INLINE = '.meetergo-iframe, [data-meetergo-link][data-meetergo-layout=inline]';
  const TRIGGER =
    '[data-meetergo-link]:not([data-meetergo-layout=inline], .meetergo-iframe), .meetergo-modal-button';
  /** What an element's attributes ask for, under any of their names. @param {HTMLElement} element */
  function asked(element) {
    const said = (/** @type {string} */ name) =>
      element.getAttribute(`data-meetergo-${name}`) ??
      element.getAttribute(`data-${name}`) ??
      element.getAttribute(name);
    /** @type {Params} */
    const prefill = {};
    for (const { name, value } of element.attributes) {
      const key = /^(?:data-meetergo-)?prefill-(.+)/.exec(name)?.[1];
      if (key) prefill[key] = value;
    }
    const resize = said('resize');
    return /** @type {OpenOptions & { link: string }} */ ({
      link: said('link') || said('src') || said('href') || '',
      layout: said('layout'),
      position: said('position'),
      width: said('width') ?? undefined,
      align: said('align'),
      height: said('height'),
      resize: resize ? resize !== 'false' : undefined,
      config: parsed(said('config')),
      target: element,
      prefill,
    });
  }

  /** @param {string | null | undefined} json @returns {Params} */
  function parsed(json) {
    try {
      return json ? JSON.parse(json) : {};
    } catch {
      console.error('meetergo: this is not JSON:', json);
      return {};
    }
  }

  const native = 'a[href], button, input, summary';

  /** Makes of the page's markup what it says. */
  function scan() {
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(INLINE))) {
      if ([...frames].some(({ parent }) => parent === element) || element.dataset.meetergoDone) continue;
      element.dataset.meetergoDone = 'true';
      embedOf(element.dataset.meetergoNs).inline({ ...asked(element), element });
    }
    for (const element of document.querySelectorAll(TRIGGER)) {
      if (element.hasAttribute('aria-haspopup')) continue;
      element.setAttribute('aria-haspopup', 'dialog');
      if (element.matches(native)) continue;
      if (!element.hasAttribute('role')) element.setAttribute('role', 'button');
      if (!element.hasAttribute('tabindex')) element.setAttribute('tabindex', '0');
    }
    for (const frame of frames) {
      if (frame.kind !== 'inline' || frame.parent.isConnected) continue;
      frame.remove();
      delete frame.parent.dataset.meetergoDone;
    }
  }

  /** @param {Event} event */
  function triggered(event) {
    const from = event.composedPath()[0];
    const element = from instanceof Element && /** @type {HTMLElement | null} */ (from.closest(TRIGGER));
    if (!element) return;
    if (event instanceof KeyboardEvent) {
      if ((event.key !== 'Enter' && event.key !== ' ') || element.matches(native) || from !== element) return;
    } else if (
      event instanceof MouseEvent &&
      (event.button || event.ctrlKey || event.metaKey || event.shiftKey)
    ) {
      // Wanted in a window of its own.
      return;
    }
    const embed = embedOf(element.dataset.meetergoNs);
    if (embed.options.disableModal && element.matches('a[href]')) return;
    event.preventDefault();
    embed.open(asked(element));
  }

  document.addEventListener('click', triggered);
  document.addEventListener('keydown', triggered);

  // ---- the element ----------------------------------------------------------------------------------------------

  const ATTRIBUTES = [
    'link',
    'layout',
    'ns',
    'theme',
    'align',
    'height',
    'resize',
    'config',
    'text',
    'position',
  ];

  /** `<slated-booking link="…">`: the page itself, or with `layout="modal"` a button that opens it. */
  class SlatedBooking extends HTMLElement {
    static observedAttributes = ATTRIBUTES;
    /** @type {Frame | undefined} */
    #frame;
    /** @type {Params} */
    #prefill = {};
    #root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    #due = false;

    get prefill() {
      return this.#prefill;
    }

    set prefill(prefill) {
      this.#prefill = prefill ?? {};
      this.#draw();
    }

    connectedCallback() {
      this.#draw();
    }

    disconnectedCallback() {
      this.#frame?.remove();
      this.#frame = undefined;
    }

    attributeChangedCallback() {
      this.#draw();
    }

    /** Once for all that changes in one go. */
    #draw() {
      if (this.#due) return;
      this.#due = true;
      queueMicrotask(() => {
        this.#due = false;
        if (this.isConnected) this.#render();
      });
    }

    #render() {
      const embed = embedOf(this.getAttribute('ns'));
      const theme = this.getAttribute('theme');
      const options = asked(this);
      options.params = { theme };
      options.prefill = { ...options.prefill, ...this.#prefill };
      this.#frame?.remove();
      this.#frame = undefined;
      style(this, { display: 'block' });
      if (/^(modal|sidebar)$/.test(options.layout ?? '')) {
        style(this, { display: 'inline-block' });
        const label = make('slot', {}, this.getAttribute('text') ?? text(embed, 'book'));
        const button = make('button', { part: 'button', type: 'button', 'aria-haspopup': 'dialog' }, label);
        button.addEventListener('click', () => embed.open(options));
        this.#root.replaceChildren(button);
        return;
      }
      const box = make('div', { part: 'frame' });
      this.#root.replaceChildren(box);
      this.#frame = embed.attempt(options, box, () => new Frame(embed, 'inline', options.link, options, box));
    }
  }

  for (const name of ATTRIBUTES) {
    Object.defineProperty(SlatedBooking.prototype, name, {
      get() {
        return this.getAttribute(name) ?? '';
      },
      set(value) {
        if (value == null || value === false) this.removeAttribute(name);
        else this.setAttribute(name, String(value));
      },
    });
  }

  // ---- what is called -------------------------------------------------------------------------------------------

  /** @param {unknown} link @returns {OpenOptions} */
  const opening = (link) => (typeof link === 'object' && link ? link : { link: String(link ?? '') });

  /** What one may call on a namespace. @param {Embed} embed @returns {import('./integration').Methods} */
  function methods(embed) {
    /** @param {unknown} first @param {unknown} [second] @param {boolean} [once] */
    const on = (first, second, once) => {
      const { event, listener } = heard(first, second);
      if (!listener) return;
      const all = embed.listeners.get(event) ?? new Set();
      embed.listeners.set(event, all);
      const wrapped = /** @type {Listener & { of?: Listener }} */ (
        (envelope) => {
          if (once) all.delete(wrapped);
          listener(envelope);
        }
      );
      wrapped.of = listener;
      all.add(wrapped);
    };
    const open = (/** @type {unknown} */ link) => void embed.open(opening(link));
    const prerender = (/** @type {unknown} */ link) => embed.prerender(opening(link));
    return {
      init: (/** @type {Options} */ options = {}) => embed.init(options),
      modal: open,
      openModal: open,
      closeModal: () => embed.close(),
      inline: (/** @type {InlineOptions} */ options) => embed.inline(options),
      prerender,
      preload: prerender,
      /** @param {unknown} event @param {unknown} [listener] */
      on: (event, listener) => on(event, listener),
      /** @param {unknown} event @param {unknown} [listener] */
      once: (event, listener) => on(event, listener, true),
      /** @param {unknown} first @param {unknown} [second] */
      off: (first, second) => {
        const { event, listener } = heard(first, second);
        const all = embed.listeners.get(event) ?? new Set();
        for (const known of all) {
          if (!listener || /** @type {{ of?: Listener }} */ (known).of === listener) all.delete(known);
        }
      },
      ui: (/** @type {UiOptions} */ ui) => embed.restyle(ui),
      setPrefill: (/** @type {Params} */ prefill) => {
        embed.prefill = { ...prefill };
      },
      destroy: () => {
        embed.destroy();
        if (embed.name !== DEFAULT) {
          embeds.delete(embed.name);
          delete root.ns[embed.name];
        }
      },
    };
  }

  /** `on('event', listener)` or `on({ event, callback })`. @param {unknown} first @param {unknown} second */
  function heard(first, second) {
    const said = /** @type {Record<string, any>} */ (
      typeof first === 'object' && first ? first : { event: first }
    );
    const listener = /** @type {Listener | undefined} */ (second ?? said.callback ?? said.handler);
    return { event: String(said.event ?? said.action ?? '*'), listener };
  }

  const DEFAULT = 'default';
  const VERSION = '4.0';

  /** The function of a namespace: `api('method', options)`, and `api.method(options)`. @param {Embed} embed */
  function callable(embed) {
    const own = methods(embed);
    /** @param {string} method @param {any[]} rest */
    const api = (method, ...rest) => {
      // A call may name its namespace.
      const ns = rest[0]?.ns;
      const target = ns && ns !== embed.name ? apiOf(ns) : api;
      const found = Object.hasOwn(own, method) && /** @type {any} */ (target)[method];
      if (!found) return console.error(`meetergo: there is no method ${method}`);
      return found(...rest);
    };
    return /** @type {Meetergo} */ (/** @type {unknown} */ (Object.assign(api, own)));
  }

  /** @type {Map<string, Meetergo>} */
  const apis = new Map();

  /** @param {string | null | undefined} name */
  function embedOf(name) {
    const key = name || DEFAULT;
    let embed = embeds.get(key);
    if (!embed) {
      embed = new Embed(key);
      embeds.set(key, embed);
      const api = callable(embed);
      apis.set(key, api);
      if (key === DEFAULT) Object.assign(api, { version: VERSION, ns: Object.create(null) });
      else root.ns[key] = api;
    }
    return embed;
  }

  /** @param {string} name */
  function apiOf(name) {
    embedOf(name);
    return /** @type {Meetergo} */ (apis.get(name));
  }

  const root = apiOf(DEFAULT);
  root.ns[DEFAULT] = root;
  root.init = (options = {}) => {
    const { ns } = options;
    if (ns && ns !== DEFAULT) {
      const api = apiOf(ns);
      api.init(options);
      return;
    }
    embedOf(DEFAULT).init(options);
  };
  window.meetergo = root;

  /** Calls made before the script was here; whoever kept the stand-in goes on using it. @param {Stub | undefined} stub */
  function replay(stub, /** @type {Meetergo} */ api) {
    if (!stub) return;
    const call = (/** @type {ArrayLike<unknown>} */ entry) => {
      const [method, ...rest] = Array.from(entry);
      /** @type {any} */ (api)(method, ...rest);
    };
    const waiting = stub.q ?? [];
    stub.q = /** @type {any} */ ({ push: call });
    for (const entry of waiting) call(entry);
  }

  if (window.meetergoSettings) root.init(window.meetergoSettings);
  replay(early, root);
  for (const [name, stub] of Object.entries(early?.ns ?? {})) replay(stub, apiOf(name));

  function start() {
    if (!customElements.get('slated-booking')) customElements.define('slated-booking', SlatedBooking);
    scan();
    new MutationObserver(scan).observe(document.documentElement, { childList: true, subtree: true });
  }

  whenParsed(false, () => setTimeout(start));
})();
