// The mail server of the tests and what came to it. See smtp_server.py.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Starts the mail server that the server under test was told of. */
export async function startInbox() {
  const script = fileURLToPath(new URL('smtp_server.py', import.meta.url));
  const child = spawn(process.env.SLATED_PYTHON ?? 'python3', [script, process.env.SLATED_SMTP_PORT], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const mails = [];
  const looks = new Set();
  const lines = createInterface({ input: child.stdout });
  await once(lines, 'line');
  lines.on('line', (line) => {
    mails.push(JSON.parse(line));
    for (const look of looks) look();
  });

  /** The first mail to `email` whose subject begins so; taken out. */
  async function mail(email, subject, seconds = 60) {
    const find = () => {
      const broken = mails.find(({ error }) => error);
      if (broken) throw new Error(`${broken.error}\n${broken.raw}`);
      const index = mails.findIndex(
        (one) => one.envelopeTo[0] === email && one.headers.subject.startsWith(subject),
      );
      return index < 0 ? null : mails.splice(index, 1)[0];
    };
    return new Promise((resolve, reject) => {
      const done = (action) => {
        clearTimeout(late);
        looks.delete(look);
        action();
      };
      const look = () => {
        try {
          const found = find();
          if (found) done(() => resolve(found));
        } catch (error) {
          done(() => reject(error));
        }
      };
      const late = setTimeout(() => {
        const got = mails.map((one) => `${one.envelopeTo}: ${one.headers?.subject}`).join('\n');
        done(() => reject(new Error(`no "${subject}" to ${email} within ${seconds} s; got:\n${got}`)));
      }, seconds * 1000);
      looks.add(look);
      look();
    });
  }

  return {
    mail,
    mails,
    stop: async () => {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}
