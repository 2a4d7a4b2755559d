// How the draft stands: being kept, kept, refused, or kept beside what somebody else saved.
import { el, button } from './dom.js';

export function showState(place, words, name, sentence) {
  place.replaceChildren(el('span', { class: `studio-state studio-state--${name}` }, sentence || words[name]));
  if (name === 'out') place.append(' ', el('a', { class: 'govuk-link', href: '/login', target: '_blank' }, words.signIn));
}

export function showConflict(place, words, said, { theirs, mine }) {
  place.replaceChildren(
    el('p', { class: 'govuk-body' }, said.error),
    el('div', { class: 'app-actions' }, button(words.theirs, theirs), button(words.mine, mine)),
  );
}

// Something of an earlier visit that never reached the server.
export function showLeft(place, words, { back, away }) {
  const close = (act) => () => {
    place.replaceChildren();
    act();
  };
  place.replaceChildren(
    el('p', { class: 'govuk-body' }, words.found),
    el('div', { class: 'app-actions' }, button(words.back, close(back)), button(words.away, close(away))),
  );
}

// What the editor does not understand of a file and leaves out once it is changed; `address`
// leads to its text.
export function showLost(place, words, lost, { label, address }) {
  place.replaceChildren(
    el('p', { class: 'govuk-body' }, words.told),
    el('ul', { class: 'govuk-list govuk-list--bullet' }, ...lost.slice(0, 10).map((one) => el('li', {}, one))),
    el('p', { class: 'govuk-body' }, el('a', { class: 'govuk-link', href: address }, label)),
  );
}
