import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CUSTOMER_TYPES } from '../../../server/core/handshake/customer-type.ts';
import { filterPanel } from '../../../server/core/permissions/filter-panel.ts';
import type { PanelBlock, PanelData } from '../../../server/core/permissions/panel-data.ts';
import { NEW_PROFILE } from '../../../server/core/permissions/profile-permissions.ts';
import type {
  EntityPermissions,
  ProfilePermissions,
} from '../../../server/core/permissions/profile-permissions.ts';
import { switchItem } from '../../../server/core/permissions/switch-item.ts';
import { SWITCHES, block, panel, permissionsOf } from './panel.ts';

const sent = (permissions: ProfilePermissions, data: PanelData) =>
  JSON.stringify(filterPanel(permissions, data));

/** A block as one entity's switches let it through, written again from S56–S59: `denied` where a switch is off. */
function mix(set: EntityPermissions, open: boolean, seen: PanelBlock | null, denied: PanelBlock | null) {
  if (!open) return denied;
  if (seen === null || denied === null) return seen;
  return {
    record: seen.record,
    information: set.information ? seen.information : denied.information,
    potentials: set.potentials ? seen.potentials : denied.potentials,
    notes: set.notes ? seen.notes : denied.notes,
    calls: set.activities.calls ? seen.calls : denied.calls,
    events: set.activities.events ? seen.events : denied.events,
    tasks: set.activities.tasks ? seen.tasks : denied.tasks,
  };
}

const tag = fc.constantFrom('a', 'b', 'c');
const aBlock = fc.option(
  fc.record({
    from: tag,
    failed: fc.subarray(['information', 'potentials', 'notes', 'calls', 'events', 'tasks']),
  }),
);
function blockOf(drawn: { from: string; failed: readonly string[] } | null): PanelBlock | null {
  if (drawn === null) return null;
  const failed = drawn.failed.map(
    (item) => [item, { state: 'failed', code: `${drawn.from}-${item}` }] as const,
  );
  return { ...block(drawn.from), ...Object.fromEntries(failed) };
}
const aPanel = fc
  .record({ contact: aBlock, account: aBlock, type: fc.constantFrom(...CUSTOMER_TYPES) })
  .map(({ contact, account, type }) => ({ contact: blockOf(contact), account: blockOf(account), type }));
const aSetting = fc.nat({ max: 2 ** SWITCHES - 1 }).map(permissionsOf);

