/**
 * Types of the embed SDK, `/v4/integration.js`. The script is loaded, not imported; for types in a module:
 * `import type { Meetergo } from './integration'`, after keeping this file beside your own.
 */

/** Parameters of a booking page's address: what is prefilled, or any other. Lists are repeated. */
export type Params = Record<string, unknown>;

export type Theme = 'light' | 'dark' | 'auto';

/** How pages look. */
export interface UiOptions {
  theme?: Theme;
  /** `--mg-brand`, `--mg-brand-hover`, `--mg-brand-text`, `--mg-bg`, `--mg-bg-overlay`, `--mg-text`,
   * `--mg-text-muted`, `--mg-radius`, `--mg-font`, `--mg-shadow`, `--mg-border`. */
  cssVars?: Record<string, string | number>;
  cssVarsPerTheme?: { light?: Record<string, string | number>; dark?: Record<string, string | number> };
  /** The site says already what is booked. */
  hideEventTypeDetails?: boolean;
  /** A colour, or `transparent`. */
  bodyBackground?: string;
}

export interface FloatingButtonOptions {
  link: string;
  /** `top`, `middle` or `bottom`, then `left`, `center` or `right`; `bottom-right` by default. */
  position?: string;
  /** An empty text leaves the icon alone. */
  text?: string;
  backgroundColor?: string;
  textColor?: string;
  /** `calendar`, `clock`, `phone`, `chat`, `mail`, `video`, `user`, `none`, or the address of a picture. */
  icon?: string;
  animation?: 'pulse' | 'bounce' | 'slide-in' | 'none';
}

export interface SidebarOptions {
  link: string;
  position?: 'left' | 'right';
  /** Pixels, or a CSS length. */
  width?: number | string;
  buttonText?: string;
  buttonIcon?: string;
  buttonPosition?: 'top' | 'middle' | 'bottom';
  backgroundColor?: string;
  textColor?: string;
}

export interface VideoEmbedOptions {
  videoSrc: string;
  posterImage?: string;
  bookingLink?: string;
  bookingCta?: string;
  /** In the events; the address of the video by default. */
  videoId?: string;
  position?: string;
  /** Plays without sound while it is small, unless the visitor prefers less motion; true by default. */
  autoplay?: boolean;
  backgroundColor?: string;
  textColor?: string;
}

export interface PrerenderOptions {
  /** After so many milliseconds a kept page looks again for what is free; 60000. */
  slotStaleTTL?: number;
  /** After so many it is loaded anew; 900000. */
  fullReloadTTL?: number;
}

export interface Options {
  ns?: string;
  /** Where the booking pages are; by default where the script came from. */
  origin?: string;
  prefill?: Params;
  /** Which parameters of the site's own address go along: all (unset or true), those named, or none. */
  forwardQueryParams?: boolean | string[];
  floatingButton?: FloatingButtonOptions | false;
  sidebar?: SidebarOptions | false;
  videoEmbed?: VideoEmbedOptions | false;
  formListeners?: { formId: string; link: string }[] | false;
  /** Links open in a tab of their own. */
  disableModal?: boolean;
  /** Of inline frames, before the page says how tall it is: pixels or a CSS length; 700. */
  iframeHeight?: number | string;
  /** Inline frames are as tall as their pages; true by default. */
  enableAutoResize?: boolean;
  iframeAlignment?: 'left' | 'center' | 'right';
  ui?: UiOptions;
  prerender?: PrerenderOptions | false;
  colorScheme?: Theme;
  /** Events are logged. */
  debug?: boolean;
  /** Frames are outlined. */
  uiDebug?: boolean;
  iframeAttrs?: Record<string, string>;
  /** Words of the SDK itself in place of its own: `close`, `book`, `video`. */
  texts?: Record<string, string>;
  onBookingSuccessful?: (booking: BookingSuccessful) => void;
  onEvent?: (envelope: Envelope) => void;
  /** The name of `onBookingSuccessful` in version 3. */
  onSuccess?: (booking: BookingSuccessful) => void;
}

export interface OpenOptions {
  /** A path such as `ada/intro`, or an address at the SDK's origin. */
  link?: string;
  ns?: string;
  layout?: 'modal' | 'sidebar';
  position?: 'left' | 'right';
  width?: number | string;
  /** The dialog's name for those who cannot see it. */
  title?: string;
  prefill?: Params;
  /** Other parameters of the page's address. */
  params?: Params;
  /** The same, as `data-meetergo-config` has it. */
  config?: Params;
  forwardQueryParams?: boolean | string[];
  iframeAttrs?: Record<string, string>;
  align?: string;
  height?: number | string;
  resize?: boolean;
  /** Events are dispatched here too, as `CustomEvent`s that bubble. */
  target?: HTMLElement;
}

