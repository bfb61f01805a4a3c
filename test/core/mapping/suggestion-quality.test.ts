import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import defaultsFile from '../../../resources/default-mappings.json' with { type: 'json' };
import wordsFile from '../../../resources/field-words.json' with { type: 'json' };
import { createVocabulary, wordsOf } from '../../../server/core/mapping/field-words.ts';
import { suggestPairs } from '../../../server/core/mapping/suggest-custom-rows.ts';
import { defaultMapping } from '../../../server/core/mapping/suggest-mapping.ts';
import type { DefaultMappings } from '../../../server/core/mapping/suggest-mapping.ts';
import { MODULES } from '../../../server/core/record.ts';
import { field } from './fields.ts';
import { LANGUAGES, readLabelled, type LabelledModule } from './labelled/read-labelled.ts';

const PRECISION = 0.98;
const RECALL = 0.9;
/** Names nobody had in mind: less is found, but nothing wrong may be. */
const HELD_OUT_RECALL = 0.85;
const vocabulary = createVocabulary(wordsFile);
const defaults = defaultsFile as DefaultMappings;

interface Judged {
  readonly right: number;
  readonly wrong: readonly string[];
  readonly missed: readonly string[];
}

function judge(sets: readonly LabelledModule[]): Judged {
  const wrong: string[] = [];
  const missed: string[] = [];
  let right = 0;
  for (const { language, module, fields, pairs } of sets) {
    const label = (names: string): string => {
      const [desk, crm] = names.split('=');
      const of = (side: 'desk' | 'crm', name = '') => fields[side].find((f) => f.apiName === name)?.label;
      return `${language} ${of('desk', desk) ?? ''} = ${of('crm', crm) ?? ''}`;
    };
    const found = suggestPairs({ module, fields, vocabulary }).map(({ desk, crm }) => `${desk}=${crm}`);
    right += found.filter((pair) => pairs.includes(pair)).length;
    wrong.push(...found.filter((pair) => !pairs.includes(pair)).map(label));
    missed.push(...pairs.filter((pair) => !found.includes(pair)).map(label));
  }
  return { right, wrong, missed };
}

/** Standard fields are recognised by their API names, whatever the language of their labels. */
function judgeStandard(): Judged {
  const found = MODULES.flatMap((module) => {
    const fields = {
      desk: defaults[module].map(({ desk }, index) =>
        field('text', { apiName: desk, label: `Feld ${index}` }),
      ),
      crm: defaults[module].map(({ crm }, index) => field('text', { apiName: crm, label: `欄${index}` })),
    };
    const rows = defaultMapping(module, fields, defaults).map(({ desk, crm }) => `${module} ${desk}=${crm}`);
    const right = new Set(defaults[module].map(({ desk, crm }) => `${module} ${desk}=${crm}`));
    return rows.map((row) => ({ row, isRight: right.has(row) }));
  });
  const expected = MODULES.reduce((sum, module) => sum + defaults[module].length, 0);
  const wrong = found.filter(({ isRight }) => !isRight).map(({ row }) => row);
  const right = found.length - wrong.length;
  return { right, wrong, missed: right < expected ? ['a standard field'] : [] };
}

const precisionOf = ({ right, wrong }: Judged) => right / (right + wrong.length);
const recallOf = ({ right, missed }: Judged) => right / (right + missed.length);
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

describe('suggested mappings on the labelled set', () => {
  const labelled = readLabelled();
  const parts = {
    'standard fields': judgeStandard(),
    'custom fields the words were chosen by': judge(labelled.filter(({ heldOut }) => !heldOut)),
    'custom fields held out': judge(labelled.filter(({ heldOut }) => heldOut)),
  };
  const sum = Object.values(parts).reduce((all, part) => ({
    right: all.right + part.right,
    wrong: [...all.wrong, ...part.wrong],
    missed: [...all.missed, ...part.missed],
  }));

  it('has at least 200 pairs, in five languages, and fields without a partner', () => {
    assert.ok(sum.right + sum.missed.length >= 200);
    for (const language of LANGUAGES) {
      const sets = labelled.filter((set) => set.language === language);
      assert.ok(sets.flatMap(({ pairs }) => pairs).length >= 40, language);
      const fields = sets.flatMap(({ fields: { desk, crm } }) => [...desk, ...crm]).length;
      assert.ok(fields > sets.flatMap(({ pairs }) => pairs).length * 2, language);
    }
  });

  for (const [name, part] of Object.entries({ ...parts, 'all of them': sum })) {
    const least = name.endsWith('held out') ? HELD_OUT_RECALL : RECALL;
    it(`S3, S18: ${name}: precision at least 98 %, recall at least ${least * 100} %`, (context) => {
      const count = part.right + part.missed.length;
      context.diagnostic(
        `${name}: ${count} pairs, precision ${percent(precisionOf(part))}, recall ${percent(recallOf(part))}`,
      );
      assert.ok(precisionOf(part) >= PRECISION, `wrong: ${part.wrong.join('; ')}`);
      assert.ok(recallOf(part) >= least, `missed: ${part.missed.join('; ')}`);
    });
  }
});

describe('the words of field names', () => {
  it('name no word for two concepts of one language', () => {
    const doubles: string[] = [];
    for (const language of LANGUAGES) {
      const seen = new Map<string, string>();
      for (const [concept, byLanguage] of Object.entries(wordsFile.concepts)) {
        for (const phrase of byLanguage[language]) {
          const key = wordsOf(phrase).join(' ');
          const known = seen.get(key);
          if (known !== undefined && known !== concept)
            doubles.push(`${language} ${phrase}: ${known}, ${concept}`);
          seen.set(key, concept);
        }
      }
    }
    assert.deepEqual(doubles, []);
  });
  it('read compounds, word order and filling words', () => {
    const cases = [
      ['Kundennummer', 'Nr. des Kunden'],
      ['Vertragsbeginn', 'Beginn des Vertrags'],
      ['契約開始日', '契約の開始日'],
      ['Date de début du contrat', 'début contrat date'],
      ['contractEndDate', 'Contract end (date)'],
    ] as const;
    for (const [one, other] of cases) {
      assert.deepEqual(vocabulary.conceptsOf(one), vocabulary.conceptsOf(other), `${one} = ${other}`);
    }
    assert.notDeepEqual(vocabulary.conceptsOf('Vertragsbeginn'), vocabulary.conceptsOf('Vertragsende'));
    assert.notDeepEqual(
      vocabulary.conceptsOf('バス'),
      vocabulary.conceptsOf('ハス'),
      'kana keep their marks',
    );
  });
});
