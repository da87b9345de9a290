// What arrives is verified by the official libraries, and by the code that docs/webhooks.md shows.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { Platform } from '../clients/platform.mjs';
import { server, uniqueEmail } from '../clients/server.mjs';

const platform = new Platform(server);
const python = process.env.SLATED_PYTHON ?? 'python3';
const page = readFileSync(new URL('../../docs/webhooks.md', import.meta.url), 'utf8');

/** The code block of the page in this language. */
function shown(language) {
  const block = page.match(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'ms'));
  assert.ok(block, `docs/webhooks.md shows no ${language}`);
  return block[1];
}

let directory;
let receiver;
let webhook;
let oldSecret;
let got;

/** The first delivery of a new user to our receiver: headers, and the body as it came. */
function nextDelivery() {
  return new Promise((resolve) => receiver.once('delivered', resolve));
}

async function deliver() {
  const delivery = nextDelivery();
  const user = { email: uniqueEmail('new'), givenName: 'Änne', familyName: 'Müller' };
  await platform.createUser(user);
  return delivery;
}

before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'slated-verify-'));
  receiver = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(204).end();
      receiver.emit('delivered', { headers: request.headers, body: Buffer.concat(chunks) });
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const endpoint = `http://127.0.0.1:${receiver.address().port}/`;
  webhook = await platform.registerWebhook(endpoint, ['new_employee']);
  oldSecret = webhook.secret;
  webhook = await platform.post(`/webhooks/${webhook.id}/rotate-secret`, {});
  got = await deliver();
});

after(async () => {
  await platform.removeWebhook(webhook.id);
  receiver.closeAllConnections();
  receiver.close();
  rmSync(directory, { recursive: true });
});

/** Both secrets verify while one is changed; neither another secret nor another body does. */
function holds(verify) {
  const changed = Buffer.from(got.body.toString().replace('Müller', 'Muller'));
  assert.notDeepEqual(changed, got.body);
  const stale = { ...got.headers, 'webhook-timestamp': String(got.headers['webhook-timestamp'] - 400) };
  const other = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  assert.equal(verify(webhook.secret, got.headers, got.body), true, 'the new secret');
  assert.equal(verify(oldSecret, got.headers, got.body), true, 'the old secret');
  assert.equal(verify(other, got.headers, got.body), false, 'another secret');
  assert.equal(verify(webhook.secret, got.headers, changed), false, 'another body');
  assert.equal(verify(webhook.secret, stale, got.body), false, 'another, older time');
}

/** Writes what a program is asked, for those that are not called from here. */
function question(secret, headers, body) {
  const file = join(directory, 'question.json');
  const asked = { secret, headers, body: body.toString('base64') };
  writeFileSync(file, JSON.stringify(asked));
  return file;
}

function answer(program, args) {
  return execFileSync(program, args, { encoding: 'utf8' }).trim() === 'true';
}

test('there are two signatures while a secret is changed', () => {
  assert.equal(got.headers['webhook-signature'].split(' ').length, 2);
  assert.notEqual(oldSecret, webhook.secret);
});

test('the official library for Node verifies', () => {
  holds((secret, headers, body) => {
    try {
      new Webhook(secret).verify(body.toString(), headers);
      return true;
    } catch {
      return false;
    }
  });
});

test('the official library for Python verifies', () => {
  const program = `
import base64, json, sys
from standardwebhooks import Webhook, WebhookVerificationError
asked = json.load(open(sys.argv[1]))
try:
    Webhook(asked["secret"]).verify(base64.b64decode(asked["body"]), asked["headers"])
    print("true")
except WebhookVerificationError:
    print("false")
`;
  holds((...asked) => answer(python, ['-c', program, question(...asked)]));
});

test('the code shown for Node verifies', async () => {
  const file = join(directory, 'shown.mjs');
  writeFileSync(file, shown('js'));
  const { isGenuine } = await import(file);
  holds(isGenuine);
});

test('the code shown for Python verifies', () => {
  const file = join(directory, 'shown.py');
  const ask = `
import json, sys
asked = json.load(open(sys.argv[1]))
print("true" if is_genuine(asked["secret"], asked["headers"], base64.b64decode(asked["body"])) else "false")
`;
  writeFileSync(file, shown('python') + ask);
  holds((...asked) => answer(python, [file, question(...asked)]));
});

test('the code shown for Go verifies', () => {
  const file = join(directory, 'shown.go');
  const main = `
func main() {
	text, _ := os.ReadFile(os.Args[1])
	var asked struct {
		Secret, Body string
		Headers map[string]any
	}
	_ = json.Unmarshal(text, &asked)
	headers := http.Header{}
	for name, value := range asked.Headers {
		if one, ok := value.(string); ok {
			headers.Set(name, one)
		}
	}
	body, _ := base64.StdEncoding.DecodeString(asked.Body)
	fmt.Println(IsGenuine(asked.Secret, headers, body))
}
`;
  const code = shown('go')
    .replace('package webhooks', 'package main')
    .replace('import (', 'import (\n\t"encoding/json"\n\t"fmt"\n\t"os"');
  writeFileSync(file, code + main);
  const program = join(directory, 'shown-go');
  execFileSync('go', ['build', '-o', program, file], { env: { ...process.env, GO111MODULE: 'off' } });
  holds((...asked) => answer(program, [question(...asked)]));
});
