// The desk every editor of the studio works at: one part of the draft, what the check finds of it, and how it is kept.
// A page has [data-draft-state], [data-problem-list], #check, #studio-words and the token of its forms.
import { DraftPart, keepBeforeSending, keepOnLeaving } from './draft.js';
import { el } from './dom.js';
import { Problems } from './problems.js';
import { person } from './session.js';
import { showConflict, showLeft, showState } from './state.js';

export const json = (id) => JSON.parse(document.getElementById(id).textContent);

// `marks`, where the editor can show what is wrong in its place (problems.js).
export function deskOf(place, marks) {
  const words = json('studio-words');
  return {
    place,
    words,
    editable: 'editable' in place.dataset,
    state: document.querySelector('[data-draft-state]'),
    part: new DraftPart({ address: place.dataset.part, key: `draft:${person()}:${place.dataset.part}` }),
    problems: new Problems({
      marks, list: document.querySelector('[data-problem-list]'), heading: document.getElementById('check'), words: words.check,
    }),
  };
}

// Show the part as it is kept with `show`. False when that cannot be: the page says so instead of an empty editor, and
// where its text can be mended by hand.
export async function opened({ place, part, words }, show) {
  try {
    await show(await part.load());
    tellForms(part);
    return true;
  } catch (error) {
    console.error(error);
    const sentence = error.message === 'no diagram to display' ? words.undrawn : words.failed;
    place.replaceChildren(el('p', { class: 'diagram-failed' }, sentence, ' ',
      el('a', { class: 'govuk-link', href: place.dataset.text }, words.asText)));
    return false;
  }
}

// The forms of the page say which revision they are about: what they do is not done to what a colleague saved since.
function tellForms({ revision }) {
  document.querySelectorAll('input[name=revision]').forEach((field) => { field.value = revision; });
}

// Keep what is drawn: `read` gives it, `show` puts in what an earlier visit could not keep, `saved` hears what the
// server said. Returns what the editor calls at every change.
export function keep({ part, words, state, problems }, { read, show, saved = () => {} }) {
  const changed = () => part.changed(read);
  part.onState = (name, sentence) => showState(state, words.states, name, sentence);
  part.onSaved = (said) => {
    tellForms(part);
    problems.show(said.problems);
    saved(said);
  };
  part.onConflict = (said, mine) => showConflict(state, words.conflict, said, {
    theirs: () => location.reload(),
    mine: () => part.overwrite(said.revision, mine),
  });
  keepBeforeSending(part);
  keepOnLeaving(part);
  const left = part.left();
  // With the revision it began from: when somebody saved since, that is told.
  const back = async () => {
    await show(left.content);
    part.revision = left.revision;
    changed();
  };
  if (left) showLeft(state, words.left, { back, away: () => part.forget() });
  return changed;
}
