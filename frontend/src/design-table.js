// The editor of a decision table in the studio: dmn-js, one table a decision, no drawing of decisions around it.
//
// <div data-table data-part="ADDRESS" data-editable></div>
//
// What the check finds is marked on the rows; a row is tried with values on the server. The bpmn.io mark stays visible.
import DmnModeler from 'dmn-js/lib/Modeler';
import { HIT_POLICIES } from 'dmn-js-decision-table/lib/features/hit-policy/HitPolicies';

import { deskOf, json, keep, opened } from './studio/keeping.js';
import { lost } from './studio/lost.js';
import { showLost, showState } from './studio/state.js';
import { TableMarks } from './studio/table-marks.js';
import dutch, { sayPolicies } from './studio/table-nl.js';

// The types our tables run (docs/decisions/0017).
const TYPES = ['string', 'boolean', 'number', 'date'];
const container = document.querySelector('[data-table]');
if (container) open(container);

async function open(place) {
  const desk = deskOf(place, new TableMarks(place, json('studio-words').check));
  const modeler = make(place, document.documentElement.lang);
  const show = async (content) => {
    const { warnings } = await modeler.importXML(content);
    const [table, ...others] = modeler.getViews().filter((view) => view.type === 'decisionTable');
    if (!table) throw new Error('no decision table');
    await modeler.open(table);
    if (others.length) showState(desk.state, desk.words, 'firstTable');
    const left = lost(warnings, desk.words.lost);
    if (desk.editable && left.length) showLost(desk.state, desk.words.lost, left, { label: desk.words.asText, address: place.dataset.text });
  };
  if (!(await opened(desk, show))) return;
  desk.problems.show(json('studio-problems'));
  if (desk.editable) {
    const read = async () => (await modeler.saveXML({ format: true })).xml;
    const changed = keep(desk, { read, show });
    watch(modeler, changed);
    modeler.on('views.changed', () => watch(modeler, changed));
  }
  place.dataset.ready = '';
}

function make(container, language) {
  const isDutch = language.startsWith('nl');
  if (isDutch) sayPolicies(HIT_POLICIES);
  return new DmnModeler({
    container,
    common: { dataTypes: TYPES },
    decisionTable: { additionalModules: isDutch ? [dutch] : [] },
    drd: { drillDown: { enabled: false } },
  });
}

const watched = new WeakSet();

// Every view of the table has a stack of changes of its own.
function watch(modeler, changed) {
  const viewer = modeler.getActiveViewer();
  if (!viewer || watched.has(viewer)) return;
  watched.add(viewer);
  viewer.on('commandStack.changed', changed);
}
