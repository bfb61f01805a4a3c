import { expect, fixtureCleanup } from '@open-wc/testing';
import type { ReactiveController } from 'lit';
import { restore, useFakeTimers } from 'sinon';
import {
  DraftKeeper,
  KEEP_AFTER_MS,
  TRY_AGAIN_MS,
} from '../../../../widgets/settings/mapping/draft-keeper.ts';
import {
  addRow,
  changeRow,
  contentOf,
  differenceOf,
  editedFrom,
  removeRow,
  sameContent,
} from '../../../../widgets/settings/mapping/edited-mapping.ts';
import { findingsOf } from '../../../../widgets/settings/mapping/row-findings.ts';
import { unmatchedOptions } from '../../../../widgets/settings/mapping/unmatched-options.ts';
import { STANDARD, mappingOf, row } from '../../support/mapping-data.ts';

describe('a mapping as it is edited', () => {
  const start = editedFrom(mappingOf());

  it('changes one row and leaves the others the same objects', () => {
    const [first, second] = start.rows;
    const changed = changeRow(start, first?.id ?? 0, { conflict: 'ask' });
    expect(changed.rows[0]?.row).to.deep.equal(row('lastName', 'Last_Name', { conflict: 'ask' }));
    expect(changed.rows[1]).to.equal(second);
    expect(contentOf(start).mappings, 'what was is not touched').to.deep.equal(STANDARD);
  });

  it('drops the value map with the field whose options it names, and keeps it otherwise', () => {
    const valueMap = [{ desk: 'a', crm: 'b' }];
    const mapped = editedFrom(mappingOf({ mappings: [row('x', 'y', { valueMap })] }));
    const id = mapped.rows[0]?.id ?? 0;
    expect(changeRow(mapped, id, { direction: 'crm-to-desk' }).rows[0]?.row.valueMap).to.equal(valueMap);
    expect(changeRow(mapped, id, { crm: 'z' }).rows[0]?.row).to.deep.equal(row('x', 'z'));
  });

  it('S16, S21: a new row goes both ways, the newest edit wins, CRM wins the first meeting', () => {
    const added = addRow(start, 'phone', 'Phone');
    expect(added.rows.at(-1)?.row).to.deep.equal(row('phone', 'Phone'));
    const id = added.rows.at(-1)?.id ?? 0;
    expect(sameContent(contentOf(removeRow(added, id)), contentOf(start))).to.equal(true);
  });

  it('knows what it differs in from what somebody else saved', () => {
    const mine = mappingOf({ mappings: [row('a', 'A'), row('b', 'B'), row('c', 'C', { conflict: 'ask' })] });
    const theirs = mappingOf({
      mappings: [row('b', 'B'), row('c', 'C'), row('d', 'D')],
      syncType: 'crm-to-desk',
      departmentIds: ['1'],
    });
    expect(differenceOf(mine, theirs)).to.deep.equal({
      onlyMine: [row('a', 'A')],
      onlyTheirs: [row('d', 'D')],
      settings: [row('c', 'C', { conflict: 'ask' })],
      syncType: true,
      departments: true,
    });
    expect(sameContent(mine, theirs)).to.equal(false);
    expect(sameContent(mine, mappingOf({ ...mine, departmentIds: [] }))).to.equal(true);
  });
});

describe('the connector’s flags', () => {
  it('S19: of rows that fill one field, all but the first are the mistake', () => {
    const { rows } = editedFrom(mappingOf({ mappings: [row('a', 'X'), row('b', 'X'), row('c', 'X')] }));
    const flag = { code: 'duplicate-target', severity: 'error', side: 'crm', field: 'X' } as const;
    const found = findingsOf(rows, [flag, flag]);
    expect(rows.map(({ id }) => found.rows.get(id)?.flags.length)).to.deep.equal([0, 1, 1]);
  });

  it('S19: a vanished option is flagged in the row whose map names it', () => {
    const maps = [[{ desk: 'Old', crm: 'x' }], [{ desk: 'New', crm: 'x' }]];
    const { rows } = editedFrom(mappingOf({ mappings: maps.map((valueMap) => row('a', 'X', { valueMap })) }));
    const flag = {
      code: 'vanished-option',
      severity: 'warning',
      side: 'desk',
      field: 'a',
      option: 'Old',
    } as const;
    const found = findingsOf(rows, [flag]);
    expect(rows.map(({ id }) => found.rows.get(id)?.flags.length)).to.deep.equal([1, 0]);
  });
});

