// Reading and writing what our engine reads of an element, each write one step that can be undone.

export class Properties {
  constructor(modeler) {
    this.modeling = modeler.get('modeling');
    this.factory = modeler.get('bpmnFactory');
    this.modeler = modeler;
  }

  set(element, values) {
    this.modeling.updateProperties(element, values);
  }

  documentation(element) {
    return element.businessObject.get('documentation')?.[0]?.text ?? '';
  }

  setDocumentation(element, words) {
    const documentation = words ? [this.factory.create('bpmn:Documentation', { text: words })] : [];
    this.set(element, { documentation });
  }

  // <camunda:properties>: the names our engine knows (record, not_by …), and the inputs of an operation.
  property(element, name) {
    return this.extension(element, 'camunda:Properties')?.get('values')?.find((row) => row.name === name)?.value ?? '';
  }

  setProperty(element, name, value) {
    const holder = this.extension(element, 'camunda:Properties');
    const others = (holder?.get('values') ?? []).filter((row) => row.name !== name);
    const rows = value ? [...others, this.factory.create('camunda:Property', { name, value })] : others;
    this.replaceExtension(element, 'camunda:Properties', rows.length ? { values: rows } : null);
  }

  condition(flow) {
    return flow.businessObject.conditionExpression?.body ?? '';
  }

  setCondition(flow, body) {
    const conditionExpression = body ? this.factory.create('bpmn:FormalExpression', { body }) : undefined;
    this.set(flow, { conditionExpression });
  }

  definition(element, type) {
    return element.businessObject.get('eventDefinitions')?.find((row) => row.$type === type);
  }

  // A timer has exactly one of timeDate and timeDuration.
  setTimer(element, kind, body) {
    const definition = this.definition(element, 'bpmn:TimerEventDefinition');
    const expression = this.expression(definition, body ?? '');
    this.modeling.updateModdleProperties(element, definition, {
      timeDate: kind === 'timeDate' ? expression : undefined,
      timeDuration: kind === 'timeDuration' ? expression : undefined,
      timeCycle: undefined,
    });
  }

  expression(parent, body) {
    const made = this.factory.create('bpmn:FormalExpression', { body });
    made.$parent = parent;
    return made;
  }

  // A message (or signal, error, escalation) of the whole diagram, found by its name or made.
  setReference(element, type, root, property, name) {
    const definitions = this.modeler.getDefinitions();
    const code = { 'bpmn:Error': 'errorCode', 'bpmn:Escalation': 'escalationCode' }[root];
    let found = definitions.rootElements.find((row) => row.$type === root && row.name === name);
    if (name && !found) {
      found = this.factory.create(root, { name, ...(code ? { [code]: name } : {}) });
      found.$parent = definitions;
      definitions.rootElements.push(found);
    }
    const holder = this.definition(element, type);
    if (holder) this.modeling.updateModdleProperties(element, holder, { [property]: name ? found : undefined });
    else this.set(element, { [property]: name ? found : undefined });
  }

  extension(element, type) {
    return element.businessObject.get('extensionElements')?.get('values')?.find((row) => row.$type === type);
  }

  replaceExtension(element, type, content) {
    const holder = element.businessObject.get('extensionElements');
    const others = (holder?.get('values') ?? []).filter((row) => row.$type !== type);
    const values = content ? [...others, this.factory.create(type, content)] : others;
    const made = values.length ? this.factory.create('bpmn:ExtensionElements', { values }) : undefined;
    values.forEach((row) => { row.$parent = made; });
    this.set(element, { extensionElements: made });
  }
}
