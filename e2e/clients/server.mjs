// The server a suite runs against: `cargo xtask test` starts one per suite and engine and names it here.

const needed = ['SLATED_URL', 'SLATED_API_KEY', 'SLATED_COMPANY_SLUG', 'SLATED_OWNER_ID'];
const missing = needed.filter((name) => !process.env[name]);
if (missing.length > 0) {
  throw new Error(`${missing.join(', ')} not set; run these tests with \`cargo xtask test --only e2e\``);
}

export const server = {
  url: process.env.SLATED_URL.replace(/\/$/, ''),
  apiKey: process.env.SLATED_API_KEY,
  companyId: process.env.SLATED_COMPANY_ID,
  companySlug: process.env.SLATED_COMPANY_SLUG,
  ownerId: process.env.SLATED_OWNER_ID,
  bookingUrl: process.env.SLATED_BOOKING_URL,
  engine: process.env.SLATED_ENGINE ?? 'unknown',
};

let number = 0;

/** A word nobody else has used, in this run or an earlier one. */
export function unique(word) {
  number += 1;
  return `${word}-${Date.now().toString(36)}${process.pid.toString(36)}${number}`;
}

/** An address nobody else has used. */
export function uniqueEmail(name = 'someone') {
  return `${unique(name)}@example.org`;
}

/** The local date `days` from now, as availability queries take it. */
export function dateIn(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
