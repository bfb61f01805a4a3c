import { matchKey } from '../../../server/core/matching/match-key.ts';
import type { Module, RawValue, Side } from '../../../server/core/record.ts';
import { MODULES, SIDES, otherSide } from '../../../server/core/record.ts';
import { acceptDeletions } from '../../../server/sync/accept-deletions.ts';
import { isHeld } from '../../../server/sync/mass-change-guard.ts';
import type { AgentIdentity } from '../../../server/sync/desk-identity.ts';
import { sendAgain } from '../../../server/sync/send-again.ts';
import { retryFailures } from '../../../server/sync/failure-log.ts';
import { DEPARTMENTS, REFERENCE, ROWS, UNMAPPED, fieldsOf, nameField } from './fields.ts';
import { POISON } from './gateway.ts';
import type { Stored, Values } from './product.ts';
import { drawRow } from './profile.ts';
import type { World } from './world.ts';

/** Few values, so that edits meet. */
const WORDS = ['', 'blue', 'red', ' spaced ', 'line\r\nbreak'];
const PHONES = ['', '030', '+49 030', '555'];
const AGES = ['', '7', '12', ' 12 ', 'old'];
const NAMES = ['Ada', 'Bo', 'Cy', 'Dee'];
/** Desk names of what records are recognised by. */
const KEYS = new Set(['accountName', 'email', 'productName']);
const YEAR = 366 * 86_400_000;

