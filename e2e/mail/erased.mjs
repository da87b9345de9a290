// Whoever is erased is erased from the mails that still lie in the spool.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uniqueEmail } from '../clients/server.mjs';
import { startOwn, until } from './own.mjs';
import { book, call, host } from './stage.mjs';

test('an erasure reaches the spool', async () => {
  const own = await startOwn({ spool: true });
  try {
    const ada = await host({}, own);
    const [gone, stays] = [uniqueEmail('gone'), uniqueEmail('stays')];
    await book(ada, ada.slots[0], { email: gone, fullname: 'Gundula Gone', language: 'en' }, own);
    await book(ada, ada.slots[3], { email: stays, fullname: 'Stefan Stays', language: 'en' }, own);
    const naming = (word) => own.spooled().filter((mail) => mail.includes(word)).length;
    await until(
      'both are written to',
      () => naming(`To: "Gundula Gone" <${gone}>`) + naming(`<${gone}>`) > 0,
    );
    // To each of them and, twice, to their host.
    await until('all mails are written', () => own.spooled().length === 4);

    await call('POST', '/v4/privacy/erase', { email: gone }, { of: own });
    await until('her mails are gone', () => own.spooled().length === 2);
    assert.equal(naming(gone) + naming('Gundula'), 0);
    assert.ok(naming(stays) > 0);
  } finally {
    await own.stop();
  }
});
