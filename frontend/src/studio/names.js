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

// A first name also gives the name in programs: typed in the drawing, undone together with it; in the panel, when it is
// whole (`give`): while it is typed (`waits`) half of it is no name.
function FirstName(eventBus, modeling, elementRegistry) {
  this.waits = false;
  this.give = (element) => {
    const { name } = element.businessObject;
    if (!name || !isMadeUp(element.id)) return;
    const id = idFromName(name, (one) => elementRegistry.get(one));
    if (id) modeling.updateProperties(element, { id });
  };
  eventBus.on('commandStack.element.updateLabel.postExecuted', ({ context }) => {
    if (!this.waits) this.give(context.element.labelTarget ?? context.element);
  });
}
FirstName.$inject = ['eventBus', 'modeling', 'elementRegistry'];
export const firstName = { __init__: ['firstName'], firstName: ['type', FirstName] };
