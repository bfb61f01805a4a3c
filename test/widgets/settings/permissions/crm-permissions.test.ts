import { expect, html, waitUntil } from '@open-wc/testing';
import { accessLevel, activitiesState } from '../../../../server/core/permissions/access-level.ts';
import { switchItem } from '../../../../server/core/permissions/switch-item.ts';
import type { Panel } from '../../../../server/contract/panel.ts';
import { accessOf, activitiesOf, switched } from '../../../../widgets/settings/permissions/access-summary.ts';
import type { CrmPermissions } from '../../../../widgets/settings/permissions/crm-permissions.ts';
import '../../../../widgets/settings/permissions/crm-permissions.ts';
import { accessible } from '../../support/accessible.ts';
import { NO_ANSWER, Refuse, SILENCE } from '../../support/fake-connector.ts';
import { MARKUP } from '../../support/hostile.ts';
import { sendKeys } from '../../support/keys.ts';
import { mount } from '../../support/mount.ts';
import { CONTACT, panelOf } from '../../support/panel-data.ts';
import { FULL, FULL_ENTITY, FakePermissions, profile } from '../../support/permissions-data.ts';
import { control, deep, deepAll, fill, hasControl, seesText, textOf } from '../../support/seen.ts';

async function opened(fake = new FakePermissions()) {
  const stage = await mount<CrmPermissions>(html`<crm-permissions></crm-permissions>`, {
    connector: fake.connector,
  });
  stage.element.parentElement?.style.setProperty('inline-size', '900px');
  return { ...stage, fake };
}
async function ready(fake = new FakePermissions()) {
  const stage = await opened(fake);
  await waitUntil(() => deepAll(stage.element, 'tbody tr').length > 0);
  return stage;
}
const box = (element: Element, label: string) => control<HTMLInputElement>(element, label);
const stored = (fake: FakePermissions, name: string) =>
  fake.profiles.find((each) => each.name === name)?.permissions ?? FULL;
const item = (element: Element, name: string) =>
  deep<HTMLInputElement>(deep(element, 'crm-access-switches'), `input[name="${name}"]`);
/** The panel as the connector would give it to a profile without notes. */
const PANEL: Panel = panelOf({ place: 'contacts', contact: { ...CONTACT, notes: undefined } });

