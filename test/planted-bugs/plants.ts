/** One deliberate bug: an exact text of a source file, which occurs there once, and what stands there instead. */
export interface Plant {
  readonly name: string;
  /** The promise it breaks. */
  readonly breaks: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

const APPLY = 'server/sync/apply-writes.ts';
const SETTLE = 'server/sync/settle-intents.ts';
const POLL = 'server/sync/poll.ts';
const PUT_BACK = 'server/sync/put-back.ts';
const RECORDS = 'server/sync/sync-records.ts';
const MATCHES = 'server/sync/plan-matches.ts';
const MERGE = 'server/core/merge/merge-field.ts';
const PLAN_PAIR = 'server/core/planning/plan-pair.ts';
const FIND_PARTNER = 'server/sync/find-partner.ts';
const EXECUTE = 'server/sync/execute-plans.ts';
const LANE = 'server/sync/lane.ts';

export const PLANTS: readonly Plant[] = [
  // ---- what is written, and what is remembered of it ----
  {
    name: 'the gate before a write is gone',
    breaks: 'P18',
    file: APPLY,
    find: 'if (!(await mayWrite(context.org))) {',
    replace: "if (context.org.orgKey === '') {",
  },
  {
    name: 'the base does not advance with a confirmed update',
    breaks: 'P2',
    file: APPLY,
    find: '        task.base,\n        config.version,',
    replace: '        {},\n        config.version,',
  },
  {
    name: 'a confirmed update forgets the base of all other rows',
    breaks: 'P1',
    file: APPLY,
    find: 'base: { ...link.base, ...base }, configVersion',
    replace: 'base: { ...base }, configVersion',
  },
  {
    name: 'no history is written',
    breaks: 'P22',
    file: APPLY,
    find: 'await repositories.history.append(confirmed.map((item) => historyRow(context.runId, item, at)));',
    replace: '',
  },
  {
    name: 'a write without an answer counts as done',
    breaks: 'P5',
    file: APPLY,
    find: "if (outcome.error.code !== 'unknown-outcome') closed.push(intent.id);",
    replace: 'closed.push(intent.id);',
  },
  {
    name: 'a created record is not paired',
    breaks: 'P5',
    file: APPLY,
    find: 'const inserted = await repositories.links.insertMany(links, at);',
    replace: 'const inserted: readonly Link[] = [];',
  },
  {
    name: 'CRM is written without its condition',
    breaks: 'P4',
    file: APPLY,
    find: 'unmodifiedSince === null ? {} : { unmodifiedSince }',
    replace: '{}',
  },
  {
    name: 'what a product refuses gets no entry in the Failure Log',
    breaks: 'S38',
    file: APPLY,
    find: "if (kind !== 'restore') await recordFailures",
    replace: "if (kind === 'restore') await recordFailures",
  },
  {
    name: 'the link of a new pair names the source on the wrong side',
    breaks: 'P11',
    file: APPLY,
    find: 'deskId: onDesk ? newId : task.source.id,\n    crmId: onDesk ? task.source.id : newId,\n    base',
    replace: 'deskId: task.source.id,\n    crmId: newId,\n    base',
  },
  {
    name: 'conflicts are settled and not recorded',
    breaks: 'P4',
    file: EXECUTE,
    find: 'if (unheard.length > 0) await repositories.history.appendConflicts(unheard);',
    replace: '',
  },
  {
    name: 'agreement without a write does not advance the base',
    breaks: 'P1',
    file: EXECUTE,
    find: 'if (advanced.length > 0) await repositories.links.updateMany(advanced, at);',
    replace: '',
  },
  // ---- writes without an answer ----
  {
    name: 'an unanswered create is not looked up before it is repeated',
    breaks: 'P5',
    file: SETTLE,
    find: "if (!found || link?.presence[target] === 'live') {",
    replace: "if (!found || link?.presence[target] !== 'bin') {",
  },
  {
    name: 'an unanswered create adopts any unpaired record',
    breaks: 'P1',
    file: SETTLE,
    find: 'free.find((candidate) => holds(mapping, target, candidate, intent))',
    replace: 'free.find(() => true)',
  },
  {
    name: 'an unanswered update that arrived is not confirmed',
    breaks: 'P22',
    file: SETTLE,
    find: 'await confirmAndReplan(context, first.module, first.target, settled, confirmed);',
    replace: 'await confirmAndReplan(context, first.module, first.target, settled, []);',
  },
  {
    name: 'an unanswered restore is not confirmed',
    breaks: 'P22',
    file: SETTLE,
    find: 'await confirmAndReplan(context, module, target, settled, confirmed);',
    replace: 'await confirmAndReplan(context, module, target, settled, []);',
  },
  {
    name: 'a record is planned while a write to it has no answer',
    breaks: 'P16',
    file: RECORDS,
    find: 'const rows = await deferUnderWay(context, module, due);',
    replace: 'const rows = due;',
  },
  // ---- one writer ----
  {
    name: 'whoever wants the lane works',
    breaks: 'P5',
    file: LANE,
    find: 'if (await org.lane.acquire(owner, clock.now(), lease())) return true;',
    replace: 'await org.lane.acquire(owner, clock.now(), lease());\n    if (giveUpAt > 0) return true;',
  },
  // ---- polls ----
  {
    name: 'polls reach back too little',
    breaks: 'P13',
    file: POLL,
    find: 'Date.parse(cursor) - overlap',
    replace: 'Date.parse(cursor) + overlap',
  },
  {
    name: 'the cursor follows the clock that is ahead',
    breaks: 'P13',
    file: POLL,
    find: '[before, startedAt].sort()[0]',
    replace: '[before, startedAt].sort()[1]',
  },
  {
    name: 'polls overlook pairs',
    breaks: 'P13',
    file: POLL,
    find: "if (link) return link.presence[side] !== 'live' || !unchangedSinceBase(mapping, side, record, link.base);",
    replace: 'if (link) return false;',
  },
  {
    name: 'polls overlook new records',
    breaks: 'S38',
    file: POLL,
    find: "return side === 'crm' || leavesDesk(config, record);",
    replace: 'return false;',
  },
  // ---- retries ----
  {
    name: 'what failed is tried again at once',
    breaks: 'P16',
    file: RECORDS,
    find: 'const backoff = Math.min(RETRY_BASE_MS * 2 ** row.attempts, RETRY_MAX_MS);',
    replace: 'const backoff = 0;',
  },
  {
    name: 'what failed for the moment is given up',
    breaks: 'P13',
    file: RECORDS,
    find: 'if (!error) {',
    replace: "if (error?.code !== 'changed-meanwhile') {",
  },
  // ---- references ----
  {
    name: 'an account that is gone clears the link on the other side',
    breaks: 'S51',
    file: 'server/core/planning/lost-reference.ts',
    find: "return typeof named === 'string' && references.isGone(module, side, named);",
    replace: "return typeof named === 'number' && references.isGone(module, side, named);",
  },
  {
    name: 'an account without partner is written as empty',
    breaks: 'P9',
    file: 'server/core/planning/translate-reference.ts',
    find: 'if (partner === undefined) return { ok: false, missing: { module, side: source, id: value } };',
    replace: 'if (partner === undefined) return { ok: true, value: null };',
  },
  {
    name: 'an account keeps the id that its own side knows it by',
    breaks: 'P9',
    file: 'server/sync/references.ts',
    find: "group.side === 'desk' ? link.crmId : link.deskId);",
    replace: "group.side === 'desk' ? link.deskId : link.crmId);",
  },
  {
    name: 'a partner whose account was deleted silently is believed',
    breaks: 'S51',
    file: RECORDS,
    find: 'for (const touched of await verifyLostReferences(context, module, partners))',
    replace: 'for (const touched of await verifyLostReferences(context, module, []))',
  },
  {
    name: 'a contact does not wait for its account',
    breaks: 'S100',
    file: 'server/sync/references.ts',
    find: 'if (group.module !== module) required.add(group.module);',
    replace: '',
  },
  // ---- partners ----
  {
    name: 'a record that has a partner is taken for another one',
    breaks: 'S72',
    file: FIND_PARTNER,
    find: 'if (link && !known.vacant.has(link)) {',
    replace: "if (link && hit.id === '') {",
  },
  {
    name: 'the match key is not asked for before a record is created',
    breaks: 'S33',
    file: FIND_PARTNER,
    find: 'if (!hit || key === null) return NONE;',
    replace: "if (!hit || key === null || key !== '') return NONE;",
  },
  {
    name: 'what people entered in Desk just now is not seen',
    breaks: 'S33',
    file: FIND_PARTNER,
    find: "if (keys.length > 0 && target === 'desk') await indexNewDeskRecords(context, module);",
    replace: '',
  },
  {
    name: 'the newest Desk records are asked for by a clock that may be ahead',
    breaks: 'P20',
    file: 'server/sync/index-lag.ts',
    find: 'Math.min(ours, theirs)',
    replace: 'ours',
  },
  // ---- deletions ----
  {
    name: 'a purged record counts as binned',
    breaks: 'S45',
    file: PUT_BACK,
    find: "(listed.get(partnerId(pair)) ?? 'purged')",
    replace: "(listed.get(partnerId(pair)) ?? 'bin')",
  },
  {
    name: 'a tombstone is no reason to stay away',
    breaks: 'S45',
    file: 'server/core/planning/deletion.ts',
    find: "return state === 'bin' ? 'put-back' : 'suppress';",
    replace: "return 'put-back';",
  },
  {
    name: 'nothing comes back from the bin',
    breaks: 'S44',
    file: 'server/core/planning/deletion.ts',
    find: "return state === 'bin' ? 'put-back' : 'suppress';",
    replace: "return 'suppress';",
  },
  {
    name: 'a deleted record comes back although nobody changed its counterpart',
    breaks: 'S48',
    file: PUT_BACK,
    find: "? ('unchanged' as const)",
    replace: "? ('changed' as const)",
  },
  {
    name: 'a deletion forgets the pair',
    breaks: 'P10',
    file: 'server/sync/note-absence.ts',
    find: 'if (links.length > 0) await repositories.links.updateMany(links, context.clock.now());',
    replace: 'for (const { deskId, crmId } of links) await repositories.links.delete(module, deskId, crmId);',
  },
  {
    name: 'a merge leaves the pair with the record that is gone',
    breaks: 'P11',
    file: 'server/sync/record-plan.ts',
    find: 'return plan.link && former ? { ...plan, link: { ...plan.link, replaces } } : plan;',
    replace: 'return plan;',
  },
  {
    name: 'the guard never holds a module',
    breaks: 'P17',
    file: 'server/sync/mass-change-guard.ts',
    find: 'if (lost < massThreshold(total)) return false;',
    replace: 'if (lost >= 0) return false;',
  },
  // ---- direction, merge, differences ----
  {
    name: 'one-way sync writes CRM',
    breaks: 'S17',
    file: 'server/sync/departments.ts',
    find: "if (config.syncType === 'crm-to-desk') return false;",
    replace: '',
  },
  {
    name: 'a new CRM record gets one-way fields',
    breaks: 'P14',
    file: 'server/core/planning/plan-create.ts',
    find: "if (target === 'crm' && row.direction === 'crm-to-desk') continue;",
    replace: '',
  },
  {
    name: 'the older edit wins',
    breaks: 'S96',
    file: PLAN_PAIR,
    find: "return seconds(desk.modifiedAt) > seconds(crm.modifiedAt) ? 'desk' : 'crm';",
    replace: "return seconds(desk.modifiedAt) < seconds(crm.modifiedAt) ? 'desk' : 'crm';",
  },
  {
    name: 'an edit in CRM is undone',
    breaks: 'P4',
    file: MERGE,
    find: "if (!deskChanged) return write(input, 'desk');",
    replace: "if (!deskChanged) return write(input, 'crm');",
  },
  {
    name: 'equal values are written over each other',
    breaks: 'P14',
    file: MERGE,
    find: '  if (equal(desk, crm)) return settled(crm);\n',
    replace: '',
  },
  {
    name: 'a conflict that asks is settled',
    breaks: 'S96',
    file: MERGE,
    find: "if (input.policy === 'ask') return { value: input[input.newer], ask: true, advanceBase: false };",
    replace: '',
  },
  {
    name: 'an absent field counts as empty',
    breaks: 'P15',
    file: PLAN_PAIR,
    find: "    if (rawDesk === undefined || rawCrm === undefined) return [];\n    const desk = row.decode('desk', rawDesk);\n    const crm = row.decode('crm', rawCrm);",
    replace:
      "    const desk = row.decode('desk', rawDesk ?? null);\n    const crm = row.decode('crm', rawCrm ?? null);",
  },
  // ---- the first session ----
  {
    name: 'the partner of a record that was edited during the first session is forgotten',
    breaks: 'S38',
    file: MATCHES,
    find: '  await lookAgain(context, module, pairs.filter(isDirty));\n',
    replace: '',
  },
  {
    name: 'the first session writes Desk from what it read hours ago',
    breaks: 'P4',
    file: MATCHES,
    find: 'if (writesDesk && !isTrusted) stale.push(pairOf(records));',
    replace: 'if (writesDesk && isTrusted) stale.push(pairOf(records));',
  },
  {
    name: 'after the first session polls begin at its end, not at its beginning',
    breaks: 'P13',
    file: 'server/sync/first-sync.ts',
    find: 'await setPollCursor(repositories.cursors, run, module, side);',
    replace: 'await repositories.cursors.set(pollCursor(module, side), context.clock.now());',
  },
];
