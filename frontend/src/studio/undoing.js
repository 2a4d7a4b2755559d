// Undo and redo for who has a mouse or a finger; the keys are Ctrl+Z and Ctrl+Y.
import { button } from './dom.js';

export function offerUndoing(modeler, place, words) {
  const stack = modeler.get('commandStack');
  const back = button(words.undo, () => stack.undo());
  const on = button(words.redo, () => stack.redo());
  const show = () => {
    back.disabled = !stack.canUndo();
    on.disabled = !stack.canRedo();
  };
  modeler.on('commandStack.changed', show);
  show();
  place.append(back, on);
}
