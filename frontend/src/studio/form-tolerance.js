// form-js opens no form with a name given twice or with a component it does not know. Here it does, so that what the
// check finds can be seen and mended in its place; what it does not know is kept as it is.
import { PathRegistry } from '@bpmn-io/form-js-viewer';
import { h } from 'preact';

// A name that is taken already is remembered beside the names; giving it up frees nothing of whoever had it first.
class ForgivingPaths extends PathRegistry {
  constructor(...services) {
    super(...services);
    this.twice = [];
    this.opening = false;
  }

  canClaimPath(path, options) {
    return this.opening || super.canClaimPath(path, options);
  }

  claimPath(path, options) {
    if (super.canClaimPath(path, options)) super.claimPath(path, options);
    else this.twice.push(path.join('.'));
  }

  unclaimPath(path) {
    const at = this.twice.indexOf(path.join('.'));
    if (at < 0) super.unclaimPath(path);
    else this.twice.splice(at, 1);
  }

  clear() {
    super.clear();
    this.twice = [];
  }
}
ForgivingPaths.$inject = ['formFieldRegistry', 'formFields', 'injector'];

// `unknown`: what stands in the place of a component we do not know; %s is its type.
export function tolerant(unknown) {
  class Tolerance {
    constructor(formFields, pathRegistry, importer) {
      const find = formFields.get.bind(formFields);
      formFields.get = (type) => find(type) ?? stranger(type, unknown);
      const open = importer.importSchema.bind(importer);
      importer.importSchema = (schema) => {
        pathRegistry.opening = true;
        try {
          return open(schema);
        } finally {
          pathRegistry.opening = false;
        }
      };
    }
  }
  Tolerance.$inject = ['formFields', 'pathRegistry', 'importer'];
  return { __init__: ['tolerance'], tolerance: ['type', Tolerance], pathRegistry: ['type', ForgivingPaths] };
}

const strangers = new Map();

// One for each type: another function at every look would be drawn anew at every look.
function stranger(type, unknown) {
  if (!strangers.has(type)) {
    const words = unknown.replace('%s', String(type));
    const made = () => h('p', { class: 'fjs-form-field studio-stranger' }, words);
    // No label: form-js would write it into the component.
    made.config = { type, name: words, group: 'basic-input', create: (given) => given };
    strangers.set(type, made);
  }
  return strangers.get(type);
}

// Two components with one id: the later gets one of its own. No answer hangs on an id.
export function withOwnIds(part, taken = new Set()) {
  const { id, components, ...rest } = part;
  const own = id === undefined || taken.has(id) ? {} : { id };
  taken.add(id);
  return { ...rest, ...own, ...(components ? { components: components.map((one) => withOwnIds(one, taken)) } : {}) };
}
