// form-js has no translations: its texts stand in the elements it makes. Preact asks `options.vnode` about each of them
// (preactjs.com/guide/v10/options), and there the exact English sentence is said in the language of the page. What a
// person typed stands in values, which are left alone.
import { options } from 'preact';

const SAID = ['children', 'title', 'placeholder', 'aria-label', 'alt'];
const SAID_TO_PARTS = ['children', 'label', 'description', 'tooltip'];

// Some of its texts are made when form-js is loaded: this must be done before.
// `words`: English to Dutch; `shapes`: [a regular expression, the Dutch with $1] for sentences with something in them.
export function speak(words, shapes) {
  const say = (text) => {
    const sentence = text.trim();
    if (Object.hasOwn(words, sentence)) return text.replace(sentence, () => words[sentence]);
    const [shape, dutch] = shapes.find(([one]) => one.test(sentence)) ?? [];
    return shape ? sentence.replace(shape, dutch) : text;
  };
  const before = options.vnode;
  options.vnode = (node) => {
    const names = typeof node.type === 'string' ? SAID : SAID_TO_PARTS;
    if (node.type) for (const name of names) sayOne(node.props, name, say);
    before?.(node);
  };
}

function sayOne(props, name, say) {
  const told = props[name];
  if (typeof told === 'string') props[name] = say(told);
  else if (Array.isArray(told)) props[name] = told.map((one) => (typeof one === 'string' ? say(one) : one));
}
