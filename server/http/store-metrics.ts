import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Figures, Labelled } from '../ports/figures.ts';

interface StoreGauge {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
  readonly read: (figures: Figures, now: string) => Promise<readonly Labelled[]>;
}

/** Read from the store when somebody asks for `/metrics`: the same in every process, so alert on one of them. */
const GAUGES: readonly StoreGauge[] = [
  {
    name: 'connector_organisations',
    help: 'Organisations by state of their integration',
    labelNames: ['state'],
    read: (figures) => figures.organisations(),
  },
  {
    name: 'connector_inbox_records',
    help: 'Records waiting to be looked at',
    labelNames: ['module'],
    read: (figures) => figures.inbox(),
  },
  {
    name: 'connector_inbox_lag_seconds',
    help: 'How long the longest waiting record of a running organisation has been due',
    labelNames: [],
    read: (figures, now) => figures.inboxLagSeconds(now),
  },
  {
    name: 'connector_poll_age_seconds',
    help: 'Time since the poll that is longest ago, over running organisations',
    labelNames: ['module', 'side'],
    read: (figures, now) => figures.pollAgeSeconds(now),
  },
  {
    name: 'connector_failures',
    help: 'Entries of the Failure Logs',
    labelNames: ['module', 'code'],
    read: (figures) => figures.failures(),
  },
  {
    name: 'connector_open_conflicts',
    help: 'Fields that wait for an administrator to choose a side',
    labelNames: ['module'],
    read: (figures) => figures.openConflicts(),
  },
  {
    name: 'connector_intents',
    help: 'Writes that were begun and are not yet confirmed',
    labelNames: [],
    read: (figures) => figures.intents(),
  },
  {
    name: 'connector_panel_actions',
    help: 'Clicks in panels whose outcome is not known: under way, or without an answer',
    labelNames: [],
    read: (figures) => figures.panelActions(),
  },
  {
    name: 'connector_lanes_held',
    help: 'Organisations that some process works for right now',
    labelNames: [],
    read: (figures, now) => figures.lanesHeld(now),
  },
  {
    name: 'connector_unusable_connections',
    help: 'Connections whose access was withdrawn; an administrator has to connect again',
    labelNames: ['product'],
    read: (figures) => figures.unusableConnections(),
  },
  {
    name: 'connector_problems',
    help: 'Standing problems that administrators are shown',
    labelNames: ['topic'],
    read: (figures) => figures.problems(),
  },
];

/** Gauges of what the store holds. When it does not answer they have no value, and the rest of `/metrics` stands. */
export function registerStoreMetrics(registry: Registry, figures: Figures, now: () => string): void {
  for (const { name, help, labelNames, read } of GAUGES) {
    new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [registry],
      async collect() {
        this.reset();
        // A gauge without labels would show 0 after a reset, which is a value nobody measured.
        if (labelNames.length === 0) this.remove();
        const measured = await read(figures, now()).catch(() => []);
        for (const { labels, value } of measured) this.set({ ...labels }, value);
      },
    });
  }
}
