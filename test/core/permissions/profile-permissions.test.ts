import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { accessLevel, activitiesState } from '../../../server/core/permissions/access-level.ts';
import {
  ENTITIES,
  ITEMS,
  NEW_PROFILE,
  allowedItems,
  allows,
  allowsCustomerType,
  isHidden,
} from '../../../server/core/permissions/profile-permissions.ts';
import type { ProfilePermissions } from '../../../server/core/permissions/profile-permissions.ts';
import { switchItem, type EntitySwitch } from '../../../server/core/permissions/switch-item.ts';
import { SWITCHES, permissionsOf } from './panel.ts';

const off = (...switches: readonly EntitySwitch[]): ProfilePermissions =>
  switches.reduce<ProfilePermissions>((now, one) => switchItem(now, 'contacts', one, false), NEW_PROFILE);

describe('profile permissions', () => {
  it('S53: a new profile is visible, with full access to everything of both entities', () => {
    assert.equal(isHidden(NEW_PROFILE), false);
    for (const entity of ENTITIES) {
      assert.deepEqual(allowedItems(NEW_PROFILE, entity), ITEMS);
      assert.equal(accessLevel(NEW_PROFILE[entity]), 'full');
    }
  });

  it('S54: Potentials off leaves information, notes and activities', () =>
    assert.deepEqual(allowedItems(off('potentials'), 'contacts'), [
      'information',
      'notes',
      'calls',
      'events',
      'tasks',
    ]));

  it('S55: not visible denies every item; visible again, each switch is as it was', () => {
    const restricted = off('notes');
    const hidden = { ...restricted, visible: false };
    assert.equal(isHidden(hidden), true);
    for (const entity of ENTITIES) assert.deepEqual(allowedItems(hidden, entity), []);
    assert.deepEqual({ ...hidden, visible: true }, restricted);
  });

  for (const { accounts, contacts, hidden } of [
    { accounts: true, contacts: true, hidden: false },
    { accounts: true, contacts: false, hidden: false },
    { accounts: false, contacts: true, hidden: false },
    { accounts: false, contacts: false, hidden: true },
  ]) {
    it(`S56: accounts ${accounts ? 'on' : 'off'}, contacts ${contacts ? 'on' : 'off'}`, () => {
      const one = switchItem(NEW_PROFILE, 'accounts', 'shown', accounts);
      const both = switchItem(one, 'contacts', 'shown', contacts);
      assert.equal(isHidden(both), hidden);
      assert.equal(allowedItems(both, 'accounts').length, accounts ? ITEMS.length : 0);
      assert.equal(allowedItems(both, 'contacts').length, contacts ? ITEMS.length : 0);
    });
  }

  for (const item of ITEMS) {
    it(`S57: ${item} off makes the contact's level restricted and leaves the account's full`, () => {
      assert.equal(accessLevel(off(item).contacts), 'restricted');
      assert.equal(accessLevel(off(item).accounts), 'full');
      assert.equal(accessLevel(switchItem(off(item), 'contacts', item, true).contacts), 'full');
    });
  }

  it('S57: an entity that is not shown keeps the level of its items', () =>
    assert.equal(accessLevel(off('shown').contacts), 'full'));

  it('S58: each switch moves alone, on its own entity', () => {
    for (const item of ITEMS) {
      for (const other of ITEMS) assert.equal(allows(off(item), 'contacts', other), other !== item);
      assert.equal(off(item).accounts, NEW_PROFILE.accounts);
    }
  });

  for (const { calls, events, tasks, state } of [
    { calls: false, events: false, tasks: false, state: 'none' },
    { calls: true, events: false, tasks: false, state: 'some' },
    { calls: false, events: true, tasks: false, state: 'some' },
    { calls: false, events: false, tasks: true, state: 'some' },
    { calls: true, events: true, tasks: false, state: 'some' },
    { calls: true, events: false, tasks: true, state: 'some' },
    { calls: false, events: true, tasks: true, state: 'some' },
    { calls: true, events: true, tasks: true, state: 'all' },
  ]) {
    it(`S59: calls ${String(calls)}, events ${String(events)}, tasks ${String(tasks)}: activities ${state}`, () => {
      const set: ProfilePermissions = {
        ...NEW_PROFILE,
        contacts: { ...NEW_PROFILE.contacts, activities: { calls, events, tasks } },
      };
      assert.equal(activitiesState(set.contacts), state);
      assert.deepEqual(
        [
          allows(set, 'contacts', 'calls'),
          allows(set, 'contacts', 'events'),
          allows(set, 'contacts', 'tasks'),
        ],
        [calls, events, tasks],
      );
      const allOff = switchItem(set, 'contacts', 'activities', false);
      assert.equal(activitiesState(allOff.contacts), 'none');
      assert.deepEqual(allowedItems(allOff, 'contacts'), ['information', 'potentials', 'notes']);
      assert.equal(activitiesState(switchItem(set, 'contacts', 'activities', true).contacts), 'all');
    });
  }

  it('S53: in every setting an item is allowed when its switch and both above it are on', () => {
    for (let bits = 0; bits < 2 ** SWITCHES; bits += 1) {
      const set = permissionsOf(bits);
      for (const entity of ENTITIES) {
        const { shown, information, potentials, notes, activities } = set[entity];
        const own = { information, potentials, notes, ...activities };
        const open = set.visible && shown;
        for (const item of ITEMS) assert.equal(allows(set, entity, item), open && own[item]);
        assert.equal(accessLevel(set[entity]), Object.values(own).includes(false) ? 'restricted' : 'full');
      }
    }
  });

  it('S54: the customer type is for profiles that may see the potentials it is made of', () => {
    const noAccountDeals = switchItem(NEW_PROFILE, 'accounts', 'potentials', false);
    assert.equal(allowsCustomerType(NEW_PROFILE, true), true);
    assert.equal(allowsCustomerType(off('potentials'), false), false);
    assert.equal(allowsCustomerType(noAccountDeals, false), true);
    assert.equal(allowsCustomerType(noAccountDeals, true), false);
  });
});
