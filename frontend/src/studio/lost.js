// What a modeler does not understand of a file, in our words. It says, for instance:
// "unparsable content <x> detected / line: 1 … nested error: duplicate ID <y>", "unresolved reference <z>",
// "failed to import <bpmn:SequenceFlow id="z" />", "no bpmnElement referenced in <…>".
function told({ message }, words) {
  const [, unread, line] = message.match(/unparsable content <(\S+)> detected\s+line: (\d+)/) ?? [];
  const [, twice] = message.match(/duplicate ID <([^>]+)>/) ?? [];
  const [, missing] = message.match(/unresolved reference <([^>]+)>/) ?? [];
  const [, undrawn] = message.match(/(?:failed to import|no bpmnElement referenced in) <\S+ id="([^"]+)"/) ?? [];
  if (line) return (twice ? words.twice : words.element).replace('%l', line).replace('%n', twice ?? unread);
  if (missing) return words.reference.replace('%n', missing);
  return undrawn ? words.undrawn.replace('%n', undrawn) : message;
}

// Each sentence once.
export const lost = (warnings, words) => [...new Set(warnings.map((warning) => told(warning, words)))];
