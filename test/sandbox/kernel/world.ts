import { createPeople } from './people.ts';
import type { OrgPair } from './people.ts';
import type { EventPost } from './event-post.ts';
import type { FaultBook } from './faults/fault-rules.ts';
import { createRandom } from './random.ts';
import type { Clock, Grant, Person, SandboxSettings, World } from './types.ts';

/** 18 digits: beyond 2^53, where ids taken for numbers collapse into each other. */
const FIRST_ID = 300_000_000_000_000_000n;

export interface WorldParts {
  readonly clock: Clock;
  readonly settings: SandboxSettings;
  readonly orgPairs: readonly OrgPair[];
  readonly faults: FaultBook;
  readonly post: EventPost;
  readonly authenticate: (authorization: string | undefined) => Grant | null;
}

export interface ResettableWorld {
  readonly world: World;
  /** New settings, random numbers from the start; ids go on, so that no id ever means two records. */
  reset: (settings: SandboxSettings) => void;
}

/** Puts the parts together that every product shares. */
export function createWorld({
  clock,
  settings,
  orgPairs,
  faults,
  post,
  authenticate,
}: WorldParts): ResettableWorld {
  let current = settings;
  let random = createRandom(settings.random);
  let lastId = FIRST_ID;
  const people = new Map<string, Person>(
    orgPairs.flatMap((pair, index) => createPeople(pair, index)).map((person) => [person.zuid, person]),
  );
  const world: World = {
    clock,
    get settings() {
      return current;
    },
    random: () => random(),
    nextId() {
      lastId += 1n;
      return String(lastId);
    },
    urls: { accounts: '', desk: '', crm: '', deskPage: '', control: '', widgets: '' },
    people,
    authenticate,
    eventFaults: () => faults.current().events,
    deliver: (send) => post.deliver(send),
  };
  return {
    world,
    reset(next) {
      current = next;
      random = createRandom(next.random);
    },
  };
}
