// Lifts the code out of the two seed documents, which are text dumps of web pages, so that it can be run.
//
// The documents are not part of this project: they are read from SLATED_SEEDS, or from shared/seeds beside
// the checkout. What is done to their code, and nothing else:
//
// 1. A block is what stands between two of the documents' own headings (or comments), named in BLOCKS.
// 2. The second document was dumped with a space between all tokens. JavaScript does not mind, except inside
//    template literals, where `${ x }` is followed or preceded by a space that was not there. A space beside an
//    interpolation is removed where the other side is a quote, a slash, a question mark or a hyphen, and kept
//    beside letters and commas ("Bearer ${key}"). A space before a closing backtick is removed.
// 3. Names that stand for something of the reader's are replaced: hosts, ids, the address that the web page
//    hid as [email protected], and dates that have gone by.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const directory = findDirectory();

/** Where the documents are; null when they are not here. */
export function findDirectory() {
  const given = process.env.SLATED_SEEDS;
  const places = given ? [given] : ['../shared/seeds', '../../shared/seeds'];
  const root = resolve(import.meta.dirname, '../..');
  return places.map((place) => resolve(root, place)).find((place) => existsSync(place)) ?? null;
}

// A block begins below the line that starts with `after`, or with the line that starts with `from`, and ends
// above the one that starts with `until`.
const EXAMPLES = {
  setup: { after: 'Quick Reference', until: 'Authentication' },
  verifyKey: { after: 'Verify API Key', until: 'Users' },
  createUser: { after: 'Create User', until: 'Availability' },
  slots: { after: 'Get Available Slots', until: 'Bookings' },
  book: { after: 'Create Booking', until: 'Cancel Booking' },
  cancel: { after: 'Cancel Booking', until: 'Webhooks' },
  express: { after: 'Webhook Handler (Express.js)', until: 'Webhook Handler (Python/Flask)' },
  flask: { after: 'Webhook Handler (Python/Flask)', until: 'Complete Example: Booking Flow' },
  flow: { after: 'Full example of checking availability and creating a booking:', until: 'Next Steps' },
};
const INTEGRATION = {
  setup: {
    after: 'First, get your API credentials and set up the admin user:',
    until: 'When a user signs up',
  },
  createUser: { after: 'When a user signs up', until: '3. Embed Booking on Profile Pages' },
  iframe: { after: 'Option A: Embed the booking widget', until: 'Option B: Build custom UI with API' },
  slots: { after: 'Option B: Build custom UI with API', until: '4. Handle Bookings' },
  book: { after: '4. Handle Bookings', until: 'Multi-Tenant Management' },
  list: { after: 'Multi-Tenant Management', until: 'Update User Settings' },
  settings: { after: 'Update User Settings', until: 'Bulk Operations' },
  bulk: { after: 'Bulk Operations', until: 'Webhook Integration' },
  register: {
    after: 'Get notified of all bookings across your platform:',
    until: 'Handle webhooks to update',
  },
  handler: { after: 'Handle webhooks to update', until: 'Customization Options' },
  branding: { after: 'Custom Branding per User', until: 'Meeting Type Templates' },
  createTemplate: { after: 'Create templates that all platform users can use:', until: '// Assign template' },
  assignTemplate: { from: '// Assign template', until: 'Best Practices' },
  directory: { after: 'Complete example for a lawyer directory:', until: 'Next Steps' },
};

/** The blocks of both documents as they can be run, before any replacing; null without the documents. */
export function readBlocks() {
  if (directory === null) return null;
  const texts = readdirSync(directory).map((name) => readFileSync(resolve(directory, name), 'utf8'));
  const examples = texts.find((text) => text.includes('Webhook Handler (Python/Flask)'));
  const integration = texts.find((text) => text.includes('lawyer-directory.js'));
  if (!examples || !integration) throw new Error(`${directory} does not hold the two seed documents`);
  return {
    examples: lift(examples, EXAMPLES),
    integration: lift(joinInterpolations(integration), INTEGRATION),
  };
}

function lift(text, places) {
  const lines = text.split('\n');
  const find = (start, earliest) => {
    const found = lines.findIndex((text, index) => index >= earliest && text.startsWith(start));
    if (found < 0) throw new Error(`the document has no line "${start}" after line ${earliest + 1}`);
    return found;
  };
  const blocks = {};
  let line = 0;
  for (const [name, { after, from, until }] of Object.entries(places)) {
    const first = from ? find(from, line) : find(after, line) + 1;
    const end = find(until, first);
    blocks[name] = lines.slice(first, end).join('\n').trim();
    line = end;
  }
  return blocks;
}

/** Takes back the spaces that the dump put around interpolations; see above. */
export function joinInterpolations(text) {
  return text.replace(/([`/?="-]) \$\{/g, '$1${').replace(/(\$\{[^}]*\}) ([`/?"-])/g, '$1$2');
}

/** Replaces every occurrence of each `[placeholder, value]`; one that is not there at all is an error. */
export function fillIn(code, replacements) {
  let filled = code;
  for (const [placeholder, value] of replacements) {
    const parts = filled.split(placeholder);
    if (parts.length === 1) throw new Error(`the block does not hold ${placeholder}`);
    filled = parts
      .slice(1)
      .reduce((done, part) => done + (typeof value === 'function' ? value() : value) + part, parts[0]);
  }
  return filled;
}
