// bpmn-js in Dutch. What is not listed stays English; a test lists what the palette and menus show.
const words = {
  'Activate hand tool': 'Tekenblad verschuiven', 'Activate lasso tool': 'Meer dan één kiezen', 'Activate create/remove space tool': 'Ruimte maken of wegnemen',
  'Activate global connect tool': 'Verbinden', 'Create start event': 'Begin maken', 'Create intermediate/boundary event': 'Gebeurtenis maken',
  'Create end event': 'Einde maken', 'Create gateway': 'Keuze maken', 'Create task': 'Taak maken', 'Create expanded sub-process': 'Deelproces maken',
  'Create data object reference': 'Gegeven maken', 'Create data store reference': 'Gegevensbank maken', 'Create pool/participant': 'Deelnemer maken',
  'Create group': 'Groep maken', 'Create element': 'Element maken', 'Append element': 'Element toevoegen', 'Append task': 'Taak toevoegen',
  'Append end event': 'Einde toevoegen', 'Append gateway': 'Keuze toevoegen', 'Append intermediate/boundary event': 'Gebeurtenis toevoegen',
  'Append text annotation': 'Opmerking toevoegen', 'Add text annotation': 'Opmerking toevoegen', 'Connect to other element': 'Met een ander element verbinden',
  'Connect using sequence/message flow or association': 'Verbinden met een pijl', 'Connect using association': 'Verbinden met een lijn',
  'Change element': 'Element wijzigen', 'Change type': 'Soort wijzigen', Delete: 'Verwijderen', Remove: 'Verwijderen', 'Set color': 'Kleur kiezen',
  'Create new element': 'Nieuw element', 'Search in diagram': 'Zoeken in de tekening', 'No matching entries.': 'Niets gevonden.', 'Toggle minimap': 'Overzicht tonen of verbergen',
  'Open minimap': 'Overzicht tonen', 'Close minimap': 'Overzicht verbergen', Task: 'Taak', 'User task': 'Taak van een mens', 'Service task': 'Traject doet iets zelf',
  'Send task': 'Bericht sturen', 'Receive task': 'Op een bericht wachten', 'Manual task': 'Handwerk', 'Business rule task': 'Beslistabel', 'Script task': 'Script',
  'Call activity': 'Ander proces', 'Sub-process': 'Deelproces', 'Sub-process (collapsed)': 'Deelproces (dicht)', 'Sub-process (expanded)': 'Deelproces (open)',
  'Event sub-process': 'Deelproces bij een gebeurtenis', Transaction: 'Transactie', 'Ad-hoc sub-process': 'Deelproces zonder volgorde',
  'Start event': 'Begin', 'End event': 'Einde', 'Intermediate throw event': 'Onderweg melden', 'Intermediate catch event': 'Onderweg wachten', 'Boundary event': 'Bewaking',
  'Timer start event': 'Begin op een moment', 'Message start event': 'Begin bij een bericht', 'Signal start event': 'Begin bij een signaal', 'Conditional start event': 'Begin bij een voorwaarde',
  'Timer intermediate catch event': 'Wachten op een moment', 'Message intermediate catch event': 'Wachten op een bericht', 'Signal intermediate catch event': 'Wachten op een signaal',
  'Message intermediate throw event': 'Bericht sturen', 'Signal intermediate throw event': 'Signaal geven', 'Escalation intermediate throw event': 'Escaleren',
  'Timer boundary event': 'Bewaking op tijd', 'Message boundary event': 'Bewaking op een bericht', 'Error boundary event': 'Bewaking op een fout', 'Escalation boundary event': 'Bewaking op escalatie',
  'Signal boundary event': 'Bewaking op een signaal', 'Timer boundary event (non-interrupting)': 'Herinnering op tijd', 'Message boundary event (non-interrupting)': 'Bericht zonder te stoppen',
  'Error end event': 'Einde met een fout', 'Escalation end event': 'Einde met escalatie', 'Terminate end event': 'Einde van alles', 'Message end event': 'Einde met een bericht', 'Signal end event': 'Einde met een signaal',
  'Exclusive gateway': 'Keuze', 'Parallel gateway': 'Samen verder', 'Inclusive gateway': 'Een of meer wegen', 'Event-based gateway': 'Wat eerst komt', 'Complex gateway': 'Ingewikkelde keuze',
  Gateways: 'Keuzes', Tasks: 'Taken', 'Sub-processes': 'Deelprocessen', Events: 'Gebeurtenissen', Data: 'Gegevens', Participants: 'Deelnemers',
  'Sequence flow': 'Pijl', 'Default flow': 'Gewone weg', 'Conditional flow': 'Weg met voorwaarde', 'Parallel multi-instance': 'Voor elk, tegelijk', 'Sequential multi-instance': 'Voor elk, na elkaar', Loop: 'Herhalen',
  'Add lane above': 'Baan erboven', 'Add lane below': 'Baan eronder', 'Divide into two lanes': 'In twee banen verdelen', 'Divide into three lanes': 'In drie banen verdelen',
  'flow elements must be children of pools/participants': 'Een stap hoort in een deelnemer', 'element required': 'Hier hoort een element', 'no shape type specified': 'Soort ontbreekt',
};

export default {
  translate: ['value', (template, places = {}) => (words[template] ?? template).replace(/{([^}]+)}/g, (all, name) => places[name] ?? all)],
};
