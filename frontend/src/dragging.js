// Following a pointer that takes something along: a label goes with it and says what is carried, or why not here.
//
// `over` is told the element below the pointer and gives the words for the label; `drop` gets the element at the end.
// A press that goes nowhere is a `click`. Escape, or the browser taking over, ends it with `cancel`.

// A hand is never quite still: only from here on it is dragging.
const THRESHOLD = 5;

export function follow(press, { over, drop, click, cancel }) {
  const origin = press.currentTarget;
  const stop = new AbortController();
  const on = (target, kind, act) => target.addEventListener(kind, act, { signal: stop.signal });
  let label = null;
  const end = (act) => {
    stop.abort();
    label?.remove();
    act();
  };
  press.preventDefault(); // or the drawing would move along
  origin.setPointerCapture(press.pointerId);
  on(origin, 'pointermove', (event) => {
    if (!label && Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY) < THRESHOLD) return;
    label ??= document.body.appendChild(Object.assign(document.createElement('div'), { className: 'app-carried' }));
    label.textContent = over(below(event));
    label.style.transform = `translate(${event.clientX + 14}px, ${event.clientY + 14}px)`;
  });
  on(origin, 'pointerup', (event) => end(() => (label ? drop(below(event)) : click())));
  on(origin, 'pointercancel', () => end(cancel));
  on(document, 'keydown', (event) => event.key === 'Escape' && end(cancel));
}

function below({ clientX, clientY }) {
  return document.elementFromPoint(clientX, clientY);
}
