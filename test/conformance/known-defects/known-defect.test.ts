import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '../finding.ts';
import { createDefectBook } from './known-defect.ts';
import type { KnownDefect } from './known-defect.ts';

const defect: KnownDefect = {
  operations: ['desk GET /api/v1/contacts', 'desk POST *'],
  part: 'answer',
  at: '200 $.data[].*',
  keyword: 'required',
  subjects: ['cf', 'photoURL'],
  fault: 'file',
  reason: 'an example',
  source: 'this test',
};
const finding: Finding = {
  operation: 'desk GET /api/v1/contacts',
  part: 'answer',
  at: '200 $.data[].owner',
  keyword: 'required',
  subject: 'cf',
};

describe('defect book', () => {
  it('explains exactly what an entry names', () => {
    const book = createDefectBook([defect]);
    assert.equal(book.isKnown(finding), true);
    assert.equal(book.isKnown({ ...finding, operation: 'desk POST /api/v1/contacts' }), true);
    assert.equal(book.isKnown({ ...finding, operation: 'desk GET /api/v1/contacts/1' }), false);
    assert.equal(book.isKnown({ ...finding, subject: 'lastName' }), false);
    assert.equal(book.isKnown({ ...finding, keyword: 'type' }), false);
    assert.equal(book.isKnown({ ...finding, at: '200 $' }), false);
    assert.equal(book.isKnown({ ...finding, part: 'request' }), false);
  });

  it('counts an entry as needed only when each of its parts was claimed', () => {
    const book = createDefectBook([defect]);
    book.isKnown(finding);
    assert.equal(book.stale().length, 4);
    book.claim(finding);
    assert.deepEqual(
      book.stale().map((line) => line.split(': ').at(-1)),
      ['desk POST *', 'photoURL'],
    );
    book.claim({ ...finding, operation: 'desk POST /api/v1/x', subject: 'photoURL' });
    assert.deepEqual(book.stale(), []);
  });
});
