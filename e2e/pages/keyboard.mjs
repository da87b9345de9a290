// A pair of hands on a keyboard, and nothing else: no mouse, and no focus that a test sets.

import assert from 'node:assert/strict';

/** Whether the element has the focus. */
const hasFocus = (locator) => locator.evaluate((element) => element === document.activeElement);

/** Presses Tab until the element has the focus, which must be visible. */
export async function tabTo(page, locator) {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press('Tab');
    if (await hasFocus(locator)) {
      const style = await locator.evaluate((element) => getComputedStyle(element).outlineStyle);
      assert.notEqual(style, 'none', 'the focus cannot be seen');
      return;
    }
  }
  assert.fail(`the keyboard does not reach ${locator}`);
}

/** Goes to a field and types, in place of what is there. */
export async function typeInto(page, locator, text) {
  if (!(await hasFocus(locator))) await tabTo(page, locator);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

/** Goes to a link or a button and presses Enter, which leads to another page. */
export async function enter(page, locator) {
  await tabTo(page, locator);
  await send(page);
}

/** Presses Enter where the focus is, which leads to another page. */
export async function send(page) {
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
}

/** What has the focus: its id, else its class. */
export const focused = (page) =>
  page.evaluate(() => document.activeElement.id || document.activeElement.className);
