// The diagram of a process, to look at: where a case stands and the way it came.
//
// <div data-diagram data-src="ADDRESS OF THE XML" data-marks="ID" data-failed="SENTENCE" tabindex="0"></div>
// <script type="application/json" id="ID">{"visited": ["step", …], "current": {"step": 2}}</script>
//
// `differences` marks what two versions do not share ({"step": "added" | "removed" | "changed"}), `heat` how many cases
// stand where ({"step": {"level": 1 to 5, "words": "12 · 9,8 d"}}).
//
// data-whole opens on the whole drawing, however small: where many cases came by, none of them stands anywhere.
//
// `current` is a list of element ids, or ids with the number of open tasks. Buttons with data-diagram-zoom="in",
// "out" or "fit" and data-diagram-for="ID OF THE DIV" work on it. A drawing says nothing to a screen reader and
// nothing without JavaScript: the page must give the same facts as a list.
//
// The bpmn.io mark bottom right stays visible: its licence asks for that.

import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';

// Below this zoom nobody reads a label: a large diagram opens where the case stands; the "fit" button shows the whole.
const READABLE = 0.7;

document.querySelectorAll('[data-diagram]').forEach((container) => {
  if (container.clientWidth) show(container);
  else whenSeen(container);
});

// What the page does not show yet has no size to draw in.
function whenSeen(container) {
  new ResizeObserver((_, observer) => {
    if (!container.clientWidth) return;
    observer.disconnect();
    show(container);
  }).observe(container);
}

async function show(container) {
  try {
    const viewer = new NavigatedViewer({ container });
    await viewer.importXML(await text(container.dataset.src));
    const here = mark(viewer, marks(container.dataset.marks));
    point(viewer, marks(container.dataset.marks));
    fit(viewer);
    if (here && !('whole' in container.dataset) && viewer.get('canvas').zoom() < READABLE) lookAt(viewer, here);
    bindButtons(viewer, container.id);
    container.addEventListener('marks', ({ detail }) => { unmark(viewer); mark(viewer, detail); });
    container.dataset.ready = '';
    container.viewer = viewer; // for a script that goes on with the drawing, told by «drawn»
    container.dispatchEvent(new Event('drawn'));
  } catch (error) {
    console.error(error);
    container.replaceChildren(sentence(container.dataset.failed));
  }
}

async function text(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.text();
}

function marks(id) {
  const script = id && document.getElementById(id);
  return script ? JSON.parse(script.textContent) : {};
}

// Marks what is in this drawing (not what belongs to a called process) and returns where the case stands, if it is here.
function mark(viewer, { visited = [], current = [] }) {
  const canvas = viewer.get('canvas');
  const drawn = viewer.get('elementRegistry');
  const counts = Array.isArray(current) ? Object.fromEntries(current.map((id) => [id, 1])) : current;
  const here = Object.keys(counts).filter((id) => drawn.get(id));
  visited.filter((id) => drawn.get(id)).forEach((id) => {
    canvas.addMarker(id, drawn.get(id).di?.isExpanded ? 'diagram-entered' : 'diagram-visited');
  });
  here.forEach((id) => {
    canvas.addMarker(id, 'diagram-current');
    if (counts[id] > 1) viewer.get('overlays').add(id, { position: { top: -12, right: 14 }, html: badge(counts[id]) });
  });
  return drawn.get(here[0]) ?? ended(visited.map((id) => drawn.get(id)).filter(Boolean));
}

// For a page where one goes to another moment: it gives new marks with an event «marks».
function unmark(viewer) {
  const canvas = viewer.get('canvas');
  viewer.get('overlays').clear();
  viewer.get('elementRegistry').forEach((element) => {
    ['diagram-entered', 'diagram-visited', 'diagram-current'].forEach((name) => canvas.removeMarker(element.id, name));
  });
}

// An ended case stands nowhere: it opens where it ended, or else at the last step it came by.
function ended(passed) {
  const steps = passed.filter((element) => !element.waypoints);
  return steps.findLast((element) => element.type === 'bpmn:EndEvent') ?? steps.at(-1);
}

function point(viewer, { differences = {}, heat = {} }) {
  const canvas = viewer.get('canvas');
  const drawn = viewer.get('elementRegistry');
  Object.entries(differences).filter(([id]) => drawn.get(id)).forEach(([id, kind]) => canvas.addMarker(id, `diagram-${kind}`));
  Object.entries(heat).filter(([id]) => drawn.get(id)).forEach(([id, { level, words }]) => {
    canvas.addMarker(id, `diagram-heat-${level}`);
    viewer.get('overlays').add(id, { position: { bottom: 8, left: 4 }, html: badge(words) });
  });
}

function lookAt(viewer, { x, y, width, height }) {
  const canvas = viewer.get('canvas');
  const size = canvas.getSize();
  const [seenWidth, seenHeight] = [size.width / READABLE, size.height / READABLE];
  canvas.viewbox({
    x: x + width / 2 - seenWidth / 2, y: y + height / 2 - seenHeight / 2, width: seenWidth, height: seenHeight,
  });
}

function badge(count) {
  const element = document.createElement('div');
  element.className = 'diagram-count';
  element.textContent = count;
  return element;
}

function fit(viewer) {
  viewer.get('canvas').zoom('fit-viewport', 'auto');
}

function bindButtons(viewer, id) {
  document.querySelectorAll(`[data-diagram-zoom][data-diagram-for="${CSS.escape(id)}"]`).forEach((button) => {
    const steps = { in: () => viewer.get('zoomScroll').stepZoom(1), out: () => viewer.get('zoomScroll').stepZoom(-1), fit: () => fit(viewer) };
    button.addEventListener('click', steps[button.dataset.diagramZoom]);
  });
}

function sentence(words) {
  const element = document.createElement('p');
  element.className = 'diagram-failed';
  element.textContent = words ?? '';
  return element;
}
