import { expect, html, waitUntil } from '@open-wc/testing';
import { restore, stub } from 'sinon';
import type { MappingRow } from '../../../../server/contract/mapping.ts';
import type { CrmMappingEditor } from '../../../../widgets/settings/mapping/crm-mapping-editor.ts';
import type { CrmDepartmentChoice } from '../../../../widgets/settings/mapping/crm-department-choice.ts';
import '../../../../widgets/settings/mapping/crm-mapping-editor.ts';
import { accessible } from '../../support/accessible.ts';
import { NO_ANSWER, Refuse, SILENCE } from '../../support/fake-connector.ts';
import { BIDI, MARKUP } from '../../support/hostile.ts';
import { sendKeys } from '../../support/keys.ts';
import {
  DEPARTMENTS,
  FIELDS,
  FakeMapping,
  STANDARD,
  field,
  mappingOf,
  row,
  sample,
  verdictsOn,
} from '../../support/mapping-data.ts';
import { mount } from '../../support/mount.ts';
import { control, deep, deepAll, hasControl, seesText, textOf } from '../../support/seen.ts';

const WIDE_PX = 1000;

async function opened(fake = new FakeMapping(), template = html`<crm-mapping-editor></crm-mapping-editor>`) {
  const stage = await mount<CrmMappingEditor>(template, { connector: fake.connector });
  stage.element.parentElement?.style.setProperty('inline-size', `${String(WIDE_PX)}px`);
  return { ...stage, fake };
}
/** Opened, read and checked. */
async function ready(fake = new FakeMapping(), template?: Parameters<typeof opened>[1]) {
  const stage = await opened(fake, template);
  await seesText(stage.element, 'Every value fits');
  return stage;
}
const rows = (element: Element) => deepAll(element, 'crm-mapping-row');
const drop = (element: Element, at: number, side: 'desk' | 'crm') =>
  deepAll(rows(element)[at] ?? element, 'crm-search-select')[side === 'desk' ? 0 : 1] as HTMLElement;

/** Opens a drop-down, types, and takes what is found first. */
async function choose(element: Element, at: number, side: 'desk' | 'crm', words: string) {
  const select = drop(element, at, side);
  deep(select, 'button').click();
  await waitUntil(() => deepAll(select, 'input').length === 1);
  const input = deep<HTMLInputElement>(select, 'input');
  input.value = words;
  input.dispatchEvent(new Event('input'));
  await sendKeys(input, 'Enter');
}
const sent = (fake: FakeMapping, path: RegExp) =>
  fake.connector
    .askedFor(path)
    .map(({ body }) => body as Record<string, unknown> & { mappings: MappingRow[] });
const press = (element: Element, words: string) => control(element, words).click();

