// Where a browser puts the parts of a date, a time and a zone, in a text that runs from the right.

const WEEKDAY = '(الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد)';
const MONTH = '(يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر)';
const TIME = '(?<!\\d)(\\d{1,2}:\\d\\d)';

/** What stands one after the other, by its groups, and which way that runs. */
const ORDERS = {
  'hours and minutes': ['(?<!\\d)(\\d{1,2}):(\\d\\d)', 'ltr'],
  'an offset': ['(GMT)([+−][\\d:]+)', 'ltr'],
  'a span of time': [`${TIME}(?: [صم])? – ${TIME}`, 'rtl'],
  'a time and its half': [`${TIME} ([صم])(?!\\p{L})`, 'rtl'],
  'a day': [`${WEEKDAY}، (\\d{1,2}) ${MONTH}`, 'rtl'],
  'a year': [`${MONTH} (\\d{4})`, 'rtl'],
  'a day and a time': [`${MONTH}(?: \\d{4})?، ${TIME}`, 'rtl'],
  'a list of names': ['(Google)\\W+(Outlook)\\W+(Yahoo)', 'rtl'],
  'a zone': ['(بتوقيت) ([^،]+)، (GMT)', 'rtl'],
};

/** The orders by name: how often each was seen in a page, and what stands in the wrong one. */
export function orders(page) {
  return page.evaluate((orders) => {
    const seen = {};
    const faults = [];
    // The texts as they are read: what stands in one block, without the marks that nobody sees.
    const blocks = new Map();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const breaks = node.nodeName === 'BR';
      if (node.nodeType !== Node.TEXT_NODE && !breaks) continue;
      let block = node.parentElement;
      if (block.closest('script, style, select, textarea')) continue;
      while (getComputedStyle(block).display === 'inline') block = block.parentElement;
      const chars = blocks.get(block) ?? [];
      blocks.set(block, chars);
      if (breaks) chars.push({ char: '\n' });
      else
        for (const [at, char] of [...node.data].entries()) {
          if (!/[\u200e\u200f\u2066-\u2069]/.test(char)) chars.push({ node, at, char });
        }
    }
    const place = (chars) => {
      const range = document.createRange();
      const rects = chars.flatMap(({ node, at }) => {
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        return [...range.getClientRects()].filter(({ width }) => width > 0);
      });
      const edge = (name, choose) => choose(...rects.map((rect) => rect[name]));
      return {
        left: edge('left', Math.min),
        right: edge('right', Math.max),
        top: edge('top', Math.min),
        bottom: edge('bottom', Math.max),
        shown: rects.length > 0,
      };
    };
    for (const chars of blocks.values()) {
      const text = chars.map(({ char }) => char).join('');
      for (const [name, [pattern, direction]] of Object.entries(orders)) {
        for (const match of text.matchAll(new RegExp(pattern, 'dgu'))) {
          const places = match.indices.slice(1).map(([from, to]) => place(chars.slice(from, to)));
          if (places.some(({ shown }) => !shown)) continue;
          seen[name] = (seen[name] ?? 0) + 1;
          const wrong = places.slice(1).some((next, index) => {
            const last = places[index];
            // On a line of its own.
            if (next.top >= last.bottom - 1) return false;
            return direction === 'rtl' ? next.right > last.left + 1 : next.left < last.right - 1;
          });
          if (wrong) faults.push(`${name}: ${match[0]}`);
        }
      }
    }
    return { seen, faults };
  }, ORDERS);
}

/** The names of all orders that are known. */
export const ORDER_NAMES = Object.keys(ORDERS);
