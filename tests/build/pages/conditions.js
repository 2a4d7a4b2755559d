// What the fields of a condition read and write, for a test to ask.
import { composed, parsed } from '../../../frontend/src/studio/condition-text.js';

Object.assign(window, {
  shown: (written) => parsed(written)?.rows.map(({ variable, test, value }) => [variable, test, value]) ?? null,
  again: (written, kinds) => composed(parsed(written), kinds),
});