describe('<crm-mapping-editor>', () => {
  afterEach(() => restore());

  it('S18, S19: shows the pre-mapped rows under “Zoho Desk Fields” and the CRM fields, with type, length and mandatory marks', async () => {
    const { element } = await ready(new FakeMapping(mappingOf({ version: 0 })));
    const heads = deepAll(element, '[role="columnheader"]').map((head) => textOf(head));
    expect(heads.slice(0, 3)).to.deep.equal(['Zoho Desk Fields', 'Direction', 'Zoho CRM Fields']);
    expect(rows(element)).to.have.length(3);
    expect(textOf(rows(element)[0] ?? element)).to.contain('Last Name Mandatory · Text · at most 80');
    expect(textOf(element)).to.contain('All 40 values tried fit');
  });

  it('S16, S17: two-way is the default, one-way from CRM the only other choice', async () => {
    const { element, fake } = await ready(new FakeMapping(mappingOf({ version: 0 })));
    const types = deepAll<HTMLInputElement>(element, 'input[type="radio"]');
    expect(types.map(({ value, checked }) => [value, checked])).to.deep.equal([
      ['two-way', true],
      ['crm-to-desk', false],
    ]);
    types[1]?.click();
    await waitUntil(() => deepAll(element, '.fixed').length === 3);
    expect(deepAll(element, '.direction select'), 'no direction is left to choose').to.have.length(0);
    press(element, 'Save');
    await waitUntil(() => fake.stored.version === 1);
    expect(fake.stored.syncType).to.equal('crm-to-desk');
  });

  it('S19: a row can be changed, its drop-down holds that module’s fields and finds them by name', async () => {
    const { element, fake } = await ready();
    deep(drop(element, 1, 'crm'), 'button').click();
    await waitUntil(() => deepAll(element, '[role="option"]').length === FIELDS.crm.length);
    const photo = deepAll(element, '[role="option"]').find((option) => textOf(option).includes('Photo'));
    expect(photo?.getAttribute('aria-disabled'), 'a type that cannot sync is shown, not offered').to.equal(
      'true',
    );
    await sendKeys(deep(element, '[role="combobox"]'), 'Escape');
    await choose(element, 1, 'crm', 'pho');
    await choose(element, 1, 'desk', 'pHONE');
    expect(element.dirty).to.equal(true);
    press(element, 'Save');
    await waitUntil(() => fake.stored.version === 4);
    expect(fake.stored.mappings).to.deep.equal([STANDARD[0], row('phone', 'Phone'), STANDARD[2]]);
    await seesText(element, 'Saved');
    expect(element.dirty).to.equal(false);
  });

  it('S19: says why a pair does not fit, with counts of the customer’s own values and examples', async () => {
    const fake = new FakeMapping(mappingOf({ mappings: [...STANDARD, row('cf_seats', 'Points')] }));
    const examples = [{ recordId: '7', value: 'three', code: 'type-mismatch' }];
    fake.connector.on(
      /verdicts$/,
      verdictsOn(({ crm }) =>
        crm === 'Points'
          ? {
              verdict: 'sometimes',
              reason: 'text-to-number',
              samples: [sample('desk', { refused: 3, examples })],
            }
          : {},
      ),
    );
    const { element } = await ready(fake);
    await seesText(element, 'In Zoho Desk: 3 of 20 are not whole numbers');
    expect(textOf(element)).to.contain('Text that is no number cannot be written.');
    press(element, 'More settings: Seats and Points');
    await seesText(element, 'Zoho Desk 7: three – does not convert');
    press(element, 'Remove the row: First Name');
    await waitUntil(() => element.dirty);
    press(element, 'Save');
    await waitUntil(() => fake.stored.version === 4, 'a warning keeps nothing from being saved');
  });

  it('S19: a pair that can never fit, a field filled twice and a field that is gone are flagged, and keep it from being saved', async () => {
    const mappings = [...STANDARD, row('cf_birthday', 'Points'), row('phone', 'Email'), row('gone', 'Phone')];
    const fake = new FakeMapping(mappingOf({ mappings }));
    const flag = { severity: 'error', side: 'crm' } as const;
    fake.connector.on(
      /verdicts$/,
      verdictsOn(
        ({ desk }) =>
          desk === 'cf_birthday'
            ? { verdict: 'never', reason: 'no-common-meaning', samples: [] }
            : desk === 'gone'
              ? { verdict: null, reason: 'unknown-field', samples: [] }
              : {},
        [
          { ...flag, code: 'never-convertible', field: 'Points', reason: 'no-common-meaning' },
          { ...flag, code: 'duplicate-target', field: 'Email' },
          { ...flag, code: 'unknown-field', side: 'desk', field: 'gone' },
        ],
      ),
    );
    const { element } = await ready(fake);
    const found = () =>
      rows(element).map((each) => deepAll(each, '.finding.error').map((text) => textOf(text)));
    expect(found()).to.deep.equal([
      [],
      [],
      [],
      ['The types have nothing in common.'],
      ['Another row already fills Email in Zoho CRM.'],
      ['Zoho Desk has no field gone any more. Choose another one or remove the row.'],
    ]);
    press(element, 'Save');
    await waitUntil(() => document.activeElement !== document.body);
    expect(sent(fake, /PUT .*config/)).to.have.length(0);
    press(element, 'Only rows with problems');
    await waitUntil(() => rows(element).length === 3);
    await seesText(element, '3 of 6 rows');
  });

  it('S19: a mandatory field that no row fills is flagged, and gets a row with one press', async () => {
    const fake = new FakeMapping(mappingOf({ mappings: STANDARD.slice(1) }));
    const problem = {
      code: 'mandatory-unmapped',
      severity: 'error',
      side: 'crm',
      field: 'Last_Name',
    } as const;
    fake.connector.on(/verdicts$/, verdictsOn(undefined, [problem]));
    const { element } = await ready(fake);
    expect(textOf(element)).to.contain('Last Name is mandatory in Zoho CRM, and no row fills it.');
    press(element, 'Add a row for it');
    await waitUntil(() => rows(element).length === 3);
    expect(textOf(drop(element, 2, 'crm'))).to.contain('Last Name');
    expect(textOf(drop(element, 2, 'desk'))).to.contain('Choose…');
  });

  it('S19: rows are added and removed; one that is not filled in is not saved, and says so', async () => {
    const { element, fake } = await ready();
    press(element, 'Remove the row: First Name and First Name');
    await waitUntil(() => rows(element).length === 2);
    press(element, 'Add a row');
    await waitUntil(() => rows(element).length === 3);
    press(element, 'Save');
    await seesText(element, 'Choose a field on both sides, or remove the row.');
    expect(sent(fake, /PUT .*config/)).to.have.length(0);
    await choose(element, 2, 'desk', 'seats');
    await choose(element, 2, 'crm', 'points');
    press(element, 'Save');
    await waitUntil(() => fake.stored.version === 4);
    expect(fake.stored.mappings.at(-1)).to.deep.equal(row('cf_seats', 'Points'));
  });

  it('S17, S21: each row has its direction, its conflict policy and its first winner', async () => {
    const { element, fake } = await ready();
    const select = (label: string, value: string) => {
      const found = control<HTMLSelectElement>(element, label);
      found.value = value;
      found.dispatchEvent(new Event('change', { bubbles: true }));
    };
    expect(
      [...control<HTMLSelectElement>(element, 'Direction: Last Name').options].map(({ value }) => value),
    ).to.deep.equal(['both', 'crm-to-desk']);
    press(element, 'More settings: Last Name and Last Name');
    await seesText(element, 'If both sides changed');
    select('If both sides changed', 'ask');
    select('If both are filled', 'desk');
    press(element, 'More settings: Email and Email');
    select('Direction: Email', 'crm-to-desk');
    await seesText(element, 'so there is no conflict');
    press(element, 'Save');
    await waitUntil(() => fake.stored.version === 4);
    expect(fake.stored.mappings).to.deep.equal([
      row('lastName', 'Last_Name', { conflict: 'ask', initialWinner: 'desk' }),
      STANDARD[1],
      row('email', 'Email', { direction: 'crm-to-desk' }),
    ]);
  });

  it('S19: options of two picklists are paired, those without partner are named, a vanished one is flagged', async () => {
    const valueMap = [{ desk: 'Silver', crm: 'Old tier' }];
    const fake = new FakeMapping(
      mappingOf({ mappings: [...STANDARD, row('cf_level', 'Level', { valueMap })] }),
    );
    const problem = {
      code: 'vanished-option',
      severity: 'warning',
      side: 'crm',
      field: 'Level',
      option: 'Old tier',
    } as const;
    fake.connector.on(/verdicts$/, verdictsOn(undefined, [problem]));
    const { element } = await ready(fake);
    await seesText(element, 'Level in Zoho CRM has no option “Old tier” any more.');
    press(element, 'More settings: Service level and Level');
    await seesText(element, 'Only in Zoho Desk (1): Basic');
    expect(textOf(element)).to.contain('Only in Zoho CRM (1): Platinum');
    expect(textOf(element)).to.contain('Old tier (no longer there)');
    const select = control<HTMLSelectElement>(element, 'Zoho CRM, pair 1');
    select.value = 'Platinum';
    select.dispatchEvent(new Event('change'));
    await waitUntil(() => !textOf(element).includes('Only in Zoho CRM'));
    press(element, 'Add a pair');
    await waitUntil(() => hasControl(element, 'Zoho CRM, pair 2'));
    expect(control<HTMLSelectElement>(element, 'Zoho Desk, pair 2').value).to.equal('Basic');
    const second = control<HTMLSelectElement>(element, 'Zoho CRM, pair 2');
    second.value = 'Gold';
    second.dispatchEvent(new Event('change'));
    press(element, 'Save');
    await waitUntil(() => fake.stored.version === 4);
    expect(fake.stored.mappings.at(-1)?.valueMap).to.deep.equal([
      { desk: 'Silver', crm: 'Platinum' },
      { desk: 'Basic', crm: 'Gold' },
    ]);
  });

  it('S3, S19: custom fields are suggested with a confidence and why, and added by hand', async () => {
    const { element, fake } = await ready();
    await seesText(element, 'Birthday ↔ Date of Birth 81% · same meaning');
    press(element, 'Add: Service level and Level');
    await waitUntil(() => rows(element).length === 4);
    expect(hasControl(element, 'Add: Service level')).to.equal(false);
    press(element, 'Save');
    await waitUntil(() => fake.stored.version === 4);
    expect(fake.stored.mappings.at(-1)).to.deep.equal(row('cf_level', 'Level'));
  });

  it('S18: rows that the connector suggested say how sure it is', async () => {
    const mappings = [...STANDARD, row('cf_level', 'Level')];
    const { element } = await ready(new FakeMapping(mappingOf({ version: 0, mappings })));
    expect(textOf(rows(element)[3] ?? element)).to.contain('Suggested, 92% sure');
  });

  it('S23, S24, S25: products have their own type, mapping and departments; none is refused', async () => {
    const fake = new FakeMapping(mappingOf({ module: 'products', version: 0 }), {
      ...FIELDS,
      module: 'products',
    });
    const { element } = await ready(fake, html`<crm-mapping-editor module="products"></crm-mapping-editor>`);
    expect(textOf(element)).to.contain('Archive disabled in Zoho Desk');
    press(element, 'Save');
    await seesText(element, 'Select at least one department.');
    expect(sent(fake, /PUT .*config/)).to.have.length(0);
    press(element, 'Support');
    await waitUntil(() => element.dirty);
    press(element, 'Sales');
    await element.updateComplete;
    await deep<CrmDepartmentChoice>(element, 'crm-department-choice').updateComplete;
    press(element, 'Sales');
    press(element, 'Save');
    await waitUntil(() => fake.stored.version === 1);
    expect(fake.stored.departmentIds).to.deep.equal([DEPARTMENTS[0]?.id]);
  });

  it('S24: a chosen department that Desk has no more is shown, so that it can be taken away', async () => {
    const stored = mappingOf({ module: 'products', departmentIds: ['1', '99'] });
    const fake = new FakeMapping(stored, { ...FIELDS, module: 'products' });
    fake.connector.on(/PUT .*config/, new Refuse(422, 'unknown-department', { departmentIds: ['99'] }));
    const { element } = await ready(fake, html`<crm-mapping-editor module="products"></crm-mapping-editor>`);
    expect(textOf(element)).to.contain('99 no longer in Zoho Desk');
    press(element, 'Sales');
    await waitUntil(() => element.dirty);
    press(element, 'Save');
    await seesText(element, 'A selected department is no longer in Zoho Desk.');
  });

  it('S21: every edit is kept as a draft, and a reopened editor goes on with it or throws it away', async () => {
    const first = await ready();
    press(first.element, 'Add a row');
    await waitUntil(() => rows(first.element).length === 4);
    await choose(first.element, 3, 'desk', 'seats');
    await waitUntil(
      () => (first.fake.draft?.body['mappings'] as MappingRow[] | undefined)?.at(-1)?.desk === 'cf_seats',
    );
    await seesText(first.element, 'Kept as a draft');
    expect(first.fake.stored.version, 'a draft has no effect').to.equal(3);
    first.element.remove();

    const { element, fake } = await ready(first.fake);
    await seesText(element, 'You have changes from');
    expect(rows(element)).to.have.length(4);
    expect(textOf(drop(element, 3, 'desk'))).to.contain('Seats');
    press(element, 'Discard changes');
    await waitUntil(() => rows(element).length === 3);
    await waitUntil(() => fake.draft === null);
    expect(element.dirty).to.equal(false);
    press(element, 'Undo');
    await waitUntil(() => rows(element).length === 4);
    await waitUntil(() => fake.draft !== null);
  });

  it('S21: an editor that is closed within a moment after the edit still keeps it', async () => {
    const { element, fake } = await ready();
    press(element, 'Remove the row: Email and Email');
    await waitUntil(() => element.dirty);
    element.remove();
    await waitUntil(() => fake.draft !== null);
    expect((fake.draft?.body['mappings'] as MappingRow[]).length).to.equal(2);
  });

  it('S21: of two administrators the second is told, sees what differs, and overwrites nothing unasked', async () => {
    const { element, fake } = await ready();
    press(element, 'Remove the row: Email and Email');
    await waitUntil(() => element.dirty);
    const theirs = [...STANDARD, row('cf_seats', 'Points')];
    fake.stored = mappingOf({ version: 4, mappings: theirs });
    press(element, 'Save');
    await seesText(element, 'Another administrator saved meanwhile');
    expect(fake.stored.version).to.equal(4);
    const text = textOf(deep(element, 'crm-saved-meanwhile'));
    expect(text).to.match(/Only theirs ?: Seats ↔ Points/);
    expect(text).to.match(/Only theirs ?: Email ↔ Email/);
    press(element, 'Save');
    expect(sent(fake, /PUT .*config/), 'saving waits for the decision').to.have.length(1);
    press(element, 'Go on with mine');
    await waitUntil(() => deepAll(element, 'crm-saved-meanwhile').length === 0);
    press(element, 'Save');
    await waitUntil(() => fake.stored.version === 5);
    expect(fake.stored.mappings).to.deep.equal(STANDARD.slice(0, 2));
  });

  it('S21: an old draft says so when it is opened, and the saved mapping can be taken instead', async () => {
    const fake = new FakeMapping(mappingOf({ version: 5 }));
    const body = { syncType: 'two-way', mappings: STANDARD.slice(0, 1), departmentIds: [], basedOn: 3 };
    fake.draft = { body, savedAt: '2026-11-25T09:00:00.000Z' };
    const { element } = await ready(fake);
    await seesText(element, 'Another administrator saved meanwhile');
    press(element, 'Use the saved mapping');
    await waitUntil(() => rows(element).length === 3);
    await waitUntil(() => fake.draft === null);
  });

  it('S19: a mapping saved against a field that was deleted meanwhile is refused in words, and nothing is lost', async () => {
    const fake = new FakeMapping(mappingOf({ mappings: [...STANDARD, row('cf_seats', 'Points')] }));
    const { element } = await ready(fake);
    press(element, 'Remove the row: First Name');
    await waitUntil(() => element.dirty);
    const without = { ...FIELDS, desk: FIELDS.desk.filter(({ apiName }) => apiName !== 'cf_seats') };
    const problem = { code: 'unknown-field', severity: 'error', side: 'desk', field: 'cf_seats' };
    fake.connector
      .on(/GET .*fields$/, without)
      .on(/PUT .*config/, new Refuse(422, 'mapping-invalid', { problems: [problem] }));
    press(element, 'Save');
    await seesText(element, 'The mapping has rows that cannot work.');
    await seesText(element, 'Zoho Desk has no field cf_seats any more.');
    expect(textOf(drop(element, 2, 'desk'))).to.contain('cf_seats (no longer there)');
    expect(rows(element)).to.have.length(3);
    await waitUntil(() => fake.draft !== null);
  });

  it('S20: pressing Save twice saves once, and an answer that got lost is no second version', async () => {
    const { element, fake } = await ready();
    press(element, 'Remove the row: Email and Email');
    await waitUntil(() => element.dirty);
    press(element, 'Save');
    press(element, 'Save');
    await waitUntil(() => fake.stored.version === 4);
    await seesText(element, 'Saved');
    expect(sent(fake, /PUT .*config/)).to.have.length(1);

    press(element, 'Remove the row: First Name');
    await waitUntil(() => element.dirty);
    const real = fake.connector.send.bind(fake.connector);
    const lost = stub(fake.connector, 'send').callsFake(async (request, signal) => {
      const answer = await real(request, signal);
      if (!request.url.endsWith('/config')) return answer;
      lost.restore();
      return { status: 502, body: null };
    });
    press(element, 'Save');
    await seesText(element, 'not understood');
    expect(fake.stored.version).to.equal(5);
    press(element, 'Save');
    await waitUntil(() => !element.dirty);
    expect(fake.stored.version).to.equal(5);
  });

  it('S21: a connector that cannot be reached loses nothing: the draft is tried again, the edits stay', async () => {
    const { element, fake } = await ready();
    fake.connector.on(/PUT /, NO_ANSWER);
    press(element, 'Remove the row: Email and Email');
    await seesText(element, 'The draft could not be kept; it is tried again.');
    press(element, 'Save');
    await seesText(element, 'The connector cannot be reached. Check your connection.');
    expect(rows(element)).to.have.length(2);
    expect(element.dirty).to.equal(true);
  });

  it('follows a sync type that is set from outside, and tells the page around it what happens', async () => {
    const told: unknown[] = [];
    const tell = ({ type, detail }: CustomEvent) => told.push([type, detail]);
    const fake = new FakeMapping(mappingOf({ version: 0 }));
    const { element } = await ready(
      fake,
      html`<crm-mapping-editor
        embedded
        .syncType=${'crm-to-desk'}
        @crm-saved=${tell}
        @crm-dirty=${tell}
      ></crm-mapping-editor>`,
    );
    expect(deepAll(element, 'input[type="radio"]')).to.have.length(0);
    expect(hasControl(element, 'Discard changes')).to.equal(false);
    expect([element.saved, element.dirty]).to.deep.equal([false, true]);
    expect(await element.save()).to.equal(true);
    expect([element.saved, element.dirty]).to.deep.equal([true, false]);
    expect(await element.save(), 'what is stored is not stored again').to.equal(true);
    expect(fake.stored.version).to.equal(1);
    const saved = ['crm-saved', { module: 'contacts', version: 1, syncType: 'crm-to-desk' }];
    await waitUntil(() => told.length === 4);
    expect(told).to.deep.include.members([
      ['crm-dirty', { dirty: true }],
      saved,
      ['crm-dirty', { dirty: false }],
    ]);
  });

  it('draws loading, an error with Try again, and a check that failed', async () => {
    const fake = new FakeMapping();
    fake.connector.on(/GET .*fields$/, SILENCE);
    const waiting = await opened(fake);
    await seesText(waiting.element, 'Loading…');
    fake.connector.on(/GET .*fields$/, new Refuse(503, 'zoho-unavailable'));
    const { element } = await opened(fake);
    await seesText(element, 'Zoho does not answer.');
    fake.connector.on(/GET .*fields$/, FIELDS).on(/verdicts$/, new Refuse(429, 'too-many-requests'));
    press(element, 'Try again');
    await seesText(element, 'The mapping could not be checked. Too many requests.');
    fake.connector.on(/verdicts$/, verdictsOn());
    press(element, 'Try again');
    await seesText(element, 'Every value fits');
  });

  it('shows names of fields as text, whatever they hold', async () => {
    const desk = [...FIELDS.desk, field('cf_evil', MARKUP, { options: [MARKUP], type: 'picklist' })];
    const crm = [...FIELDS.crm, field('Evil', BIDI, { options: [BIDI], type: 'picklist' })];
    const fake = new FakeMapping(mappingOf({ mappings: [...STANDARD, row('cf_evil', 'Evil')] }), {
      ...FIELDS,
      desk,
      crm,
    });
    const { element } = await ready(fake);
    expect(textOf(element)).to.contain('<img src=x');
    expect(deepAll(element, 'img')).to.have.length(0);
    expect(textOf(element)).not.to.contain('\u202E');
  });

  it('S124: is accessible with everything open, in all looks, from 320 to 1000 pixels', async () => {
    const mappings = [
      ...STANDARD,
      row('cf_level', 'Level', { valueMap: [{ desk: 'Basic', crm: 'Gone' }] }),
      row('', 'Points'),
    ];
    const fake = new FakeMapping(mappingOf({ version: 0, mappings: mappings.slice(0, 4) }));
    const body = { syncType: 'two-way', mappings, departmentIds: [], basedOn: 0 };
    fake.draft = { body, savedAt: '2026-11-25T09:00:00.000Z' };
    fake.connector.on(
      /verdicts$/,
      verdictsOn(
        ({ crm }) =>
          crm === 'Level'
            ? { verdict: 'sometimes', reason: 'options-differ', samples: [sample('desk', { refused: 2 })] }
            : {},
        [
          { code: 'duplicate-target', severity: 'error', side: 'crm', field: 'Email' },
          { code: 'mandatory-unmapped', severity: 'error', side: 'crm', field: 'Last_Name' },
        ],
      ),
    );
    fake.connector.on(/GET .*records$/, {
      side: 'desk',
      records: [{ id: '1', name: 'Maria', hint: 'm@x.example' }],
    });
    const { element } = await ready(fake);
    press(element, 'More settings: Service level and Level');
    press(element, 'Preview with one of your records');
    await seesText(element, 'm@x.example');
    await accessible(element, 300);
    await accessible(element, WIDE_PX);
    deep(drop(element, 3, 'crm'), 'button').click();
    await waitUntil(() => deepAll(element, '[role="option"]').length > 0);
    await accessible(element, 300);
  });
});
