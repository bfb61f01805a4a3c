import { expect, html, waitUntil } from '@open-wc/testing';
import type { CrmMappingPreview } from '../../../../widgets/settings/mapping/crm-mapping-preview.ts';
import '../../../../widgets/settings/mapping/crm-mapping-preview.ts';
import { changeRow, editedFrom } from '../../../../widgets/settings/mapping/edited-mapping.ts';
import { byName } from '../../../../widgets/settings/mapping/field-facts.ts';
import { accessible } from '../../support/accessible.ts';
import { FakeConnector, Refuse } from '../../support/fake-connector.ts';
import { FIELDS, PREVIEW, mappingOf, row } from '../../support/mapping-data.ts';
import { mount } from '../../support/mount.ts';
import { control, deepAll, fill, seesText, textOf } from '../../support/seen.ts';

const RECORDS = [
  { id: '42', name: 'Maria Anders', hint: 'maria@example.com' },
  { id: '43', name: null, hint: null },
];
const MAPPING = editedFrom(
  mappingOf({ mappings: [row('lastName', 'Last_Name'), row('cf_seats', 'Points'), row('', 'Email')] }),
);

async function opened() {
  const connector = new FakeConnector()
    .on(/records$/, { side: 'desk', records: RECORDS })
    .on(/preview$/, PREVIEW);
  return mount<CrmMappingPreview>(
    html`<crm-mapping-preview .mapping=${MAPPING} .fields=${byName(FIELDS)}></crm-mapping-preview>`,
    { connector },
  );
}
const lines = (element: Element) =>
  deepAll(element, 'tbody tr').map((line) =>
    [...line.children].map((cell) => textOf(cell.querySelector('td > bdi') ?? cell)),
  );

describe('<crm-mapping-preview>', () => {
  it('S19: shows what one record would bring to the other side, what would come back, and what its partner holds', async () => {
    const { element, connector } = await opened();
    await seesText(element, 'Maria Anders');
    control(element, 'Maria Anders').click();
    await seesText(element, 'Paired with M. Anders in Zoho CRM.');
    expect(lines(element)).to.deep.equal([
      ['Last Name → Last Name', 'Anders', 'Anders', 'Anders', 'Andersen'],
      ['Seats → Points does not convert', 'three', '–', '–', '7'],
      ['Email → Email', 'maria@example.com', 'is not carried over', 'no way back', '–'],
    ]);
    const [asked] = connector.askedFor(/preview$/);
    expect(asked?.body, 'rows that are not filled in are left out').to.deep.equal({
      syncType: 'two-way',
      mappings: [row('lastName', 'Last_Name'), row('cf_seats', 'Points')],
      side: 'desk',
      recordId: '42',
    });
  });

  it('S19: follows the mapping while it is edited', async () => {
    const { element, connector } = await opened();
    await seesText(element, 'Maria Anders');
    control(element, 'Maria Anders').click();
    await seesText(element, 'Paired with');
    element.mapping = changeRow(MAPPING, MAPPING.rows[1]?.id ?? 0, { crm: 'Score' });
    await waitUntil(() => connector.askedFor(/preview$/).length === 2);
    const body = connector.askedFor(/preview$/)[1]?.body as { mappings: unknown[] };
    expect(body.mappings[1]).to.deep.equal(row('cf_seats', 'Score'));
    expect(deepAll(element, 'table'), 'what is shown stays meanwhile').to.have.length(1);
  });

  it('S19: finds records of either side by search', async () => {
    const { element, connector } = await opened();
    await seesText(element, '43');
    fill(element, 'Find a record', 'ande');
    await waitUntil(() => connector.askedFor(/records$/).length === 2);
    const side = control<HTMLSelectElement>(element, 'Record of');
    side.value = 'crm';
    side.dispatchEvent(new Event('change'));
    await waitUntil(() => connector.askedFor(/records$/).length === 3);
    expect(connector.askedFor(/records$/).map(({ query }) => query)).to.deep.equal([
      { side: 'desk' },
      { side: 'desk', search: 'ande' },
      { side: 'crm', search: 'ande' },
    ]);
  });

  it('S19: a record that was deleted meanwhile, and nothing found, are said in words', async () => {
    const { element, connector } = await opened();
    await seesText(element, 'Maria Anders');
    connector.on(/preview$/, new Refuse(404, 'record-unknown'));
    control(element, 'Maria Anders').click();
    await seesText(element, 'There is no such record any more.');
    connector.on(/records$/, { side: 'desk', records: [] });
    control(element, 'Choose another').click();
    await seesText(element, 'No record found.');
  });

  it('S124: is accessible, wide and narrow', async () => {
    const { element } = await opened();
    await seesText(element, 'Maria Anders');
    await accessible(element, 300);
    control(element, 'Maria Anders').click();
    await seesText(element, 'Paired with');
    await accessible(element, 300);
    await accessible(element, 900);
  });
});
