// The editor of a diagram in the studio. Everything it needs from the server stands in the page:
//
// <div data-draw data-part="ADDRESS OF THE DRAFT'S DIAGRAM" data-parts="ADDRESS OF ALL PARTS" data-editable></div>
// <script type="application/json" id="studio-words">…</script> and id="studio-known"
//
// The same steps stand as a list under "In words", for who cannot see or use a drawing. The bpmn.io mark stays visible:
// its licence asks for that.
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';

import { DrawingMarks } from './studio/drawing-marks.js';
import { deskOf, json, keep, opened } from './studio/keeping.js';
import { helpKeys } from './studio/keys.js';
import { makeModeler, moddleExtensions, read, write } from './studio/modeler.js';
import { Panel } from './studio/panel.js';
import { token } from './studio/session.js';
import { showLost } from './studio/state.js';
import { offerUndoing } from './studio/undoing.js';

// Below this zoom nobody reads a label.
const READABLE = 0.7;
// On a narrower drawing the palette would cover half of it: it begins folded.
const NARROW = 480;
const container = document.querySelector('[data-draw]');
if (container) open(container);

async function open(canvas) {
  const known = json('studio-known');
  const modeler = make(canvas, 'editable' in canvas.dataset);
  const desk = deskOf(canvas, new DrawingMarks(modeler));
  const { editable, problems, words } = desk;
  const showing = async (content) => {
    const lost = await read(modeler, content, words.lost);
    if (editable && lost.length) showLost(desk.state, words.lost, lost, { label: words.asText, address: canvas.dataset.text });
  };
  if (!(await opened(desk, showing))) return;
  lookAtStart(modeler);
  problems.show(json('studio-problems'));
  const panel = new Panel({
    container: document.querySelector('[data-panel]'), modeler, words, known, editable, forms: new Set([...known.forms, ...(known.startForm ? ['start'] : [])]),
  });
  panel.onNewForm = (name) => makeForm(canvas.dataset.parts, name, problems);
  chooseFromAddress(modeler);
  if (editable) {
    helpKeys(modeler, panel.container);
    offerUndoing(modeler, document.querySelector('[data-undoing]'), words);
    const changed = keep(desk, {
      read: () => write(modeler), show: (content) => read(modeler, content, words.lost), saved: () => sendPicture(modeler, desk.part),
    });
    modeler.on('commandStack.changed', changed);
    if ('undrawn' in canvas.dataset) sendPicture(modeler, desk.part);
  }
  canvas.dataset.ready = '';
}

function make(canvas, editable) {
  if (editable) return makeModeler(canvas, document.documentElement.lang);
  return withFactory(new NavigatedViewer({ container: canvas, moddleExtensions }));
}

// The whole drawing where it can be read so, else its beginning.
function lookAtStart(modeler) {
  const canvas = modeler.get('canvas');
  if (canvas.getSize().width < NARROW) modeler.get('palette', false)?.close();
  if (canvas.zoom('fit-viewport', 'auto') >= READABLE) return;
  const start = modeler.get('elementRegistry').find((row) => row.type === 'bpmn:StartEvent');
  const { width, height } = canvas.getSize();
  const [x, y] = start ? [start.x - 200, start.y - height / READABLE / 2] : [0, 0];
  canvas.viewbox({ x, y, width: width / READABLE, height: height / READABLE });
}

// A viewer has nothing to change with; the panel only shows.
function withFactory(viewer) {
  const get = viewer.get.bind(viewer);
  viewer.get = (name) => (['modeling', 'bpmnFactory'].includes(name) ? get(name, false) : get(name));
  return viewer;
}

// The drawing as a picture goes along, for who reads the published version without JavaScript; also when the diagram was
// changed elsewhere, in a file or as text. It may fail unnoticed: the next save brings another.
async function sendPicture(modeler, part) {
  const { svg } = await modeler.saveSVG();
  await fetch(document.querySelector('[data-draw]').dataset.picture, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-CSRFToken': token() },
    body: JSON.stringify({ content: svg.slice(svg.indexOf('<svg')), revision: part.revision }), // its DOCTYPE is refused
  }).catch(() => {});
}

// ?element=ID comes from a list: the comparison, the outline, a problem.
function chooseFromAddress(modeler) {
  const element = modeler.get('elementRegistry').get(new URLSearchParams(location.search).get('element') ?? '');
  if (!element) return;
  modeler.get('selection', false)?.select(element);
  modeler.get('canvas').scrollToElement(element);
}

async function makeForm(parts, name, problems) {
  const form = { type: 'default', id: name, schemaVersion: 19, components: [] };
  const answer = await fetch(`${parts}/form/${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-CSRFToken': token() },
    body: JSON.stringify({ content: JSON.stringify(form, null, 2), revision: 0 }),
  });
  const said = await answer.json();
  if (answer.ok) problems.show(said.problems);
  return answer.ok;
}