/** People on both sides, and the administrator: one thing at a time, chosen by the seed. */
export function createPeople(world: World) {
  const { random, products, profile } = world;
  let made = 0;

  const pickLive = (side: Side, module: Module): Stored | undefined => {
    const live = products[side].live(module);
    return live.length === 0 ? undefined : random.pick(live);
  };

  function valueFor(side: Side, module: Module, field: string): RawValue {
    if (field === nameField(module, side))
      return `${random.pick(NAMES)} ${String(Math.floor(random.next() * 6))}`;
    const lower = field.toLowerCase();
    if (lower === 'email') return random.chance(0.2) ? '' : `${random.pick(NAMES)}@example.com`.toLowerCase();
    if (lower === 'phone') return random.pick(PHONES);
    if (field === REFERENCE[side])
      return random.chance(0.25) ? null : (pickLive(side, 'accounts')?.id ?? null);
    if (lower === 'cf_age') return random.pick(AGES);
    if (lower === 'age') return random.pick([null, 7, 12]);
    if (profile.hasPoison && lower === 'title' && random.chance(0.15)) return POISON;
    const word = random.pick(WORDS);
    return word === '' ? word : `${word}${world.mark}`;
  }

  function create(side: Side, module: Module, ageMs = 0, values: Values = {}): Stored {
    made += 1;
    const key: Record<string, RawValue> = {
      [nameField(module, side)]: random.chance(0.3)
        ? `${random.pick(NAMES)} ${String(Math.floor(random.next() * 6))}`
        : `New ${String(made)}`,
    };
    if (module === 'contacts' && random.chance(0.7)) {
      const email = random.chance(0.2) ? random.pick(NAMES).toLowerCase() : `new${String(made)}`;
      key[side === 'desk' ? 'email' : 'Email'] = `${email}@example.com`;
    }
    for (const { apiName } of fieldsOf(module, side)) {
      if (key[apiName] === undefined && random.chance(0.4)) key[apiName] = valueFor(side, module, apiName);
    }
    const departments = module === 'products' ? [random.pick(DEPARTMENTS)] : [];
    return products[side].create('human', module, { ...key, ...values }, departments, ageMs);
  }

  /** What was there before the connector came; some of it on both sides, some of it old. */
  function settleIn(): void {
    for (const module of MODULES) {
      for (let count = 0; count < profile.records; count += 1) {
        const side = random.pick(SIDES);
        const ageMs = random.next() * (random.chance(0.2) ? 2 * YEAR : YEAR * 0.9);
        const record = create(side, module, ageMs);
        if (profile.hasMassLoss || random.chance(0.4)) createTwin(side, record, ageMs);
      }
    }
  }

  /** The same customer, entered by hand on the other side. */
  function createTwin(side: Side, record: Stored, ageMs = 0): void {
    const other = otherSide(side);
    const { module } = record;
    const twin: Record<string, RawValue> = {
      [nameField(module, other)]: record.values[nameField(module, side)] ?? null,
    };
    if (module === 'contacts') {
      const email = record.values[side === 'desk' ? 'email' : 'Email'];
      if (typeof email !== 'string') return;
      twin[other === 'desk' ? 'email' : 'Email'] = email;
    }
    create(other, module, ageMs, twin);
  }

  function edit(side: Side, module: Module): void {
    const record = pickLive(side, module);
    if (!record) {
      create(side, module);
      return;
    }
    const all = fieldsOf(module, side).map(({ apiName }) => apiName);
    const fields = random.chance(0.8) ? [random.pick(all)] : [random.pick(all), random.pick(all)];
    // Names are keys: changed now and then only.
    const wanted = fields.filter((field) => field !== nameField(module, side) || random.chance(0.2));
    const values = Object.fromEntries(wanted.map((field) => [field, valueFor(side, module, field)]));
    if (Object.keys(values).length > 0) products[side].update('human', record.id, values);
  }

  function massUpdate(side: Side, module: Module): void {
    const field = random.pick([
      UNMAPPED[side].apiName,
      ...ROWS[module].slice(1).map((row) => row[side].apiName),
    ]);
    const value = valueFor(side, module, field);
    for (const { id } of products[side].live(module)) {
      if (random.chance(0.5)) products[side].update('human', id, { [field]: value });
    }
  }

  function remove(side: Side, module: Module): void {
    const binned = products[side].all(module).filter(({ state }) => state === 'bin');
    if (binned.length > 0 && random.chance(0.5)) {
      const { id } = random.pick(binned);
      if (random.chance(0.5)) products[side].purge('human', id);
      else products[side].restore('human', id);
      return;
    }
    const record = pickLive(side, module);
    if (!record) return;
    products[side].delete('human', record.id);
    if (random.chance(0.15)) products[side].purge('human', record.id);
    if (random.chance(0.2)) enterAgain(side, record);
  }

  /** What somebody just deleted, or has overlooked, entered anew by hand: the same match key, other values. */
  function enterAgain(side: Side, { module, values }: Stored): void {
    const kept = [
      nameField(module, side),
      ...(module === 'contacts' ? [side === 'desk' ? 'email' : 'Email'] : []),
    ];
    create(side, module, 0, Object.fromEntries(kept.map((field) => [field, values[field] ?? null])));
  }

  /** The survivor takes what it lacks; the loser goes, for good or into the bin. */
  function merge(side: Side, module: Module): void {
    const live = products[side].live(module);
    if (live.length < 2) return;
    const [survivor, stranger] = random.shuffle(live);
    // Mostly of two that are the same customer, as far as anybody can tell.
    const key = matchKey(module, survivor?.values ?? {}, side);
    const double = live.find(
      (record) => record !== survivor && matchKey(module, record.values, side) === key,
    );
    const loser = key !== null && double ? double : stranger;
    if (!survivor || !loser) return;
    const taken = Object.entries(loser.values).filter(
      ([field, value]) => value !== null && (survivor.values[field] ?? null) === null,
    );
    products[side].update('human', survivor.id, Object.fromEntries(taken));
    if (module === 'accounts') {
      for (const contact of products[side].live('contacts')) {
        if (contact.values[REFERENCE[side]] === loser.id)
          products[side].update('human', contact.id, { [REFERENCE[side]]: survivor.id });
      }
    }
    products[side].delete('human', loser.id);
    if (random.chance(0.5)) products[side].purge('human', loser.id);
  }

  /** One thing that somebody does at one of the products. */
  function act(): void {
    const side = random.pick(SIDES);
    const module = random.pick(MODULES);
    const dice = random.next();
    if (dice < 0.15) {
      const record = create(side, module);
      if (random.chance(0.25)) createTwin(side, record);
      if (profile.hasDeletions && random.chance(0.1)) enterAgain(side, record);
    } else if (dice < 0.2) massUpdate(side, module);
    else if (profile.hasDeletions && dice < 0.35) remove(side, module);
    else if (profile.hasDeletions && dice < 0.39) merge(side, module);
    else edit(side, module);
  }

  /** An edit of a record that is there, of anything but its match key. */
  function editSomewhere(): void {
    const [side, module] = [random.pick(SIDES), random.pick(MODULES)];
    const record = pickLive(side, module);
    const field = random.pick(ROWS[module].filter((row) => !KEYS.has(row.desk.apiName)))[side].apiName;
    if (record) products[side].update('human', record.id, { [field]: valueFor(side, module, field) });
  }

  return { act, editSomewhere, settleIn, admin: createAdmin(world) };
}
export type People = ReturnType<typeof createPeople>;

