// Names in programs: what the modeler makes up, and a readable one out of the words of a step.

export function isMadeUp(id) {
  return /^(Activity|Gateway|Event|Flow|Participant|Lane|TextAnnotation|Group)_[0-9a-z]{7}$/.test(id);
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
