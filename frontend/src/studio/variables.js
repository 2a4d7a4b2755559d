// The variables of a process where one is chosen: by their title, with their name, which formulas use.

export const MARKER = 'bpmn:MultiInstanceLoopCharacteristics';

export function called(known, name) {
  return known.titles[name] ? `${known.titles[name]} (${name})` : name;
}

export function choices(known, kind = null) {
  return Object.keys(known.variables).filter((name) => !kind || known.variables[name] === kind)
    .map((name) => [name, called(known, name)]).sort((one, other) => one[1].localeCompare(other[1]));
}

// What a repeated step calls an item of its list: our own attribute, else as the standard writes it.
export function itemName(marker) {
  const item = marker.get('inputDataItem');
  return marker.get('camunda:elementVariable') ?? item?.name ?? item?.id;
}

// As an operation is given them (`=name`): what an item is called in the repeated steps around an element goes first.
export function itemsAndVariables(known, element) {
  const items = [];
  for (let around = element; around; around = around.parent) {
    const marker = around.businessObject?.get?.('loopCharacteristics');
    const name = marker?.$type === MARKER ? itemName(marker) : null;
    if (name) items.push([name, called(known, name)]);
  }
  return [...items, ...choices(known)].map(([name, label]) => [`=${name}`, label]);
}
