import { expect, html } from '@open-wc/testing';
import type { PanelCan, PanelMatch } from '../../../server/contract/panel.ts';
import type { CrmNoRecord } from '../../../widgets/customer/crm-no-record.ts';
import '../../../widgets/customer/crm-no-record.ts';
import type { CrmRecord } from '../../../widgets/customer/crm-record.ts';
import '../../../widgets/customer/crm-record.ts';
import type { Wish } from '../../../widgets/customer/wishes.ts';
import { accessible } from '../support/accessible.ts';
import { SCRIPT_LINK } from '../support/hostile.ts';
import { mount } from '../support/mount.ts';
import { ACCOUNT, CONTACT, MAY_ALL, MAY_LINK } from '../support/panel-data.ts';
import { control, deepAll, hasControl, textOf } from '../support/seen.ts';

const TARGET = { place: 'tickets', id: '42' } as const;
const NOTHING: PanelCan = { link: false, unlink: false, create: false, add: [] };
const PAIR: PanelMatch = { outcome: 'matched', by: 'pair' };

async function record(parts: Partial<Pick<CrmRecord, 'entity' | 'block' | 'match' | 'can'>> = {}) {
  const { entity = 'contacts', block = CONTACT, match = PAIR, can = MAY_ALL } = parts;
  const wishes: Wish[] = [];
  const { element } = await mount<CrmRecord>(
    html`<crm-record
      .entity=${entity}
      .block=${block}
      .match=${match}
      .can=${can}
      @crm-wish=${({ detail }: CustomEvent<Wish>) => wishes.push(detail)}
    ></crm-record>`,
    { target: TARGET },
  );
  return { element, wishes };
}

describe('<crm-record>', () => {
  it('S119: leads to the record in CRM', async () => {
    const { element } = await record();
    const link = control<HTMLAnchorElement>(element, 'Open in CRM');
    expect(link.href).to.equal(CONTACT.record.url);
    expect(link.target).to.equal('_blank');
    await accessible(element);
  });

  it('S119: leads nowhere when the address is a trap', async () => {
    const { element } = await record({
      block: { ...CONTACT, record: { ...CONTACT.record, url: SCRIPT_LINK } },
    });
    expect(hasControl(element, 'Open in CRM')).to.equal(false);
  });

  it('S121: says that the contact is a lead in CRM', async () => {
    const { element } = await record({
      block: { ...CONTACT, record: { ...CONTACT.record, module: 'leads' } },
    });
    expect(textOf(element)).to.match(/^Lead/);
  });

  it('says how the record was found when it is no pair', async () => {
    const found = await record({ match: { outcome: 'matched', by: 'email' } });
    expect(textOf(found.element)).to.contain('Found by e-mail address');
    const paired = await record();
    expect(textOf(paired.element)).not.to.contain('Found by');
  });

  it('counts what is there, with a plus when there is more', async () => {
    const { element } = await record();
    expect(textOf(element))
      .to.contain('Potentials 2+')
      .and.to.contain('Notes 1')
      .and.to.contain('Activities 4');
  });

  it('S124: opens its sections by button, each with everything in it', async () => {
    const { element } = await record();
    control(element, 'Activities').click();
    control(element, 'Notes').click();
    await element.updateComplete;
    expect(textOf(element))
      .to.contain('Talk about the delivery dates')
      .and.to.contain('Send the offer')
      .and.to.contain('Tasting');
    await accessible(element);
    await accessible(element, 700);
  });

  it('wishes what the agent may do: add each item, unlink', async () => {
    const { element, wishes } = await record();
    control(element, 'Activities').click();
    for (const label of ['Add a potential', 'Add a note', 'Add a call', 'Add an event', 'Add a task'])
      control(element, label).click();
    control(element, 'Contact: More actions').click();
    await deepAll<CrmRecord>(element, 'crm-menu')[0]?.updateComplete;
    control(element, 'End the link').click();
    expect(wishes).to.deep.equal([
      ...['potentials', 'notes', 'calls', 'events', 'tasks'].map((item) => ({
        kind: 'add',
        entity: 'contacts',
        item,
      })),
      { kind: 'unlink', entity: 'contacts', crmId: '100' },
    ]);
  });

  it('has no control for what the agent may not do', async () => {
    const { element } = await record({ entity: 'accounts', block: ACCOUNT, can: NOTHING });
    expect(hasControl(element, 'Add')).to.equal(false);
    expect(hasControl(element, 'More actions')).to.equal(false);
    await accessible(element);
  });

  it('S118: shows an account’s own potentials, notes and activities in the same way', async () => {
    const { element } = await record({ entity: 'accounts', block: { ...CONTACT, record: ACCOUNT.record } });
    expect(textOf(element)).to.match(/^Account/);
    expect(textOf(element)).to.contain('Spring order, 400 hampers');
  });
});

describe('<crm-no-record>', () => {
  async function none(match: PanelMatch, can: PanelCan, entity: 'contacts' | 'accounts' = 'contacts') {
    const wishes: Wish[] = [];
    const { element } = await mount<CrmNoRecord>(
      html`<crm-no-record
        .entity=${entity}
        .match=${match}
        .can=${can}
        @crm-wish=${({ detail }: CustomEvent<Wish>) => wishes.push(detail)}
      ></crm-no-record>`,
    );
    return { element, wishes };
  }

  it('S4: a contact that CRM does not know is no error; it can be linked or created', async () => {
    const { element, wishes } = await none({ outcome: 'not-in-crm' }, MAY_LINK);
    expect(textOf(element)).to.contain('This contact is not in CRM.');
    control(element, 'Link to a CRM record').click();
    control(element, 'Create in CRM').click();
    expect(wishes).to.deep.equal([
      { kind: 'link', entity: 'contacts' },
      { kind: 'create', entity: 'contacts' },
    ]);
    await accessible(element);
  });

  it('says how many could be meant', async () => {
    const { element } = await none({ outcome: 'ambiguous', by: 'email', count: 3 }, MAY_LINK);
    expect(textOf(element)).to.contain('3 CRM records could be this contact.');
    await accessible(element);
  });

  it('says that there is nobody to look for, and offers nothing', async () => {
    const { element } = await none({ outcome: 'nobody' }, NOTHING, 'accounts');
    expect(textOf(element)).to.equal('This contact has no account.');
    expect(deepAll(element, 'button')).to.have.length(0);
    await accessible(element);
  });
});
