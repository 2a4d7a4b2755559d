// Steps of the old drawing are given their place in the new one: dragged, or chosen one after the other with mouse or
// keyboard. The lists of the same form stay the truth: a place that is given is chosen there, and what is chosen there
// shows in the drawings. For a page with diagram.js.
//
// <form><section data-mapping="ID"> [data-mapping-said], a button [data-mapping-step="ELEMENT"] for each step, two
// [data-diagram]: old, new </section> <select name="FIELD"> …
// <script type="application/json" id="ID">{"steps": [{"field", "element", "name", "refused": {"step": "why not"}}],
//   "words": {"step", "choose", "placed", "nowhere"}}</script> with %s for the step and %p for the place in the words.

import { follow } from './dragging.js';
import { onEnter, own, say, unsay } from './drawn-buttons.js';
import { centre, drawn, shape, show } from './viewers.js';

// The zoom at which a label can be read.
const READABLE = 0.7;
const WAYS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

document.querySelectorAll('[data-mapping]').forEach(async (section) => {
  const [old, fresh] = await Promise.all([...section.querySelectorAll('[data-diagram]')].map(drawn));
  const mapping = new Mapping(section, old, fresh);
  if (mapping.steps.length) mapping.begin();
});

class Mapping {
  constructor(section, old, fresh) {
    const { steps, words } = JSON.parse(document.getElementById(section.dataset.mapping).textContent);
    Object.assign(this, { section, old, fresh, words, picked: null, known: new Set() });
    this.steps = steps.filter((step) => shape(old, step.element)).map((step) => {
      const select = section.closest('form').elements[step.field];
      const places = [...select.options].filter((option) => option.value && shape(fresh, option.value));
      return { ...step, select, places: new Map(places.map((option) => [option.value, option.text])) };
    });
  }

  begin() {
    this.steps.forEach((step) => {
      const drawing = this.graphics(this.old, step.element);
      onEnter(drawing, () => this.pick(step, true));
      say(drawing, { role: 'button', 'aria-label': this.said('step', step), tabindex: '0' });
      drawing.classList.add('mapping-step');
      drawing.addEventListener('focus', () => this.reveal(this.old, step.element));
      drawing.addEventListener('pointerdown', (event) => event.button === 0 && this.drag(step, event));
      step.select.addEventListener('change', () => this.follow(step));
      step.select.addEventListener('focus', () => this.reveal(this.old, step.element));
      this.section.querySelector(`[data-mapping-step="${step.element}"]`).addEventListener('click', () => {
        this.reveal(this.old, step.element);
        this.pick(step, true);
      });
    });
    this.fresh.on('element.click', ({ element }) => this.place(own(element).id));
    this.fresh.on('element.hover', ({ element }) => this.ask(own(element).id));
    document.addEventListener('keydown', (event) => event.key === 'Escape' && this.drop());
    this.paint();
    this.look(this.steps[0]);
    this.section.dataset.ready = '';
  }

  drag(step, press) {
    this.pick(step);
    follow(press, {
      over: (below) => this.why(this.idOf(below)) || step.name,
      drop: (below) => (this.idOf(below) ? this.place(this.idOf(below)) : this.drop()),
      click: () => {},
      cancel: () => this.drop(),
    });
  }

  // From here on a place is asked for; `byKey` goes to the likeliest, and takes the focus there.
  pick(step, byKey) {
    this.drop();
    this.picked = step;
    this.mark(this.old, [step.element], 'mapping-picked');
    this.mark(this.fresh, [...step.places.keys()], 'mapping-place');
    this.mark(this.fresh, Object.keys(step.refused), 'mapping-no-place');
    this.targets().forEach((id) => this.target(id));
    this.ask(null);
    if (byKey) this.focus(this.look(step));
  }

  // The likeliest place for a step, looked at where it can be read. Under a hand that drags, the drawing stays.
  look(step) {
    const [first] = step.places.keys();
    if (first && this.fresh.get('canvas').zoom() < READABLE) show(this.fresh, centre(shape(this.fresh, first)), READABLE);
    return first;
  }

  targets() {
    const refused = Object.keys(this.picked.refused).filter((id) => shape(this.fresh, id));
    return [...this.picked.places.keys(), ...refused];
  }

