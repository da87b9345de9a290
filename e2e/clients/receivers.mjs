// Webhook receivers on the two frameworks the guides use, each keeping what it was sent.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import express from 'express';

export const BOOKING_EVENTS = ['booking_created', 'booking_cancelled', 'booking_rescheduled'];

/** Deliveries as they come in, and a way to wait for one. */
class Inbox {
  #deliveries = [];
  #waiting = new Set();

  add(delivery) {
    this.#deliveries.push(delivery);
    for (const look of this.#waiting) look();
  }

  /** The first delivery of `event` about `appointmentId`; fails after `seconds`. */
  async receive(event, appointmentId, seconds = 20) {
    const find = () =>
      this.#deliveries.find(({ body }) => body.event === event && body.data?.id === appointmentId);
    const { promise, resolve } = withResolvers();
    const look = () => find() && resolve(find());
    this.#waiting.add(look);
    look();
    const late = setTimeout(() => resolve(null), seconds * 1000);
    const delivery = await promise;
    clearTimeout(late);
    this.#waiting.delete(look);
    if (!delivery) {
      const got = this.#deliveries.map(({ body }) => `${body.event} ${body.data?.id}`);
      throw new Error(
        `no ${event} for ${appointmentId} within ${seconds} s; got: ${got.join(', ') || 'nothing'}`,
      );
    }
    return delivery;
  }
}

function withResolvers() {
  let resolve;
  const promise = new Promise((r) => {
    resolve = r;
  });
  return { promise, resolve };
}

/** Express 5, answering before it looks at the body, as the guide's handler does. */
export async function startExpress() {
  const inbox = new Inbox();
  const app = express();
  app.use(express.json());
  app.post('/webhooks/meetergo', (request, response) => {
    response.status(200).send('OK');
    inbox.add({ headers: request.headers, body: request.body });
  });
  const listener = app.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    name: 'Express',
    inbox,
    endpoint: `http://127.0.0.1:${listener.address().port}/webhooks/meetergo`,
    stop: async () => {
      listener.closeAllConnections();
      listener.close();
      await once(listener, 'close');
    },
  };
}

/** Flask in a process of its own; it prints its port, then one line of JSON per delivery. */
export async function startFlask() {
  const inbox = new Inbox();
  const script = fileURLToPath(new URL('flask_receiver.py', import.meta.url));
  const child = spawn(process.env.SLATED_PYTHON ?? 'python3', [script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const port = await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the Flask receiver ended with ${code}`)));
    lines.once('line', (line) => {
      lines.on('line', (delivery) => inbox.add(JSON.parse(delivery)));
      resolve(Number(line));
    });
  });
  child.removeAllListeners('exit');
  return {
    name: 'Flask',
    inbox,
    endpoint: `http://127.0.0.1:${port}/webhooks/meetergo`,
    stop: async () => {
      child.kill();
      await once(child, 'exit');
    },
  };
}
