import type { FieldMeta, Side } from '../record.ts';
import type { FieldMapping } from './field-mapping.ts';
import { foldCase, normaliseText } from './text.ts';

/** Looks texts up as they are written, else without regard to case; of equals, the first. */
class SpellingIndex {
  readonly #exact = new Map<string, string>();
  readonly #folded = new Map<string, string>();

  constructor(entries: Iterable<readonly [spelling: string, meaning: string]>) {
    for (const [spelling, meaning] of entries) {
      const text = normaliseText(spelling);
      if (text === null) continue;
      if (!this.#exact.has(text)) this.#exact.set(text, meaning);
      const folded = foldCase(text);
      if (!this.#folded.has(folded)) this.#folded.set(folded, meaning);
    }
  }

  find(text: string): string | undefined {
    return this.#exact.get(text) ?? this.#folded.get(foldCase(text));
  }
}

/** Gives the options of a mapped pair one set of names, so that both sides' choices can be compared. */
export interface OptionSpace {
  /** The common name of what a side holds: CRM's spelling where CRM has the option, else the side's own. */
  common(side: Side, item: string): string;
  /** How a side writes an option of this common name; the name itself when the side has no such option. */
  spell(side: Side, common: string): string;
}

/**
 * `valueMap` pairs come first, an option without a pair means itself, letter case does not matter. Where a map
 * gives one option several partners, the first pair decides.
 */
export function optionSpace(
  desk: FieldMeta,
  crm: FieldMeta,
  valueMap: FieldMapping['valueMap'] = [],
): OptionSpace {
  const names = (meta: FieldMeta): [string, string][] =>
    (meta.options ?? []).map((option) => [option, normaliseText(option) ?? option]);
  const deskOptions = new SpellingIndex(names(desk));
  const crmOptions = new SpellingIndex(names(crm));
  const toCrm = new SpellingIndex(valueMap.map((pair) => [pair.desk, pair.crm]));
  const toDesk = new SpellingIndex(valueMap.map((pair) => [pair.crm, pair.desk]));
  const crmNames = new SpellingIndex(valueMap.map((pair) => [pair.crm, pair.crm]));

  return {
    common(side, item) {
      const mapped = side === 'desk' ? toCrm.find(item) : crmNames.find(item);
      const name = mapped ?? item;
      return crmOptions.find(name) ?? (mapped === undefined ? deskOptions.find(name) : undefined) ?? name;
    },
    spell(side, common) {
      if (side === 'crm') return crmOptions.find(common) ?? common;
      const name = toDesk.find(common) ?? common;
      return deskOptions.find(name) ?? name;
    },
  };
}
