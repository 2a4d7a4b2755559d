// The tables of dmn-js in Dutch, through its own module for translations.
const words = {
  Add: 'Toevoegen', 'Add cell description': 'Uitleg bij de cel', 'Remove cell description': 'Uitleg bij de cel wegnemen', 'Add input': 'Invoer toevoegen', 'Add output': 'Uitkomst toevoegen',
  'Add input column left': 'Invoer links toevoegen', 'Add input column right': 'Invoer rechts toevoegen', 'Add output column left': 'Uitkomst links toevoegen',
  'Add output column right': 'Uitkomst rechts toevoegen', 'Add rule': 'Rij toevoegen', 'Add rule above': 'Rij erboven toevoegen', 'Add rule below': 'Rij eronder toevoegen',
  'Remove rule': 'Rij wegnemen', 'Remove input column': 'Invoer wegnemen', 'Remove output column': 'Uitkomst wegnemen', 'Copy rule': 'Rij kopiëren', 'Cut rule': 'Rij knippen',
  'Paste rule above': 'Rij erboven plakken', 'Paste rule below': 'Rij eronder plakken', 'Copy input column': 'Invoer kopiëren', 'Copy output column': 'Uitkomst kopiëren',
  'Cut input column': 'Invoer knippen', 'Cut output column': 'Uitkomst knippen', 'Paste input column left': 'Invoer links plakken', 'Paste input column right': 'Invoer rechts plakken',
  'Paste output column left': 'Uitkomst links plakken', 'Paste output column right': 'Uitkomst rechts plakken', 'Move rule': 'Rij verplaatsen', Resize: 'Breedte wijzigen',
  'Add predefined values': 'Vaste waarden toevoegen', 'Predefined values': 'Vaste waarden', 'Clear predefined values': 'Vaste waarden wissen', 'Custom values': 'Eigen waarden', 'Add values': 'Waarden toevoegen',
  'No values': 'Geen waarden', 'Input values': 'Waarden van de invoer', 'Output values': 'Waarden van de uitkomst', Values: 'Waarden', Value: 'Waarde', 'Set value': 'Waarde kiezen',
  Annotation: 'Opmerking', Annotations: 'Opmerkingen', When: 'Als', And: 'en', Then: 'dan', Input: 'Invoer', Output: 'Uitkomst',
  'Input label': 'Opschrift van de invoer', 'Input label: ': 'Opschrift van de invoer: ', 'Output label': 'Opschrift van de uitkomst', 'Output label: ': 'Opschrift van de uitkomst: ',
  'Input expression': 'Gegeven', 'Input expression: ': 'Gegeven: ', 'Input type': 'Soort van de invoer', 'Output name': 'Naam van de uitkomst', 'Output name: ': 'Naam van de uitkomst: ',
  'Output type': 'Soort van de uitkomst', Type: 'Soort', 'Enter expression': 'Schrijf een gegeven', Expression: 'Uitdrukking', name: 'naam',
  'Decision name': 'Naam van de beslissing', 'Decision name: ': 'Naam van de beslissing: ', 'View DRD': 'Schema tonen', Edit: 'Wijzigen', Delete: 'Verwijderen',
  'Hit policy': 'Welke rij telt', 'Hit policy:': 'Welke rij telt:', 'Change type': 'Soort wijzigen',
  'Edit input': 'Invoer wijzigen', 'Edit output': 'Uitkomst wijzigen', 'Edit string': 'Tekst wijzigen', 'Edit number': 'Getal wijzigen', 'Edit boolean': 'Ja of nee wijzigen',
  'Edit date': 'Datum wijzigen', 'Edit date and time': 'Datum en uur wijzigen', 'Edit time': 'Uur wijzigen', 'Edit duration': 'Duur wijzigen', 'Edit start date': 'Begindatum wijzigen',
  'Edit end date': 'Einddatum wijzigen', 'Edit start time': 'Beginuur wijzigen', 'Edit end time': 'Einduur wijzigen', 'Edit start date and time': 'Begin wijzigen', 'Edit end date and time': 'Einde wijzigen',
  'Comparison operator': 'Vergelijking', Comparison: 'Vergelijking', Equals: 'Gelijk aan', Less: 'Kleiner dan', 'Less or equals': 'Kleiner dan of gelijk aan', Greater: 'Groter dan',
  'Greater or equals': 'Groter dan of gelijk aan', Range: 'Tussen', 'Range start value': 'Van', 'Range end value': 'Tot', 'Range start operator': 'De grens zelf, vooraan', 'Range end operator': 'De grens zelf, achteraan',
  Include: 'meegerekend', Exclude: 'niet meegerekend', 'Start value': 'Van', 'End value': 'Tot', 'Test type': 'Soort toets', 'Match one': 'Een van deze', 'Match none': 'Geen van deze',
  Exactly: 'Op', Before: 'Voor', After: 'Na', Between: 'Tussen', Yes: 'Ja', No: 'Nee', Date: 'Datum', 'Date and time': 'Datum en uur', Time: 'Uur', 'Start date': 'Begindatum', 'End date': 'Einddatum',
  'Start time': 'Beginuur', 'End time': 'Einduur', 'Start date and time': 'Begin', 'End date and time': 'Einde', 'Set date': 'Datum kiezen', 'Set time': 'Uur kiezen', 'Set date and time': 'Datum en uur kiezen',
  'Set duration': 'Duur kiezen', 'Use today': 'Vandaag', 'Use now': 'Nu', 'String value': 'Tekst', 'Boolean value': 'Ja of nee', 'Date value': 'Datum', 'Date and time value': 'Datum en uur', 'Time value': 'Uur',
  'Duration value': 'Duur', 'Strings must be in double quotes': 'Tekst staat tussen dubbele aanhalingstekens', '"value"': '"waarde"', '"value", "value", ...': '"waarde", "waarde", …',
  'Expression language': 'Taal van de uitdrukking', 'Expression language:': 'Taal van de uitdrukking:', 'Change cell expression language': 'Taal van de cel wijzigen',
  'Expression language: {expressionLanguageLabel}': 'Taal van de uitdrukking: {expressionLanguageLabel}', 'Editing not supported for set expression language': 'In deze taal kan hier niet gewijzigd worden',
  'e.g. { example } ': 'bijvoorbeeld { example } ', 'e.g. { sample }': 'bijvoorbeeld { sample }',
};