describe('filterPanel', () => {
  it('S53: a new profile sees everything', () =>
    assert.deepEqual(filterPanel(NEW_PROFILE, panel()), { ...panel(), customerType: 'customers' }));

  it('S54: a profile without Potentials gets information, notes and activities, and no potential data', () => {
    const light = switchItem(NEW_PROFILE, 'contacts', 'potentials', false);
    const answer = sent(light, panel());
    for (const item of ['information', 'notes', 'calls', 'events', 'tasks']) {
      assert.ok(answer.includes(`contact-${item}`));
    }
    assert.ok(!answer.includes('contact-potentials'));
    assert.ok(!answer.includes('customer'), 'the customer type tells about deals');
    assert.ok(answer.includes('account-potentials'));
  });

  it('S55: a profile that is not visible gets nothing, not even an empty panel', () =>
    assert.equal(filterPanel({ ...NEW_PROFILE, visible: false }, panel()), null));

  it('S56: contacts only, so the account block is absent, and the reverse', () => {
    const contactsOnly = filterPanel(switchItem(NEW_PROFILE, 'accounts', 'shown', false), panel());
    const accountsOnly = filterPanel(switchItem(NEW_PROFILE, 'contacts', 'shown', false), panel());
    assert.deepEqual(Object.keys(contactsOnly ?? {}), ['readAt', 'customerType', 'contact']);
    assert.deepEqual(Object.keys(accountsOnly ?? {}), ['readAt', 'account']);
  });

  it('S56: an entity that is shown and has no record is null; one that is not shown is absent either way', () => {
    const contactsOnly = switchItem(NEW_PROFILE, 'accounts', 'shown', false);
    assert.equal(filterPanel(NEW_PROFILE, panel({ account: null }))?.account, null);
    assert.equal(sent(contactsOnly, panel({ account: null })), sent(contactsOnly, panel()));
  });

  it('S54: a type that counts the account’s deals needs the account’s potentials too', () => {
    const data = panel({ customerType: { type: 'customers', countsAccountDeals: true } });
    const denied = switchItem(NEW_PROFILE, 'accounts', 'potentials', false);
    assert.equal(filterPanel(NEW_PROFILE, data)?.customerType, 'customers');
    assert.deepEqual(Object.keys(filterPanel(denied, data) ?? {}), ['readAt', 'contact', 'account']);
    assert.equal(filterPanel(denied, panel())?.customerType, 'customers');
  });

  it('P21: data nobody thought of does not pass', () => {
    const strange = {
      ...block('contact'),
      invoices: 'secret',
      record: { ...block('x').record, name: 'secret' },
    };
    assert.ok(!sent(NEW_PROFILE, panel({ contact: strange })).includes('secret'));
  });

  it('S58, S59: in each of the 32,768 settings each item is in the answer when it is allowed, and only then', () => {
    const data = panel();
    const items = (entity: EntityPermissions, name: string): readonly (readonly [string, boolean])[] => [
      [`"${name}-information"`, entity.information],
      [`"${name}-potentials"`, entity.potentials],
      [`"${name}-notes"`, entity.notes],
      [`"${name}-calls"`, entity.activities.calls],
      [`"${name}-events"`, entity.activities.events],
      [`"${name}-tasks"`, entity.activities.tasks],
    ];
    for (let bits = 0; bits < 2 ** SWITCHES; bits += 1) {
      const set = permissionsOf(bits);
      const answer = sent(set, data);
      for (const [entity, name] of [[set.contacts, 'contact'] as const, [set.accounts, 'account'] as const]) {
        const open = set.visible && entity.shown;
        for (const [secret, on] of items(entity, name)) assert.equal(answer.includes(secret), open && on);
        assert.equal(answer.includes(`"${name}":`), open);
      }
      const typed = set.visible && set.contacts.shown && set.contacts.potentials;
      assert.equal(answer.includes('"customerType"'), typed);
    }
  });

  it('P21: two panels that differ only in denied data give the same answer', () => {
    fc.assert(
      fc.property(aSetting, aPanel, aPanel, fc.boolean(), (set, seen, other, countsAccountDeals) => {
        const contactOpen = set.visible && set.contacts.shown;
        const accountOpen = set.visible && set.accounts.shown;
        const typeOpen =
          contactOpen &&
          set.contacts.potentials &&
          (!countsAccountDeals || (accountOpen && set.accounts.potentials));
        const first = panel({
          contact: seen.contact,
          account: seen.account,
          customerType: { type: seen.type, countsAccountDeals },
        });
        const second = panel({
          contact: mix(set.contacts, contactOpen, seen.contact, other.contact),
          account: mix(set.accounts, accountOpen, seen.account, other.account),
          customerType: { type: typeOpen ? seen.type : other.type, countsAccountDeals },
        });
        assert.equal(sent(set, second), sent(set, first));
      }),
      { numRuns: 10_000 },
    );
  });

  it('P21: more permissions never show less', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 2 ** SWITCHES - 1 }),
        aPanel,
        fc.nat({ max: SWITCHES - 1 }),
        (bits, drawn, at) => {
          const data = panel({ contact: drawn.contact, account: drawn.account });
          const keys = (setting: number) => {
            const answer = filterPanel(permissionsOf(setting), data);
            return [
              ...Object.keys(answer ?? {}),
              ...Object.keys(answer?.contact ?? {}).map((key) => `contact.${key}`),
              ...Object.keys(answer?.account ?? {}).map((key) => `account.${key}`),
            ];
          };
          const more = new Set(keys(bits | (1 << at)));
          assert.ok(keys(bits).every((key) => more.has(key)));
        },
      ),
      { numRuns: 3_000 },
    );
  });
});
