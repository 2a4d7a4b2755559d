// Drawn elements that somebody can choose: what they tell who cannot see the drawing, and Enter and Space on them.

export function say(drawing, attributes) {
  Object.entries(attributes).forEach(([name, value]) => drawing.setAttribute(name, value));
}

// With nothing to do any more it tells nothing.
export function unsay(drawing) {
  ['role', 'aria-label', 'aria-disabled', 'tabindex'].forEach((name) => drawing.removeAttribute(name));
}

export function onEnter(drawing, act) {
  drawing.addEventListener('keydown', (event) => {
    if (!['Enter', ' '].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
}

// A name beside a circle is part of it.
export function own(element) {
  return element.labelTarget ?? element;
}
