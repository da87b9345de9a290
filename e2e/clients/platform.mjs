// What a platform's backend calls, with the headers and bodies the integration guides use:
// a platform key, JSON both ways, and the acting user named only where the guides name one.

/** An answer that was not 2xx, with what the server said. */
export class Refused extends Error {
  constructor(status, body) {
    super(body?.message ?? `HTTP ${status}`);
    this.status = status;
    this.body = body;
  }
}

export class Platform {
  constructor({ url, apiKey }) {
    this.url = url;
    this.apiKey = apiKey;
  }

  /** One call; `userId` is the user the key acts for. Content-Type goes along even without a body. */
  async call(method, path, { userId, body } = {}) {
    const headers = { Authorization: `Bearer ${this.apiKey}`, 'Content-Type': 'application/json' };
    if (userId) headers['x-meetergo-api-user-id'] = userId;
    const response = await fetch(this.url + path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    const json = text === '' ? null : JSON.parse(text);
    if (!response.ok) throw new Refused(response.status, json);
    return { status: response.status, json };
  }

  async get(path, userId) {
    return (await this.call('GET', path, { userId })).json;
  }

  async post(path, body, userId) {
    return (await this.call('POST', path, { body, userId })).json;
  }

  async patch(path, body, userId) {
    return (await this.call('PATCH', path, { body, userId })).json;
  }

  me() {
    return this.get('/v4/user/me');
  }

  createUser(user) {
    return this.post('/v4/user', user);
  }

  /** Bookable starts of a meeting type, by the seed's two parameters and nothing else. */
  availability(meetingTypeId, start, end, userId) {
    const query = new URLSearchParams({ meetingTypeId, start, end });
    return this.get(`/v4/booking-availability?${query}`, userId);
  }

  book(meetingTypeId, start, attendee, userId) {
    return this.post('/v4/booking', { meetingTypeId, start, attendee }, userId);
  }

  reschedule(appointmentId, start, userId) {
    return this.post(`/v4/appointment/${appointmentId}/reschedule`, { start }, userId);
  }

  /** Cancels; without a reason there is no body at all. */
  cancel(appointmentId, userId, reason) {
    const body = reason ? { reason, notifyAttendees: true } : undefined;
    return this.call('DELETE', `/v4/appointment/${appointmentId}`, { userId, body });
  }

  /** Registers a webhook, at the root of the host and not under /v4. */
  registerWebhook(endpoint, eventTypes) {
    return this.post('/webhooks', { endpoint, description: 'end-to-end test', eventTypes });
  }

  removeWebhook(id) {
    return this.call('DELETE', `/webhooks/${id}`);
  }
}