describe('options without a partner', () => {
  const options = (...names: string[]) => ({ options: names });
  const cases = [
    {
      when: 'both have the same, in any case',
      own: options('Gold '),
      other: options('gold'),
      pairs: [],
      expect: [],
    },
    { when: 'one is only here', own: options('A', 'B'), other: options('A'), pairs: [], expect: ['B'] },
    {
      when: 'a pair names it',
      own: options('A', 'B'),
      other: options('A'),
      pairs: [{ desk: 'B', crm: 'A' }],
      expect: [],
    },
    { when: 'the other side is no list', own: options('A'), other: { options: null }, pairs: [], expect: [] },
  ];
  for (const { when, own, other, pairs, expect: wanted } of cases) {
    it(when, () => expect(unmatchedOptions(own, other, pairs, 'desk')).to.deep.equal(wanted));
  }
});

describe('the keeper of drafts', () => {
  afterEach(() => {
    restore();
    fixtureCleanup();
  });
  function started(send: (content: string) => Promise<string | null>) {
    const controllers: ReactiveController[] = [];
    const host = {
      addController: (controller: ReactiveController) => void controllers.push(controller),
      removeController: () => undefined,
      requestUpdate: () => undefined,
      updateComplete: Promise.resolve(true),
    };
    const keeper = new DraftKeeper(host, send);
    keeper.hostConnected();
    return keeper;
  }

  it('S21: sends the newest of several edits once, after a moment', async () => {
    const clock = useFakeTimers();
    const sent: string[] = [];
    const keeper = started(async (content) => Promise.resolve(sent.push(content)).then(() => 'now'));
    keeper.keep('a');
    keeper.keep('ab');
    await clock.tickAsync(KEEP_AFTER_MS - 1);
    expect(sent).to.deep.equal([]);
    await clock.tickAsync(1);
    expect(sent).to.deep.equal(['ab']);
    expect(keeper.state).to.deep.equal({ kind: 'kept', at: 'now' });
  });

  it('S21: never sends two at once, and what came meanwhile right after', async () => {
    const clock = useFakeTimers();
    const sent: string[] = [];
    let answer = (_at: string) => {};
    const keeper = started(async (content) => {
      sent.push(content);
      return new Promise((resolve) => (answer = resolve));
    });
    keeper.keep('a');
    await clock.tickAsync(KEEP_AFTER_MS);
    keeper.keep('b');
    await clock.tickAsync(KEEP_AFTER_MS * 3);
    expect(sent).to.deep.equal(['a']);
    answer('1');
    await clock.tickAsync(0);
    expect(sent).to.deep.equal(['a', 'b']);
  });

  it('S21: tries again what failed, until it is settled', async () => {
    const clock = useFakeTimers();
    let tries = 0;
    const keeper = started(async () => {
      tries += 1;
      return Promise.reject(new Error('down'));
    });
    keeper.keep('a');
    await clock.tickAsync(KEEP_AFTER_MS);
    expect(keeper.state.kind).to.equal('failed');
    await clock.tickAsync(TRY_AGAIN_MS);
    expect(tries).to.equal(2);
    await keeper.settle();
    await clock.tickAsync(TRY_AGAIN_MS * 3);
    expect(tries).to.equal(2);
  });

  it('S21: sends at once when the page is left', async () => {
    const clock = useFakeTimers();
    const sent: string[] = [];
    const keeper = started(async (content) => Promise.resolve(sent.push(content)).then(() => null));
    keeper.keep('a');
    keeper.hostDisconnected();
    await clock.tickAsync(0);
    expect(sent).to.deep.equal(['a']);
  });
});
