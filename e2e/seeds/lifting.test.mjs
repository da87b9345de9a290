// The lifter itself, on text made up for it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillIn, joinInterpolations } from './verbatim.mjs';

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: these are the dump's own words
test('spaces that the dump put beside interpolations go, real ones stay', () => {
  const cases = [
    ['`Bearer ${ KEY } `', '`Bearer ${ KEY }`'],
    ['`https://host/a/ ${ id } `', '`https://host/a/${ id }`'],
    ['`https://host/a? ${ query } `', '`https://host/a?${ query }`'],
    ['` ${ a . b () } - ${ c } -end`', '`${ a . b () }-${ c }-end`'],
    ['`Made ${ n } users, ${ m } failed`', '`Made ${ n } users, ${ m } failed`'],
    [
      'src=" ${ url } ?embed=true" title="by ${ a } ${ b } "',
      'src="${ url }?embed=true" title="by ${ a } ${ b }"',
    ],
  ];
  for (const [dumped, meant] of cases) assert.equal(joinInterpolations(dumped), meant);
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: above

test('a placeholder that is not there is an error, and each place can get its own value', () => {
  let number = 0;
  const next = () => {
    number += 1;
    return number;
  };
  assert.equal(fillIn('a X b X', [['X', next]]), 'a 1 b 2');
  assert.throws(() => fillIn('a', [['X', 'y']]), /does not hold X/);
});
