import type { HistoryChanges } from '../../server/contract/history.ts';
import type { FlightPlan, PlanRequest } from '../../server/contract/plan.ts';
import type { ApiClient } from './api-client.ts';
import { isHistoryChanges } from './shapes/history-shape.ts';
import { isFlightPlan, isLatestPlan } from './shapes/plan-shape.ts';

/** @throws ApiError `plan-running` while another one is computed */
export async function beginPlan(
  api: ApiClient,
  request: PlanRequest,
  signal?: AbortSignal,
): Promise<FlightPlan> {
  return api.post('/v1/plan', isFlightPlan, request, signal);
}

export async function readPlan(api: ApiClient, signal?: AbortSignal): Promise<FlightPlan | null> {
  return (await api.get('/v1/plan', isLatestPlan, {}, signal)).plan;
}

/** What the plan would do, record by record. @param after `next` of the page before */
export async function readPlanChanges(
  api: ApiClient,
  query: { module?: string; target?: string; after?: string },
  signal?: AbortSignal,
): Promise<HistoryChanges> {
  return api.get('/v1/plan/changes', isHistoryChanges, query, signal);
}