/** The administrator's clicks, through the use cases behind them. */
function createAdmin(world: World) {
  const { random, trace, connector, profile } = world;
  const { org, clock } = connector;
  const resumes = { clicked: 0, underWay: 0 };
  const admin: AgentIdentity = {
    orgKey: world.orgKey,
    agentId: 'admin',
    profileId: null,
    email: null,
    name: null,
    administrator: true,
    dataCenter: 'sandbox',
  };

  async function pauseAndResume(): Promise<void> {
    trace.note('admin', 'pauses');
    const before = resumes.clicked;
    const isSomebodyResuming = resumes.underWay > 0;
    const isQuiet = await connector.web.pauseSync.pause(world.orgKey);
    trace.note('admin', `is told the pause holds: ${String(isQuiet)}`);
    // Of a pause and a Resume that crossed, either may have been the last word.
    if (!isSomebodyResuming && resumes.clicked === before) world.isPaused = isQuiet;
    await world.scheduler.sleep(random.pick([1_000, 60_000, 30 * 60_000]));
    await resume();
  }
  async function resume(): Promise<void> {
    trace.note('admin', 'resumes');
    world.isPaused = false;
    resumes.clicked += 1;
    resumes.underWay += 1;
    try {
      await connector.web.pauseSync.resume(world.orgKey);
    } finally {
      resumes.underWay -= 1;
    }
  }

  async function editMapping(): Promise<void> {
    const module = random.pick(MODULES);
    const current = await org.configs.current(module);
    if (!current) return;
    const { version, ...config } = current;
    const optional = ROWS[module].slice(1);
    const row = random.pick(optional);
    const isMapped = config.mappings.some(({ desk }) => desk === row.desk.apiName);
    const others = config.mappings.filter(({ desk }) => desk !== row.desk.apiName);
    const drawn = drawRow(random, row.desk.apiName, row.crm.apiName);
    const mappings = isMapped && random.chance(0.5) ? others : [...others, drawn];
    const syncType = random.chance(0.2) ? random.pick(['two-way', 'crm-to-desk'] as const) : config.syncType;
    trace.note('admin', `maps ${module}: ${syncType}, ${mappings.map(({ desk }) => desk).join(' ')}`);
    await connector.web.mapping.save(admin, { ...config, syncType, mappings }, version);
  }

  async function resolveConflict(): Promise<void> {
    const open = await org.openConflicts.list();
    if (open.length === 0) return;
    const { module, deskId, key, version } = random.pick(open);
    const choose = random.pick(SIDES);
    trace.note('admin', `decides ${module} ${deskId} ${key} for ${choose}`);
    await connector.web.resolveConflict(admin, { module, deskId, key, version, choose });
  }

  async function sendSomethingAgain(): Promise<void> {
    const module = random.pick(MODULES);
    const gone = await org.links.absent(module, null, 100);
    if (gone.length === 0) return;
    const { link } = random.pick(gone);
    trace.note('admin', `sends ${module} ${link.deskId} ${link.crmId} again`);
    world.sentAgain.add(`${module} ${link.deskId} ${link.crmId}`);
    await sendAgain(org, module, link, clock.now());
    await connector.wake();
  }

  async function tryAgain(): Promise<void> {
    await retryFailures(org, {}, clock.now());
    await connector.wake();
  }

  async function acceptHolds(): Promise<boolean> {
    let any = false;
    for (const module of MODULES) {
      if (!(await isHeld(org.cursors, module))) continue;
      any = true;
      trace.note('admin', `believes the deletions of ${module}`);
      await acceptDeletions(org, module, clock.now());
    }
    if (any) await connector.wake();
    return any;
  }

  /** One click; refusals (paused, stale, illegal) are answers, not faults. */
  async function act(): Promise<void> {
    const actions = [
      ...(profile.hasPauses ? [pauseAndResume, pauseAndResume] : []),
      ...(profile.hasMappingEdits ? [editMapping, editMapping] : []),
      ...(profile.hasDeletions ? [sendSomethingAgain] : []),
      resolveConflict,
      resolveConflict,
      tryAgain,
    ];
    try {
      await random.pick(actions)();
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'Refusal') throw error;
    }
  }
  return { act, resume, acceptHolds };
}
