// A server of one test's own, on SQLite in a directory that can be looked into. Its mail goes to the inbox, or lies in
// the spool.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export async function startOwn({ spool = false } = {}) {
  const data = mkdtempSync(join(tmpdir(), 'slated-mail-'));
  const { DATABASE_URL, SLATED_URL, SLATED_API_KEY, ...inherited } = process.env;
  const env = { ...inherited, SLATED_RATE_LIMIT: 'off', SLATED_MAIL_FROM: 'Bookings <bookings@example.com>' };
  if (!spool) env.SLATED_MAIL_URL = `smtp://127.0.0.1:${process.env.SLATED_SMTP_PORT}`;
  const args = ['demo', '--json', '--listen', '127.0.0.1:0', '--data-dir', data];
  const child = spawn(process.env.SLATED_BINARY, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const { url, apiKey } = JSON.parse(line);
  return {
    url: url.replace(/\/$/, ''),
    apiKey,
    /** The raw text of every mail in the spool, which is there from the first mail on; mails may vanish meanwhile. */
    spooled: () => {
      const directory = join(data, 'mail');
      const names = unlessGone(() => readdirSync(directory)) ?? [];
      const files = names.filter((name) => name.endsWith('.eml'));
      return files.flatMap((name) => unlessGone(() => readFileSync(join(directory, name), 'utf8')) ?? []);
    },
    /** Changes the database behind the server's back. */
    tamper: (sql) => {
      const script =
        'import sqlite3, sys; c = sqlite3.connect(sys.argv[1], timeout=30); c.executescript(sys.argv[2])';
      const database = join(data, 'slated.db');
      const done = spawnSync(process.env.SLATED_PYTHON ?? 'python3', ['-c', script, database, sql]);
      assert.equal(done.status, 0, done.stderr.toString());
    },
    /** Runs another command of the binary on the same data. */
    run: (...more) => {
      const done = spawnSync(process.env.SLATED_BINARY, [...more, '--data-dir', data], { env });
      assert.equal(done.status, 0, done.stderr.toString());
      return done.stdout.toString();
    },
    stop: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function unlessGone(read) {
  try {
    return read();
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  }
}

/** Waits until something holds. */
export async function until(what, holds, seconds = 60) {
  const end = Date.now() + seconds * 1000;
  while (!(await holds())) {
    assert.ok(Date.now() < end, `${what} within ${seconds} s`);
    await new Promise((wake) => setTimeout(wake, 100));
  }
}