export interface InlineOptions extends Omit<OpenOptions, 'target'> {
  /** An element or a selector; what is in it makes room. `elementOrSelector`, `target` and `container` mean the same. */
  element?: HTMLElement | string;
  elementOrSelector?: HTMLElement | string;
  target?: HTMLElement | string;
  container?: HTMLElement | string;
}

/** What is told of a booking. A pending one has `bookingType` and `provisionalBookingId`. */
export interface BookingSuccessful {
  appointmentId?: string;
  secret?: string;
  attendeeEmail?: string | null;
  bookingType?: string;
  provisionalBookingId?: string;
  title?: string;
  startTime?: string;
  endTime?: string;
  eventTypeId?: string;
  status?: string;
  uid?: string;
  videoCallUrl?: string | null;
}

export interface BookingChanged {
  appointmentId: string;
  title: string;
  startTime: string;
  endTime: string;
  eventTypeId: string | null;
  uid: string;
}

/** Every event and what comes with it. */
export interface Events {
  linkReady: { link: string };
  /** `code` is a status of the page, or `timeout`, `blocked` or `origin`. */
  linkFailed: { code: number | string; msg: string; url: string };
  bookingSuccessful: BookingSuccessful;
  bookingCancelled: BookingChanged;
  bookingRescheduled: BookingChanged;
  modalOpened: { link: string };
  modalClosed: { link: string };
  sidebarOpened: { position: string };
  sidebarClosed: { position: string };
  videoPlay: { videoId: string };
  videoPause: { videoId: string };
  videoExpanded: { videoId: string };
  videoMinimized: { videoId: string };
  bookerViewed: { link: string; slotsLoaded: boolean };
  bookerReopened: { link: string };
  bookerReloaded: { link: string };
  routed: { actionType: string; actionValue: string };
}

export type EventName = keyof Events;

export interface Envelope<Name extends EventName = EventName> {
  event: Name;
  namespace: string;
  data: Events[Name];
  /** Milliseconds since 1970. */
  ts: number;
}

export type Listener<Name extends EventName = any> = (envelope: Envelope<Name>) => void;

export interface ListenOptions {
  event: EventName | '*';
  callback: Listener;
  /** The namespace, where the call itself does not name one. */
  ns?: string;
}

/** The methods, by name: `meetergo('inline', { … })` and `meetergo.inline({ … })` are the same. */
export interface Methods {
  init(options?: Options): void;
  modal(options: OpenOptions | string): void;
  openModal(options: OpenOptions | string): void;
  closeModal(): void;
  inline(options: InlineOptions): void;
  prerender(options: OpenOptions | string): void;
  preload(options: OpenOptions | string): void;
  on<Name extends EventName>(event: Name | '*', listener: Listener<Name>): void;
  on(options: ListenOptions): void;
  once<Name extends EventName>(event: Name | '*', listener: Listener<Name>): void;
  once(options: ListenOptions): void;
  /** Without a listener, all of that event. */
  off<Name extends EventName>(event: Name | '*', listener?: Listener<Name>): void;
  off(options: Partial<ListenOptions> & { event: EventName | '*' }): void;
  ui(options: UiOptions): void;
  /** In place of what was prefilled before, for pages that are opened from now on. */
  setPrefill(prefill: Params): void;
  /** Takes everything of this namespace out of the site. */
  destroy(): void;
}

export interface Meetergo extends Methods {
  <Name extends EventName>(method: 'on' | 'once', event: Name | '*', listener: Listener<Name>): void;
  <Name extends EventName>(method: 'off', event: Name | '*', listener?: Listener<Name>): void;
  <Name extends keyof Methods>(method: Name, ...parameters: Parameters<Methods[Name]>): void;
  version: string;
  /** By name; `init` with `ns` makes one. */
  ns: Record<string, Meetergo>;
}

/** `<slated-booking link="ada/intro">`; every attribute is a property too. */
export interface SlatedBookingElement extends HTMLElement {
  link: string;
  /** `inline` by default; `modal` and `sidebar` make a button. */
  layout: string;
  ns: string;
  theme: string;
  align: string;
  height: string;
  resize: string;
  config: string;
  text: string;
  position: string;
  prefill: Params;
}

declare global {
  interface Window {
    meetergo: Meetergo;
    /** Options of version 3, read when the script loads. */
    meetergoSettings?: Options;
  }
  interface HTMLElementTagNameMap {
    'slated-booking': SlatedBookingElement;
  }
}