export default {
  translate: ['value', (template, places = {}) => (words[template] ?? template).replace(/{\s*([^}]+?)\s*}/g, (all, name) => places[name] ?? all)],
};

// The hit policies pass by no translations: they are a list of dmn-js, which is said in Dutch where it stands.
const policies = {
  UNIQUE: ['Juist één', 'Er past hoogstens één rij. Rijen mogen elkaar niet overlappen.'],
  FIRST: ['De eerste', 'Rijen mogen elkaar overlappen. De eerste die past telt.'],
  PRIORITY: ['De voornaamste', 'Rijen mogen elkaar overlappen. De uitkomst die vooraan staat bij de vaste waarden telt.'],
  ANY: ['Om het even welke', 'Rijen mogen elkaar overlappen als hun uitkomst dezelfde is.'],
  COLLECT: ['Alle', 'Alle rijen die passen, als een lijst.'],
  'COLLECT SUM': ['Alle: de som', 'De som van alle rijen die passen.'],
  'COLLECT MIN': ['Alle: de kleinste', 'De kleinste waarde van alle rijen die passen.'],
  'COLLECT MAX': ['Alle: de grootste', 'De grootste waarde van alle rijen die passen.'],
  'COLLECT COUNT': ['Alle: het aantal', 'Het aantal rijen dat past.'],
  'RULE ORDER': ['Alle, zoals de rijen staan', 'Alle rijen die passen, in de volgorde van de tabel.'],
  'OUTPUT ORDER': ['Alle, de voornaamste eerst', 'Alle rijen die passen, in de volgorde van de vaste waarden.'],
};

export function sayPolicies(known) {
  for (const one of known) {
    const { hitPolicy, aggregation } = one.value;
    const said = policies[aggregation ? `${hitPolicy} ${aggregation}` : hitPolicy];
    if (said) [one.label, one.explanation] = said;
  }
}
