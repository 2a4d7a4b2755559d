// Two drawings of one process beside each other: they open at the first difference, «previous» and «next» go through
// the differences, and moving or zooming one drawing takes the other along. For a page with diagram.js.
//
// <div data-differences hidden> with buttons [data-difference-step="-1"] and "1", and [data-difference-said]; elsewhere
// buttons [data-difference="ID OF AN ELEMENT"], each inside the item that says what differs. Inside
// [data-difference-keys] the keys N and P do what the buttons do.

import { centre, drawn, shape, show } from './viewers.js';

// The zoom at which a label can be read.
const READABLE = 0.85;
const bar = document.querySelector('[data-differences]');
const containers = [...document.querySelectorAll('[data-difference-keys] [data-diagram]')];
if (bar && containers.length === 2) Promise.all(containers.map(drawn)).then(begin);

function begin(viewers) {
  const looked = follow(viewers);
  const places = gather(viewers);
  if (!places.length) return;
  let at = 0;
  const go = (number) => {
    places[at].buttons.forEach((button) => button.removeAttribute('aria-current'));
    at = (number + places.length) % places.length;
    places[at].buttons.forEach((button) => button.setAttribute('aria-current', 'true'));
    looked(places[at].id);
    bar.querySelector('[data-difference-said]').textContent = `${at + 1}/${places.length} ${places[at].words.join(' ')}`;
  };
  const step = (by) => go(at + by);
  bar.querySelectorAll('[data-difference-step]').forEach((button) => {
    button.addEventListener('click', () => step(Number(button.dataset.differenceStep)));
  });
  places.forEach(({ buttons }, number) => buttons.forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', () => {
      go(number);
      bar.parentElement.scrollIntoView({ block: 'start' });
      bar.querySelector('[data-difference-step="1"]').focus({ preventScroll: true });
    });
  }));
  document.querySelector('[data-difference-keys]').addEventListener('keydown', (event) => {
    const by = { n: 1, p: -1 }[event.key.toLowerCase()];
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    step(by);
  });
  bar.hidden = false;
  const wanted = new URLSearchParams(location.search).get('element'); // from a sentence about another process
  go(Math.max(places.findIndex(({ id }) => id === wanted), 0));
}

// The differences that are drawn in one of the two, in the order of the list; sentences on one element together.
function gather(viewers) {
  const places = new Map();
  document.querySelectorAll('[data-difference]').forEach((button) => {
    const id = button.dataset.difference;
    if (!viewers.some((viewer) => shape(viewer, id))) return;
    const place = places.get(id) ?? { id, words: [], buttons: [] };
    place.words.push(button.closest('li').querySelector('[data-difference-words]').textContent.trim());
    place.buttons.push(button);
    places.set(id, place);
  });
  return [...places.values()];
}

// Keeps the drawings together; gives the way to bring an element into the middle of both. What only one of them has is
// looked for in the other beside the nearest step that both have.
function follow(viewers) {
  const [first, second] = viewers;
  let apart = { x: 0, y: 0 };
  const lead = (mine, other, sign) => mine.on('canvas.viewbox.changed', ({ viewbox: { x, y, width, height, scale } }) => {
    show(other, { x: x + width / 2 + sign * apart.x, y: y + height / 2 + sign * apart.y }, scale);
  });
  lead(first, second, 1);
  lead(second, first, -1);
  return (id) => {
    const [here, there] = [middle(first, second, id), middle(second, first, id)];
    apart = { x: there.x - here.x, y: there.y - here.y };
    [[first, here], [second, there]].forEach(([viewer, place]) => {
      const canvas = viewer.get('canvas');
      viewer.get('elementRegistry').forEach((element) => canvas.removeMarker(element, 'diagram-looked'));
      if (shape(viewer, id)) canvas.addMarker(id, 'diagram-looked');
      show(viewer, place, READABLE);
    });
  };
}

function middle(viewer, other, id) {
  const own = shape(viewer, id);
  if (own) return centre(own);
  const there = centre(shape(other, id));
  const near = viewer.get('elementRegistry')
    .filter((element) => element.type !== 'label' && !element.waypoints && !element.isFrame && 'x' in element
      && !['bpmn:Lane', 'bpmn:Participant'].includes(element.type) && shape(other, element.id))
    .map((element) => ({ here: centre(element), there: centre(shape(other, element.id)) }))
    .map((pair) => ({ ...pair, far: Math.hypot(pair.there.x - there.x, pair.there.y - there.y) }))
    .sort((one, two) => one.far - two.far)[0];
  return near ? { x: there.x + near.here.x - near.there.x, y: there.y + near.here.y - near.there.y } : there;
}
