// Marks on what a library draws, and draws again at every change. An attribute the library does not know stays on what it
// keeps, which a class would not; what it makes anew is marked anew.
//
// [data-finding] is "error" or "warning"; the sentence is the title, and [data-finding-words] for a style sheet to show.
const NAMES = ['data-finding', 'data-finding-words', 'title'];

export class LastingMarks {
  constructor(place, words) {
    Object.assign(this, { place, words, wanted: new Map() });
    new MutationObserver(() => this.apply()).observe(place, { childList: true, subtree: true });
  }

  // `found`: [[selector, problem], …]; two problems of one element are one mark, with both sentences.
  show(found) {
    this.wanted = new Map();
    for (const [selector, { severity, message }] of found) {
      const [, said] = this.wanted.get(selector) ?? [];
      const sentence = `${this.words[severity]}: ${message}`;
      const worst = said && this.wanted.get(selector)[0] === 'error' ? 'error' : severity;
      this.wanted.set(selector, [worst, said ? `${said} ${sentence}` : sentence]);
    }
    this.apply();
  }

  apply() {
    const over = new Set(this.place.querySelectorAll('[data-finding]'));
    for (const [selector, [severity, sentence]] of this.wanted) {
      const element = this.place.querySelector(selector);
      if (!element) continue;
      over.delete(element);
      [severity, sentence, sentence].forEach((value, at) => element.setAttribute(NAMES[at], value));
    }
    over.forEach((element) => NAMES.forEach((name) => element.removeAttribute(name)));
  }
}

// Is this said of the part of the draft that is open here? Both addresses end with its name.
export const isOf = (place, { address }) => address.split('/').at(-1) === place.dataset.part.split('/').at(-1);
