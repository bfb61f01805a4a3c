import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { SIDES } from '../../server/core/record.ts';
import { startScenario, type Row, type Scenario } from '../support/scenario.ts';

const DAY = 86_400_000;

describe('a lead that is converted in CRM', () => {
  let at: Scenario;
  before(async () => {
    at = await startScenario({ settings: { pollReconcileMs: DAY, pollProductsMs: DAY } });
    await at.engine.settle();
  });
  after(() => at.stop());

  async function lead(values: Row): Promise<string> {
    const answer = (await at.human.call('crm', 'POST', '/Leads', { data: [values] })) as {
      data: { details: { id: string } }[];
    };
    return answer.data[0]?.details.id ?? '';
  }
  async function convert(id: string, order: Row = {}) {
    const answer = (await at.human.call('crm', 'POST', `/Leads/${id}/actions/convert`, {
      data: [order],
    })) as {
      data: { details: Record<'Contacts' | 'Accounts' | 'Deals', { id: string } | null> }[];
    };
    const { Contacts, Accounts, Deals } = answer.data[0]?.details ?? {};
    return { contact: Contacts?.id ?? '', account: Accounts?.id ?? '', deal: Deals?.id ?? '' };
  }
  const ofEmail = (side: 'desk' | 'crm', email: string) =>
    at.human.records(side, 'contacts').filter((row) => row[side === 'desk' ? 'email' : 'Email'] === email);

  it('S33, S99: its contact pairs with Desk’s of that e-mail, its account with Desk’s of that name: nothing is doubled', async () => {
    const email = 'nora@novum.example';
    // Alone in Desk: an old contact that nobody brought over.
    const account = await at.human.create('desk', 'accounts', { accountName: 'Novum' });
    const contact = await at.human.create('desk', 'contacts', {
      lastName: 'Novum',
      email,
      phone: '+45 1',
      accountId: account,
    });
    const id = await lead({
      Last_Name: 'Novum',
      First_Name: 'Nora',
      Email: 'Nora@Novum.example',
      Company: 'Novum',
    });
    const made = await convert(id, {
      Deals: {
        Deal_Name: 'First',
        Stage: 'Qualification',
        Closing_Date: '2027-01-31',
        Pipeline: 'Standard (Standard)',
      },
    });
    await at.sync('contacts', 'crm', made.contact);
    await at.sync('accounts', 'crm', made.account);
    assert.equal(await at.partnerId('contacts', 'crm', made.contact), contact);
    assert.equal(await at.partnerId('accounts', 'crm', made.account), account);
    assert.equal(at.human.record('crm', 'contacts', made.contact)?.['Phone'], '+45 1', 'filled beats empty');
    assert.equal(at.human.record('desk', 'contacts', contact)?.['firstName'], 'Nora');
    assert.equal(
      at.human.records('desk', 'accounts').filter((row) => row['accountName'] === 'Novum').length,
      1,
    );
    assert.equal(ofEmail('crm', 'Nora@Novum.example').length + ofEmail('crm', email).length, 1);
    const writes = await at.writesDuring(() => at.sync('contacts', 'crm', made.contact));
    assert.deepEqual(writes, []);
    assert.deepEqual(await at.failures('contacts'), []);
  });

  it('S100: where Desk knows neither, its account is made first and the contact names it', async () => {
    const made = await convert(
      await lead({ Last_Name: 'Ovid', Email: 'o@ovid.example', Company: 'Ovid Ltd' }),
    );
    await at.sync('contacts', 'crm', made.contact);
    const partner = await at.partner('contacts', 'crm', made.contact);
    assert.equal(partner['accountId'], await at.partnerId('accounts', 'crm', made.account));
  });

  it('P11: converted into a contact that is paired, that one keeps its pair and nothing is made', async () => {
    const pair = await at.pair('contacts', 'crm', { Last_Name: 'Pace', Email: 'p@pace.example' });
    const rows = SIDES.map((side) => at.human.records(side, 'contacts').length);
    const id = await lead({ Last_Name: 'Pace', Email: 'p@pace.example', Company: 'Pace Ltd' });
    const made = await convert(id, { Contacts: { id: pair.crm } });
    assert.equal(made.contact, pair.crm);
    await at.sync('contacts', 'crm', pair.crm);
    assert.equal(await at.partnerId('contacts', 'crm', pair.crm), pair.desk);
    assert.deepEqual(
      SIDES.map((side) => at.human.records(side, 'contacts').length),
      rows,
    );
  });

  it('S72: converted into a second contact of a paired e-mail: a named failure, and Desk’s contact stays single', async () => {
    const pair = await at.pair('contacts', 'crm', { Last_Name: 'Quill', Email: 'q@quill.example' });
    const made = await convert(
      await lead({ Last_Name: 'Quill', Email: 'q@quill.example', Company: 'Quill Ltd' }),
    );
    await at.sync('contacts', 'crm', made.contact);
    assert.equal((await at.failureOf('contacts', 'crm', made.contact))?.code, 'already-linked');
    assert.equal(ofEmail('desk', 'q@quill.example').length, 1);
    assert.equal(await at.partnerId('contacts', 'crm', pair.crm), pair.desk);
  });
});
