import { expect, html, waitUntil } from '@open-wc/testing';
import type { CrmFailureLog } from '../../../widgets/settings/failures/crm-failure-log.ts';
import '../../../widgets/settings/failures/crm-failure-log.ts';
import { accessible } from '../support/accessible.ts';
import { CORRECTABLE, failure, logOf } from '../support/care-data.ts';
import { FakeConnector, Refuse, SILENCE } from '../support/fake-connector.ts';
import { mount } from '../support/mount.ts';
import { pressHeading } from '../support/press-heading.ts';
import { control, deep, deepAll, fill, seesText, textOf } from '../support/seen.ts';

const FIELDS = /GET \/v1\/failures\/fields/;
const EDIT = /POST \/v1\/failures\/edit/;

async function opened(fields: unknown = CORRECTABLE) {
  const connector = new FakeConnector()
    .on(/GET \/v1\/failures$/, logOf([failure('1')]))
    .on(FIELDS, fields)
    .on(EDIT, { ok: true });
  const stage = await mount<CrmFailureLog>(html`<crm-failure-log></crm-failure-log>`, { connector });
  await seesText(stage.element, 'Contacts 1');
  pressHeading(stage.element, 'Contacts');
  await seesText(stage.element, 'Person 1');
  control(stage.element, 'Edit value: Person 1').click();
  await waitUntil(() => connector.askedFor(FIELDS).length === 1);
  return stage;
}
const dialogs = (element: Element) => deepAll(element, 'crm-correct-dialog').length;

describe('<crm-correct-dialog>', () => {
  it('S71, S73: begins with the field at fault, its value, and what the other side takes', async () => {
    const { element, connector } = await opened();
    await seesText(element, 'Correct Person 1');
    expect(connector.askedFor(FIELDS)[0]?.query).to.deep.equal({
      module: 'contacts',
      side: 'desk',
      recordId: '1',
    });
    await seesText(element, 'Stored now: a dozen');
    expect(textOf(element)).to.contain('Number of seats takes: a whole number');
    await accessible(deep(element, 'crm-correct-dialog'), 300);
  });

  it('S71: writes the new value against the one that was looked at, once, and the record is tried', async () => {
    const { element, connector } = await opened();
    await seesText(element, 'Stored now');
    fill(element, 'New value', '12');
    control(element, 'Save and try again').click();
    control(element, 'Save and try again').click();
    await waitUntil(() => dialogs(element) === 0);
    expect(connector.askedFor(EDIT).map(({ body }) => body)).to.deep.equal([
      {
        module: 'contacts',
        side: 'desk',
        recordId: '1',
        field: 'cf_places',
        expected: 'a dozen',
        value: '12',
      },
    ]);
    await seesText(element, 'Being tried…');
  });

  it('S71: somebody edited the value meanwhile: nothing is overwritten, what was typed stays', async () => {
    const { element, connector } = await opened();
    await seesText(element, 'Stored now');
    fill(element, 'New value', '12');
    const [, seats] = CORRECTABLE.fields;
    connector
      .on(EDIT, new Refuse(409, 'value-changed'))
      .on(FIELDS, { fields: [{ ...seats, value: '14 or so' }] });
    control(element, 'Save and try again').click();
    await seesText(element, 'Somebody changed the value meanwhile');
    await seesText(element, 'Stored now: 14 or so');
    expect(control<HTMLInputElement>(element, 'New value').value).to.equal('12');
    await accessible(deep(element, 'crm-correct-dialog'), 300);
    connector.on(EDIT, { ok: true });
    control(element, 'Save and try again').click();
    await waitUntil(() => dialogs(element) === 0);
    expect(connector.askedFor(EDIT)[1]?.body).to.deep.include({ expected: '14 or so', value: '12' });
  });

  for (const [code, words] of [
    ['sync-paused', 'The sync is paused'],
    ['value-invalid', 'does not accept this value'],
    ['field-not-editable', 'cannot be corrected here'],
    ['sync-busy', 'is writing just now'],
  ] as const) {
    it(`S71: refused as ${code}, it says why and stays open`, async () => {
      const { element, connector } = await opened();
      await seesText(element, 'Stored now');
      connector.on(EDIT, new Refuse(409, code));
      control(element, 'Save and try again').click();
      await seesText(element, words);
      expect(dialogs(element)).to.equal(1);
    });
  }

  it('offers a picklist’s options, and empties a field', async () => {
    const { element, connector } = await opened();
    await seesText(element, 'Stored now');
    fill(element, 'Field in Zoho Desk', 'level');
    await seesText(element, 'Stored now: Gold');
    fill(element, 'New value', '');
    control(element, 'Save and try again').click();
    await waitUntil(() => connector.askedFor(EDIT).length === 1);
    expect(connector.askedFor(EDIT)[0]?.body).to.deep.include({
      field: 'level',
      expected: 'Gold',
      value: null,
    });
  });

  it('says what is no number before anything is sent', async () => {
    const [, seats] = CORRECTABLE.fields;
    const number = { ...seats, field: { ...seats?.field, type: 'integer' }, value: 3 };
    const { element, connector } = await opened({ fields: [number] });
    await seesText(element, 'Stored now: 3');
    fill(element, 'New value', 'many');
    control(element, 'Save and try again').click();
    await seesText(element, 'This is no value for the field.');
    fill(element, 'New value', '4');
    control(element, 'Save and try again').click();
    await waitUntil(() => connector.askedFor(EDIT).length === 1);
    expect(connector.askedFor(EDIT)[0]?.body).to.deep.include({ expected: 3, value: 4 });
  });

  it('says that the record left the log', async () => {
    const { element } = await opened(new Refuse(404, 'failure-unknown'));
    await seesText(element, 'not in the Failure Log any more');
    await accessible(deep(element, 'crm-correct-dialog'), 300);
  });

  it('says that nothing can be corrected', async () => {
    const { element } = await opened({ fields: [] });
    await seesText(element, 'No field of this record');
  });

  it('closes while it loads', async () => {
    const { element } = await opened(SILENCE);
    await seesText(element, 'Loading');
    control(element, 'Close').click();
    await waitUntil(() => dialogs(element) === 0);
  });
});
