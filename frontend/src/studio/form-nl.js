// form-js in Dutch on a Dutch page: what its palette, its drawing and its panel say about the components we offer. Import
// this before form-js.
import { speak } from './speaking.js';

const words = {
  // the palette and the drawing
  Components: 'Onderdelen', 'Search components': 'Onderdelen zoeken', 'Clear content': 'Zoekwoord wissen',
  'No components found.': 'Niets gevonden.', Input: 'Invullen', Selection: 'Kiezen', Presentation: 'Tonen', Containers: 'Bundelen',
  'Drag and drop components here.': 'Sleep onderdelen hierheen.', 'Build your form': 'Maak uw formulier',
  'Drag and drop components here to start designing.': 'Sleep onderdelen hierheen, of druk op Enter op een onderdeel in de lijst.',
  'Use the preview window to test your form.': 'Onderaan staat het formulier zoals wie de taak doet het ziet.',
  'Remove form field': 'Onderdeel verwijderen', Repeatable: 'Herhaalbaar', 'Expression is empty': 'Er is nog geen formule',
  'Select a form field to edit its properties.': 'Kies een onderdeel om het te wijzigen.',
  'Multiple form fields are selected. Select a single form field to edit its properties.': 'Er is meer dan één onderdeel gekozen. Kies er één.',
  // groups and their marks
  Form: 'Formulier', General: 'Algemeen', Validation: 'Regels voor het antwoord', Condition: 'Voorwaarde', Constraints: 'Grenzen', Layout: 'Schikking',
  Appearance: 'Uitzicht', 'Custom properties': 'Eigen eigenschappen', 'Options source': 'Waar de keuzes vandaan komen', 'Static options': 'Keuzes',
  'Dynamic options': 'Keuzes uit een lijst', 'Toggle section': 'Deel open- of dichtklappen', 'Section contains edits': 'Hier is iets ingevuld',
  'Section contains an error': 'Hier is iets fout', 'Toggle list item': 'Open- of dichtklappen', 'Delete item': 'Verwijderen',
  'Create new list item': 'Toevoegen', Create: 'Toevoegen', '<empty>': '<leeg>', '<none>': '<geen>',
  // entries
  'Field label': 'Opschrift', 'Group label': 'Opschrift van de groep', 'Date label': 'Opschrift van de datum', 'Time label': 'Opschrift van het uur',
  'Field description': 'Uitleg onder het opschrift', Key: 'Naam', 'Binds to a form variable': 'Voor rapporten en voorwaarden: letters, cijfers en _',
  'Default value': 'Beginwaarde', Checked: 'Aangevinkt', 'Not checked': 'Niet aangevinkt', Disabled: 'Uitgeschakeld', 'Read only': 'Alleen lezen',
  Path: 'Naam', 'Where the child variables of this component are pathed to.': 'De naam waaronder de antwoorden hierin samen staan.',
  'Decimal digits': 'Cijfers na de komma', Subtype: 'Soort', Date: 'Datum', Time: 'Uur', 'Date & Time': 'Datum en uur',
  'Use 24h': '24 uren', 'Time interval': 'Om de hoeveel minuten', 'Disallow past dates': 'Geen datum in het verleden', Text: 'Tekst',
  'Supports markdown and templating.': 'Een beetje Markdown kan: **vet**, lijsten, titels en koppelingen.', 'Learn more': 'Meer hierover (Engels)',
  Height: 'Hoogte', 'Target value': 'Formule', 'Define an expression to calculate the value of this field': 'Hoe de waarde van dit veld berekend wordt',
  'Compute on': 'Wanneer rekenen', 'Value changes': 'Bij elke wijziging', 'Form submission': 'Bij het indienen',
  'Default number of items': 'Aantal rijen om te beginnen', 'Allow add/delete items': 'Rijen kunnen erbij en eraf',
  Required: 'Verplicht', 'Minimum length': 'Minstens zoveel tekens', 'Maximum length': 'Hoogstens zoveel tekens', Minimum: 'Minstens', Maximum: 'Hoogstens',
  'Validation pattern': 'Vorm van het antwoord', Custom: 'Eigen patroon', Email: 'E-mailadres', Phone: 'Telefoonnummer',
  'Custom regular expression': 'Eigen patroon (reguliere uitdrukking)', 'Custom error message': 'Zin bij een antwoord dat niet past',
  'The error message to display when the input does not match the regular expression.': 'Wat wie invult leest als het antwoord niet bij het patroon past.',
  Type: 'Soort', Static: 'Hier opgesomd', 'Input data': 'Uit een lijst', Expression: 'Formule', Label: 'Opschrift', Value: 'Waarde',
  'Input values key': 'Naam van de lijst', 'Define which input property to populate the values from': 'codes.<lijst> of context.<lijst>',
  'Hide if': 'Verbergen als', 'Condition under which the field is hidden': 'Is de formule waar, dan staat het onderdeel er niet',
  'Deactivate if': 'Niet rekenen als', 'Condition under which the field is deactivated': 'Is de formule waar, dan wordt er niet gerekend',
  Increment: 'Stap', Decrement: 'Minder', Select: 'Kies',
  'Show outline': 'Met een lijn errond', Columns: 'Kolommen', Auto: 'Vanzelf', Prefix: 'Ervoor', Suffix: 'Erachter', ID: 'Naam van het formulier',
  'Alternative text': 'Tekst bij het beeld', Document: 'Document', 'Image source': 'Beeld',
  'Disable this field when it should not be interactive for end-users. Its data will not be submitted. This setting takes precedence over read-only.':
    'Niemand kan het invullen en er komt geen antwoord. Dit gaat voor op alleen lezen.',
  'Make this field read-only when it cannot be edited by the end-user, but its content is important for them to see. Its data will still be submitted.':
    'Wie invult ziet het en kan het niet wijzigen. Het antwoord gaat wel mee.',
  "Use a unique \"key\" to link the form element and the related input/output data. When dealing with nested data, break it down in the user task's input mapping before using it.":
    'Elk veld heeft zijn eigen naam. Onder die naam staat het antwoord in rapporten en voorwaarden. Een punt in de naam maakt een deel van een groter geheel.',
  '"List of items" defines a constant, predefined set of form options.': 'Hier opgesomd: de keuzes staan in het formulier.',
  // in other languages
  'In English': 'In het Engels', 'English label': 'Opschrift in het Engels', 'English description': 'Uitleg in het Engels', 'English text': 'Tekst in het Engels',
  // formulas
  'Opened in popup': 'Staat open in een venster', 'Opened in editor': 'Staat open in een venster', 'Open pop-up editor': 'In een venster openen',
  'Close popup': 'Venster sluiten', 'FEEL expression is mandatory': 'Hier hoort een formule', 'Unparsable FEEL expression.': 'Deze formule is niet leesbaar.',
  'Click to set a dynamic value with FEEL expression': 'Een formule in plaats van een vaste waarde', 'Click to remove dynamic value with FEEL expression': 'Een vaste waarde in plaats van een formule',
  // what is wrong
  'Must not be empty.': 'Vul dit in.', 'Must not be empty': 'Vul dit in.', 'Must be unique.': 'Deze naam bestaat al.', 'Must not contain spaces.': 'Zonder spaties.',
  'Must be a variable or a dot separated path.': 'Letters, cijfers en _, met punten ertussen.', 'Must not contain numerical path segments.': 'Geen deel met alleen cijfers.',
  'Must not be a prohibited path.': 'Deze naam kan niet.', 'Must not cause two binding paths to collide': 'Deze naam wordt al gebruikt.',
  'Should be a valid number': 'Vul een getal in.', 'Should be a valid number.': 'Vul een getal in.', 'Should be an integer.': 'Vul een geheel getal in.', 'Must be number': 'Vul een getal in.',
  'A number is required.': 'Vul een getal in.', 'Should be greater than zero.': 'Vul meer dan nul in.', 'Should be greater than or equal to zero.': 'Vul nul of meer in.',
  'Value must be a number.': 'Vul een getal in.',
};

const shapes = [
  [/^Create an? (.+) element$/, '$1 toevoegen'],
  [/^Remove (.+)$/, '$1 verwijderen'],
  [/^List contains (\d+) items?$/, 'Aantal: $1'],
];

if (document.documentElement.lang.startsWith('nl')) speak(words, shapes);
