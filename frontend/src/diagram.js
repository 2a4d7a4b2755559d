// The diagram of a process, to look at: where a case stands and the way it came.
//
// <div data-diagram data-src="ADDRESS OF THE XML" data-marks="ID" data-failed="SENTENCE" tabindex="0"></div>
// <script type="application/json" id="ID">{"visited": ["step", …], "current": {"step": 2}}</script>
//
// `current` is a list of element ids, or ids with the number of open tasks. Buttons with data-diagram-zoom="in",
// "out" or "fit" and data-diagram-for="ID OF THE DIV" work on it. A drawing says nothing to a screen reader and
// nothing without JavaScript: the page must give the same facts as a list.
//
// The bpmn.io mark bottom right stays visible: its licence asks for that.

import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';

document.querySelectorAll('[data-diagram]').forEach(show);

async function show(container) {
  try {
    const viewer = new NavigatedViewer({ container });
    await viewer.importXML(await text(container.dataset.src));
    mark(viewer, marks(container.dataset.marks));
    fit(viewer);
    bindButtons(viewer, container.id);
    container.dataset.ready = '';
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

// Elements of another version of the diagram, or of a called process, are not in this drawing: no mark for those.
function mark(viewer, { visited = [], current = [] }) {
  const canvas = viewer.get('canvas');
  const drawn = viewer.get('elementRegistry');
  const counts = Array.isArray(current) ? Object.fromEntries(current.map((id) => [id, 1])) : current;
  visited.filter((id) => drawn.get(id)).forEach((id) => canvas.addMarker(id, 'diagram-visited'));
  Object.entries(counts).filter(([id]) => drawn.get(id)).forEach(([id, count]) => {
    canvas.addMarker(id, 'diagram-current');
    if (count > 1) viewer.get('overlays').add(id, { position: { top: -12, right: 14 }, html: badge(count) });
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
