// The editor of a decision table in the studio: dmn-js, one table a decision, no drawing of decisions around it.
//
// <div data-table data-part="ADDRESS" data-editable></div>
//
// What the check finds is marked on the rows; a row is tried with values on the server. The bpmn.io mark stays visible.
import DmnModeler from 'dmn-js/lib/Modeler';

import { DraftPart, keepOnLeaving } from './studio/draft.js';
import { el } from './studio/dom.js';
import { Problems } from './studio/problems.js';
import { showConflict, showLeft, showState } from './studio/state.js';

const json = (id) => JSON.parse(document.getElementById(id).textContent);
const container = document.querySelector('[data-table]');
if (container) open(container);

async function open(place) {
  const words = json('studio-words');
  const token = document.querySelector('input[name=csrf_token]').value;
  const part = new DraftPart({ address: place.dataset.part, token, key: `draft:${place.dataset.part}` });
  const problems = new Problems({
    list: document.querySelector('[data-problem-list]'), heading: document.getElementById('check'), words: words.check,
  });
  const state = document.querySelector('[data-draft-state]');
  const modeler = new DmnModeler({ container: place, drd: { drillDown: { enabled: false } } });
  const show = async (content) => {
    await modeler.importXML(content);
    const table = modeler.getViews().find((view) => view.type === 'decisionTable');
    if (table) await modeler.open(table);
  };
  try {
    await show(await part.load());
  } catch (error) {
    console.error(error);
    place.replaceChildren(el('p', { class: 'diagram-failed' }, words.failed));
    return;
  }
  if ('editable' in place.dataset) keep(modeler, part, { state, words, problems, show });
  place.dataset.ready = '';
}

function keep(modeler, part, { state, words, problems, show }) {
  const read = async () => (await modeler.saveXML({ format: true })).xml;
  part.onState = (name, sentence) => showState(state, words.states, name, sentence);
  part.onSaved = (said) => problems.show(said.problems);
  part.onConflict = (said, mine) => showConflict(state, words.conflict, said, {
    theirs: () => location.reload(),
    mine: () => part.overwrite(said.revision, mine),
  });
  modeler.on('views.changed', () => watch(modeler, part, read));
  watch(modeler, part, read);
  keepOnLeaving(part);
  const left = part.left();
  if (left) showLeft(state, words.left, { back: async () => { await show(left.content); part.changed(read); }, away: () => part.forget() });
}

const watched = new WeakSet();

function watch(modeler, part, read) {
  const viewer = modeler.getActiveViewer();
  if (!viewer || watched.has(viewer)) return;
  watched.add(viewer);
  viewer.on('commandStack.changed', () => part.changed(read));
}
