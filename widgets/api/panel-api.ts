import type { Panel, PanelEntity, PanelItem, PanelPage, PanelPlace } from '../../server/contract/panel.ts';
import type { ApiClient, Query } from './api-client.ts';
import { isPanel, isPanelPage } from './shapes/panel-shape.ts';

/** What a panel stands beside. */
export interface PanelTarget {
  readonly place: PanelPlace;
  /** Of the ticket, contact or account in Desk. */
  readonly id: string;
}

/** @param query `refresh` reads CRM first; `since` waits for something newer than that `readAt` */
export async function readPanel(
  api: ApiClient,
  target: PanelTarget,
  query: Query & { refresh?: 'true'; since?: string },
  signal?: AbortSignal,
): Promise<Panel> {
  return api.get(panelPath(target), isPanel, query, signal);
}

/** @param page from 1; page 1 is what the panel showed */
export async function readSection(
  api: ApiClient,
  target: PanelTarget,
  section: { entity: PanelEntity; item: PanelItem; page: number },
  signal?: AbortSignal,
): Promise<PanelPage> {
  const { entity, item, page } = section;
  return api.get(`${panelPath(target)}/${entity}/${item}`, isPanelPage, { page }, signal);
}

export function panelPath({ place, id }: PanelTarget): string {
  return `/v1/panel/${place}/${encodeURIComponent(id)}`;
}
