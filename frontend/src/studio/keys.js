// What bpmn-js leaves to be desired for who draws without a mouse.

// `panel`: the place of the fields beside the drawing.
export function helpKeys(modeler, panel) {
  const canvas = modeler.get('canvas');
  showPadAtOnce(modeler);
  // Back to the drawing at once: bpmn-js goes there a moment later, and a key in between was lost.
  const back = () => { if (document.activeElement === document.body) canvas.focus(); };
  modeler.on('searchPad.closed', back);
  modeler.on('popupMenu.close', () => queueMicrotask(back)); // the menu still has the focus while it says so
  panel.addEventListener('keydown', (event) => fromThePanel(event, modeler, canvas));
}

// A (append) and R (change) are entries of the pad of the chosen element, which appears with the next frame: a key that
// came earlier, on a busy machine or from quick fingers, was lost.
function showPadAtOnce(modeler) {
  const early = 2000; // before the keys of bpmn-js themselves
  modeler.get('keyboard').addListener(early, () => {
    const pad = modeler.get('contextPad');
    if (pad.isOpen() && !pad.isShown()) pad.show();
  });
}

// Out of the fields one gets back to the drawing with Escape, and undoes where there is no text to undo.
function fromThePanel(event, modeler, canvas) {
  if (event.key === 'Escape') {
    canvas.focus();
    return;
  }
  const command = event.ctrlKey || event.metaKey;
  const action = command && { z: event.shiftKey ? 'redo' : 'undo', y: 'redo' }[event.key.toLowerCase()];
  if (!action || event.target.matches('input, textarea')) return;
  event.preventDefault();
  modeler.get('editorActions').trigger(action);
}
