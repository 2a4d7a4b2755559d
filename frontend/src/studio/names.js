// Names in programs: what the modeler makes up, and a readable one out of the words of a step.

export function isMadeUp(id) {
  return /^(Activity|Gateway|Event|Flow|Participant|Lane)_[0-9a-z]{7}$/.test(id);
}

// "Plan nakijken" gives plan_nakijken; plan_nakijken_2 when that is taken. Empty when no letter is left.
export function idFromName(name, taken) {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '_');
  const id = plain.replace(/^[^a-z]+|_+$/g, '').slice(0, 50);
  if (!id) return '';
  let number = 1;
  let found = id;
  while (taken(found)) found = `${id}_${number += 1}`;
  return found;
}

// A name typed in the drawing itself is as much a first name as one typed in the panel. Undone together with it.
function FirstName(eventBus, modeling, elementRegistry) {
  eventBus.on('commandStack.element.updateLabel.postExecuted', ({ context }) => {
    const element = context.element.labelTarget ?? context.element;
    if (!context.newLabel || !isMadeUp(element.id)) return;
    const id = idFromName(context.newLabel, (one) => elementRegistry.get(one));
    if (id) modeling.updateProperties(element, { id });
  });
}
FirstName.$inject = ['eventBus', 'modeling', 'elementRegistry'];
export const firstName = { __init__: ['firstName'], firstName: ['type', FirstName] };