describe('<crm-permissions>', () => {
  it('S53, S57: lists the profiles with Visible, Accounts, Contacts and their level of access', async () => {
    const { element } = await ready();
    expect(
      deepAll(element, 'thead th')
        .map((head) => textOf(head))
        .slice(0, 4),
    ).to.deep.equal(['Profile', 'Visible', 'Accounts', 'Contacts']);
    const levels = deepAll(element, '.link').map((link) => textOf(link));
    expect(levels).to.deep.equal([
      ...['Full Access', 'Full Access'],
      ...['Full Access', 'Restricted Access'],
      ...['Full Access', 'Full Access'],
    ]);
  });

  it('S55: unchecking Visible hides CRM from the profile, at once', async () => {
    const { element, fake } = await ready();
    box(element, 'Light Agent: Visible').click();
    await seesText(element, 'Light Agent: saved');
    expect(stored(fake, 'Light Agent').visible).to.equal(false);
    expect(textOf(element)).to.contain('Light Agent Sees nothing');
    expect(box(element, 'Light Agent: Accounts').disabled).to.equal(true);
    expect(stored(fake, 'Light Agent').contacts, 'what is below keeps its value').to.deep.equal(FULL_ENTITY);
  });

  it('S56: a profile may see accounts or contacts alone; without both it sees nothing', async () => {
    const { element, fake } = await ready();
    box(element, 'Agent: Accounts').click();
    await seesText(element, 'Agent: saved');
    expect([stored(fake, 'Agent').accounts.shown, stored(fake, 'Agent').contacts.shown]).to.deep.equal([
      false,
      true,
    ]);
    expect(textOf(element)).not.to.contain('Sees nothing');
    box(element, 'Agent: Contacts').click();
    await seesText(element, 'Sees nothing');
  });

  it('S54, S57, S58: Full Access opens the items; taking one away makes it Restricted Access', async () => {
    const { element, fake } = await ready();
    control(element, 'Light Agent, Contacts: Full Access').click();
    await seesText(element, 'Contact Information');
    item(element, 'potentials').click();
    await seesText(deep(element, 'crm-dialog'), 'Light Agent: Contacts – Restricted Access');
    control(deep(element, 'crm-access-dialog'), 'Save').click();
    await waitUntil(() => hasControl(element, 'Light Agent, Contacts: Restricted Access'));
    expect(stored(fake, 'Light Agent').contacts).to.deep.equal({ ...FULL_ENTITY, potentials: false });
    expect(stored(fake, 'Light Agent').accounts).to.deep.equal(FULL_ENTITY);
    expect(deepAll(element, 'crm-dialog')).to.have.length(0);
  });

  it('S59: Activities is mixed while calls, events and tasks differ, and moves all three', async () => {
    const { element } = await ready();
    control(element, 'Agent, Contacts: Restricted Access').click();
    await waitUntil(() => deepAll(element, 'crm-access-switches').length === 1);
    const all = item(element, 'activities');
    const three = () => ['calls', 'events', 'tasks'].map((name) => item(element, name).checked);
    expect([all.checked, all.indeterminate, three()]).to.deep.equal([false, true, [true, false, true]]);
    all.click();
    await waitUntil(() => item(element, 'events').checked);
    expect([all.checked, all.indeterminate]).to.deep.equal([true, false]);
    all.click();
    await waitUntil(() => !item(element, 'events').checked);
    expect([all.checked, all.indeterminate, three()]).to.deep.equal([false, false, [false, false, false]]);
    item(element, 'tasks').click();
    await waitUntil(() => all.indeterminate);
  });

  it('S57, S58, S59: says of all 2^6 settings what the connector says, and moves switches as it does', () => {
    for (let bits = 0; bits < 64; bits += 1) {
      const on = (at: number) => ((bits >> at) & 1) === 1;
      const activities = { calls: on(3), events: on(4), tasks: on(5) };
      const settings = { shown: true, information: on(0), potentials: on(1), notes: on(2), activities };
      expect(accessOf(settings)).to.equal(accessLevel(settings));
      expect(activitiesOf(settings)).to.equal(activitiesState(settings));
      for (const name of [
        'information',
        'potentials',
        'notes',
        'activities',
        'calls',
        'events',
        'tasks',
      ] as const) {
        for (const to of [true, false]) {
          const wanted = switchItem({ ...FULL, contacts: settings }, 'contacts', name, to).contacts;
          expect(switched(settings, name, to)).to.deep.equal(wanted);
        }
      }
    }
  });

  it('S60: of two administrators the second is told, and sees what holds', async () => {
    const { element, fake } = await ready();
    fake.profiles = [profile('3', 'Light Agent', { version: 1, permissions: { ...FULL, visible: false } })];
    box(element, 'Light Agent: Accounts').click();
    await seesText(element, 'Another administrator changed this profile meanwhile.');
    await waitUntil(() => !box(element, 'Light Agent: Visible').checked);
    expect(box(element, 'Light Agent: Accounts').checked).to.equal(true);
    expect(fake.profiles[0]?.version).to.equal(1);
  });

  it('S53: switches moved quickly one after the other are all saved, in order', async () => {
    const { element, fake } = await ready();
    box(element, 'Light Agent: Accounts').click();
    await element.updateComplete;
    box(element, 'Light Agent: Contacts').click();
    await waitUntil(() => fake.profiles[2]?.version === 2);
    expect([
      stored(fake, 'Light Agent').accounts.shown,
      stored(fake, 'Light Agent').contacts.shown,
    ]).to.deep.equal([false, false]);
    const versions = fake.connector
      .askedFor(/PUT/)
      .map(({ body }) => (body as { expectedVersion: number }).expectedVersion);
    expect(versions).to.deep.equal([0, 1]);
  });

  it('S53: a profile that Desk has no more is flagged, and cannot be changed', async () => {
    const fake = new FakePermissions([profile('1', 'Agent'), profile('99', null, { version: 2 })]);
    const { element } = await ready(fake);
    expect(textOf(element)).to.contain('Deleted profile 99 Zoho Desk has this profile no more.');
    expect(deepAll(deepAll(element, 'tbody tr')[1] ?? element, 'input, button')).to.have.length(0);
  });

  it('S53: a profile that vanishes while it is changed says so', async () => {
    const { element, fake } = await ready();
    fake.profiles = fake.profiles.slice(0, 2);
    box(element, 'Light Agent: Visible').click();
    await seesText(element, 'Light Agent Zoho Desk has this profile no more.');
    await waitUntil(() => deepAll(element, 'tbody tr').length === 2);
  });

  it('S54: shows a contact as agents of the profile see it, with nothing to press', async () => {
    const { element, fake } = await ready();
    fake.connector
      .on(/records$/, { side: 'desk', records: [{ id: '42', name: 'Maria Anders', hint: null }] })
      .on(/preview$/, { panel: PANEL });
    control(element, 'See as this profile: Agent').click();
    await seesText(element, 'Maria Anders');
    control(element, 'Maria Anders').click();
    await seesText(element, 'Spring order, 400 hampers');
    const customer = deep(element, 'crm-customer');
    control(customer, 'Notes').click();
    await seesText(customer, 'Your profile may not see this.');
    expect(hasControl(customer, 'Add')).to.equal(false);
    expect(hasControl(customer, 'Show more')).to.equal(false);
    expect(hasControl(customer, 'Refresh')).to.equal(false);
    const [asked] = fake.connector.askedFor(/preview$/);
    expect(asked?.path).to.equal('/v1/permissions/2/preview');
    expect(asked?.body).to.deep.equal({ place: 'contacts', id: '42' });
  });

  it('S54: tries switches before they are saved', async () => {
    const { element, fake } = await ready();
    fake.connector
      .on(/records$/, { side: 'desk', records: [{ id: '42', name: 'Maria Anders', hint: null }] })
      .on(/preview$/, { panel: PANEL });
    control(element, 'Light Agent, Contacts: Full Access').click();
    await waitUntil(() => deepAll(element, 'crm-access-switches').length === 1);
    expect(fake.connector.askedFor(/records$/), 'nothing is read before it is opened').to.have.length(0);
    control(deep(element, 'crm-access-dialog'), 'See as this profile').click();
    await seesText(element, 'Maria Anders');
    control(element, 'Maria Anders').click();
    await waitUntil(() => fake.connector.askedFor(/preview$/).length === 1);
    item(element, 'notes').click();
    await waitUntil(() => fake.connector.askedFor(/preview$/).length === 2);
    const asked = fake.connector.askedFor(/preview$/).map(({ body }) => body as { permissions: typeof FULL });
    expect(asked.map(({ permissions }) => permissions.contacts.notes)).to.deep.equal([true, false]);
    expect(fake.connector.askedFor(/PUT/)).to.have.length(0);
  });

  it('S55: shows that a hidden profile sees nothing, also on a ticket named by its address', async () => {
    const { element, fake } = await ready();
    fake.connector.on(/records$/, { side: 'desk', records: [] }).on(/preview$/, { panel: null });
    control(element, 'See as this profile: Agent').click();
    await waitUntil(() => hasControl(element, 'Where'));
    const where = control<HTMLSelectElement>(element, 'Where');
    where.value = 'tickets';
    where.dispatchEvent(new Event('change'));
    await waitUntil(() => hasControl(element, 'ID or address'));
    fill(element, 'ID or address', 'https://desk.example.com/agent/zylker/tickets/details/1892000000143237');
    control(element, 'Show').click();
    await seesText(element, 'Agents with this profile see nothing of Zoho CRM here.');
    expect(fake.connector.askedFor(/preview$/)[0]?.body).to.deep.equal({
      place: 'tickets',
      id: '1892000000143237',
    });
  });

  it('S60: draws loading, refusal, no answer with Try again, and no profile at all', async () => {
    const fake = new FakePermissions([]);
    fake.connector.on(/GET/, SILENCE);
    await seesText((await opened(fake)).element, 'Loading…');
    fake.connector.on(/GET/, NO_ANSWER);
    const { element } = await opened(fake);
    await seesText(element, 'The connector cannot be reached.');
    fake.connector.on(/GET/, { profiles: [] });
    control(element, 'Try again').click();
    await seesText(element, 'Zoho Desk names no profiles.');
  });

  it('S53: a failed save is said, and the switch goes back', async () => {
    const { element, fake } = await ready();
    fake.connector.on(/PUT/, new Refuse(503, 'desk-unavailable'));
    box(element, 'Agent: Visible').click();
    await seesText(element, 'Zoho Desk does not answer.');
    await waitUntil(() => box(element, 'Agent: Visible').checked);
  });

  it('shows names of profiles as text', async () => {
    const { element } = await ready(new FakePermissions([profile('1', MARKUP)]));
    expect(textOf(element)).to.contain('<img src=x');
    expect(deepAll(element, 'img')).to.have.length(0);
  });

  it('S124: is accessible, wide and narrow, with each dialog, and gives the focus back', async () => {
    const fake = new FakePermissions([
      profile('1', 'Agent'),
      profile('99', null),
      profile('2', 'Hidden', { permissions: { ...FULL, visible: false } }),
    ]);
    const { element } = await ready(fake);
    fake.connector
      .on(/records$/, { side: 'desk', records: [{ id: '42', name: 'Maria Anders', hint: 'm@x.example' }] })
      .on(/preview$/, { panel: PANEL });
    await accessible(element, 300);
    await accessible(element, 900);
    const link = control(element, 'Agent, Contacts: Full Access');
    link.focus();
    link.click();
    await waitUntil(() => deepAll(element, 'crm-access-switches').length === 1);
    control(deep(element, 'crm-access-dialog'), 'See as this profile').click();
    await seesText(element, 'Maria Anders');
    control(element, 'Maria Anders').click();
    await seesText(element, 'Spring order');
    await accessible(element, 300);
    await sendKeys(deep(element, 'dialog'), 'Escape');
    deep(element, 'dialog').dispatchEvent(new Event('cancel', { cancelable: true }));
    await waitUntil(() => deepAll(element, 'crm-dialog').length === 0);
    expect(element.shadowRoot?.activeElement).to.equal(link);
  });
});
