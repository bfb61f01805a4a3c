import type { FastifyInstance } from 'fastify';
import type { PageData } from '../desk/page-data.ts';
import type { World } from '../kernel/types.ts';
import { createDeskPageServer } from './desk-page-server.ts';
import { Installation } from './installation.ts';
import type { InstallOptions } from './installation.ts';
import { createWidgetServer } from './widget-server.ts';

export type { InstallOptions } from './installation.ts';

/** The pretend Desk web page and the extension it shows. */
export interface DeskPage {
  /** Shows this extension from the next load of the page on; configuration, storage and permissions start empty. */
  install(options: InstallOptions): void;
  /** Violations of the policy that the extension's pages are served with, as the browser reported them. */
  cspReports(): readonly unknown[];
  clearCspReports(): void;
}

/** The page and the extension's own origin, not yet listening. */
export function createDeskPage(
  world: World,
  pageData: PageData,
): DeskPage & { readonly page: FastifyInstance; readonly widgets: FastifyInstance } {
  let installed: Installation | null = null;
  let reports: unknown[] = [];
  const installation = (): Installation | null => installed;
  return {
    page: createDeskPageServer(world, pageData, installation),
    widgets: createWidgetServer({ world, installation, onReport: (report) => reports.push(report) }),
    install: (options) => (installed = new Installation(options, world.clock)),
    cspReports: () => reports,
    clearCspReports: () => (reports = []),
  };
}
