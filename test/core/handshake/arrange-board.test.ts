import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { arrangeBoard, type BoardTicket } from '../../../server/core/handshake/arrange-board.ts';
import { CUSTOMER_TYPES, type CustomerType } from '../../../server/core/handshake/customer-type.ts';

function ticket(id: string, customerType: CustomerType, more: Partial<BoardTicket> = {}): BoardTicket {
  return { id, departmentId: 'd1', statusType: 'Open', customerType, ...more };
}
const board = (tickets: readonly BoardTicket[], department = 'd1') =>
  arrangeBoard(tickets, department).map(({ type, tickets: inside }) => [type, inside.map(({ id }) => id)]);

describe('arrangeBoard', () => {
  it('S6: each ticket is in the column of its customer type; columns stand in their fixed order', () => {
    const tickets = [
      ticket('1', 'new'),
      ticket('2', 'contacts-leads'),
      ticket('3', 'prospects'),
      ticket('4', 'customers'),
      ticket('5', 'new'),
    ];
    assert.deepEqual(board(tickets), [
      ['customers', ['4']],
      ['prospects', ['3']],
      ['contacts-leads', ['2']],
      ['new', ['1', '5']],
    ]);
  });

  it('S112: a column without a ticket is not there', () =>
    assert.deepEqual(board([ticket('1', 'new'), ticket('2', 'customers')]), [
      ['customers', ['2']],
      ['new', ['1']],
    ]));

  it('S112: without tickets there is no column', () => assert.deepEqual(board([]), []));

  for (const statusType of ['On Hold', 'Closed', 'open', '']) {
    it(`S112: a ticket whose status is of type "${statusType}" is not on the board`, () =>
      assert.deepEqual(board([ticket('1', 'new', { statusType })]), []));
  }

  it('S112: a ticket of another department is on that department’s board', () => {
    const tickets = [ticket('1', 'new'), ticket('2', 'new', { departmentId: 'd2' })];
    assert.deepEqual(board(tickets), [['new', ['1']]]);
    assert.deepEqual(board(tickets, 'd2'), [['new', ['2']]]);
  });

  it('S6: a ticket read twice is taken as it was read last', () => {
    const tickets = [ticket('1', 'new'), ticket('2', 'new'), ticket('1', 'customers')];
    assert.deepEqual(board(tickets), [
      ['customers', ['1']],
      ['new', ['2']],
    ]);
    assert.deepEqual(board([ticket('1', 'new'), ticket('1', 'new', { statusType: 'Closed' })]), []);
  });

  it('S6: each Open-type ticket of the department is in exactly one column, nothing else is', () => {
    const some = fc.record({
      departmentId: fc.constantFrom('d1', 'd2'),
      statusType: fc.constantFrom('Open', 'On Hold', 'Closed'),
      customerType: fc.constantFrom(...CUSTOMER_TYPES),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 12 }), (drawn) => {
        const tickets = drawn.map((place, at): BoardTicket => ({ id: String(at), ...place }));
        const columns = arrangeBoard(tickets, 'd1');
        const placed = columns.flatMap((column) => column.tickets);
        const expected = tickets.filter((one) => one.departmentId === 'd1' && one.statusType === 'Open');
        assert.deepEqual(
          placed.toSorted((a, b) => Number(a.id) - Number(b.id)),
          expected,
        );
        for (const { type, tickets: inside } of columns) {
          assert.ok(inside.length > 0);
          assert.ok(inside.every((one) => one.customerType === type));
        }
        const order = columns.map(({ type }) => CUSTOMER_TYPES.indexOf(type));
        assert.deepEqual(
          order,
          order.toSorted((a, b) => a - b),
        );
      }),
      { numRuns: 2_000 },
    );
  });
});