  target(id) {
    const can = this.picked.places.has(id);
    const label = this.picked.places.get(id) ?? shape(this.fresh, id).businessObject.name ?? id;
    const drawing = this.graphics(this.fresh, id);
    if (!this.known.has(id)) {
      onEnter(drawing, () => this.place(id, true));
      drawing.addEventListener('keydown', (event) => this.walk(event, id));
      drawing.addEventListener('focus', () => this.ask(id));
    }
    this.known.add(id);
    say(drawing, { role: 'button', 'aria-label': label, 'aria-disabled': String(!can), tabindex: can ? '0' : '-1' });
  }

  walk(event, id) {
    if (!this.picked || !(event.key in WAYS)) return;
    event.preventDefault();
    event.stopPropagation();
    const all = this.targets();
    this.focus(all[(all.indexOf(id) + WAYS[event.key] + all.length) % all.length]);
  }

  focus(id) {
    if (!id) return;
    this.reveal(this.fresh, id);
    this.fresh.get('canvas').getContainer().scrollIntoView({ block: 'nearest' });
    this.graphics(this.fresh, id).focus({ preventScroll: true });
  }

  // The place is chosen in the list; a place that cannot be says why, and the choice goes on.
  place(id, byKey) {
    const step = this.picked;
    if (!step?.places.has(id)) return this.ask(id);
    this.drop();
    step.select.value = id;
    step.select.dispatchEvent(new Event('change', { bubbles: true }));
    if (byKey) this.graphics(this.old, step.element).focus({ preventScroll: true });
  }

  follow(step) {
    this.paint();
    this.tell(this.said(step.select.value ? 'placed' : 'nowhere', step));
  }

  // Nothing is asked for any more.
  drop() {
    if (!this.picked) return;
    const back = this.fresh.get('canvas').getContainer().querySelector('.djs-element:focus');
    const { element } = this.picked;
    this.targets().forEach((id) => unsay(this.graphics(this.fresh, id)));
    this.picked = null;
    [this.old, this.fresh].forEach((viewer) => ['mapping-picked', 'mapping-place', 'mapping-no-place'].forEach((name) => {
      viewer.get('elementRegistry').forEach(({ id }) => viewer.get('canvas').removeMarker(id, name));
    }));
    this.tell('');
    if (back) this.graphics(this.old, element).focus({ preventScroll: true });
  }

  // What the lists say, in the drawings: which steps have their place, and at a place which steps went there.
  paint() {
    const came = new Map();
    this.steps.forEach(({ element, name, select }) => {
      this.old.get('canvas')[select.value ? 'addMarker' : 'removeMarker'](element, 'mapping-placed');
      if (shape(this.fresh, select.value)) came.set(select.value, [...(came.get(select.value) ?? []), name]);
    });
    this.fresh.get('overlays').clear();
    came.forEach((names, place) => {
      const html = Object.assign(document.createElement('div'), { className: 'diagram-count', textContent: `← ${names.join(', ')}` });
      this.fresh.get('overlays').add(place, { position: { top: -26, left: 0 }, html });
    });
  }

  // What is asked for, or why this cannot be the place.
  ask(id) {
    if (this.picked) this.tell(this.why(id) || this.said('choose', this.picked));
  }

  why(id) {
    return this.picked?.refused[id] ?? '';
  }

  said(words, step) {
    const told = { '%s': step.name, '%p': step.places.get(step.select.value) };
    return this.words[words].replace(/%[sp]/g, (place) => told[place]);
  }

  tell(words) {
    this.section.querySelector('[data-mapping-said]').textContent = words;
  }

  reveal(viewer, id) {
    viewer.get('canvas').scrollToElement(shape(viewer, id));
  }

  graphics(viewer, id) {
    return viewer.get('elementRegistry').getGraphics(id);
  }

  mark(viewer, ids, name) {
    ids.filter((id) => shape(viewer, id)).forEach((id) => viewer.get('canvas').addMarker(id, name));
  }

  // The step of the new drawing that a part of the page belongs to.
  idOf(part) {
    const drawing = part?.closest('.djs-element');
    const inside = drawing && this.fresh.get('canvas').getContainer().contains(drawing);
    return inside ? own(shape(this.fresh, drawing.dataset.elementId)).id : null;
  }
}
