// The variables of a process where one is chosen: by their title, with their name, which formulas use.

export function called(known, name) {
  return known.titles[name] ? `${known.titles[name]} (${name})` : name;
}

export function choices(known, kind = null) {
  return Object.keys(known.variables).filter((name) => !kind || known.variables[name] === kind)
    .map((name) => [name, called(known, name)]).sort((one, other) => one[1].localeCompare(other[1]));
}

// As an operation is given them (`=name`): what an item is called in the repeated steps around an element goes first.
export function itemsAndVariables(known, element) {
  const items = [];
  for (let around = element; around; around = around.parent) {
    const name = around.businessObject?.get?.('loopCharacteristics')?.get('camunda:elementVariable');
    if (name) items.push([name, called(known, name)]);
  }
  return [...items, ...choices(known)].map(([name, label]) => [`=${name}`, label]);
}
