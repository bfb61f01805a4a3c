import type { PipelineStage } from '../../../core/handshake/stage-forecast.ts';
import { stageForecasts } from '../../../core/handshake/stage-forecast.ts';
import type { CrmSetup, StageOption } from '../../../ports/customer-reader.ts';
import type { HttpClient } from '../../http-client.ts';
import { parseAnswer } from '../../parse-answer.ts';
import { crmFieldMeta } from '../crm-fields.ts';
import type { CrmField } from '../wire.ts';
import { CrmFieldList, CrmOrgList, LayoutList, PipelineList } from '../wire.ts';
import { keep } from './keep.ts';

/** Fields, stages and the currency change seldom; a change shows within this time. */
const KEEP_MS = 60 * 60_000;

export interface CustomerSetup {
  fields(module: string): Promise<readonly CrmField[]>;
  /** ISO 4217; null when CRM names none. */
  currency(): Promise<string | null>;
  /** The pipeline that a stage belongs to; undefined when unknown. */
  pipelineOf(stage: string): Promise<string | undefined>;
  read(): Promise<CrmSetup>;
}

interface Pipeline {
  readonly name: string | null;
  readonly stages: readonly PipelineStage[];
}

/** What the organisation set up in CRM: one call per thing and hour. */
export function createCustomerSetup(http: HttpClient, now: () => number): CustomerSetup {
  async function get(path: string, params: Readonly<Record<string, string>> = {}): Promise<unknown> {
    return (await http.request({ method: 'GET', path, params })).data;
  }
  const fields = keep(
    async (module) => {
      const data = await get('/settings/fields', { module });
      return data === null ? [] : parseAnswer(CrmFieldList, data, '/settings/fields').fields;
    },
    KEEP_MS,
    now,
  );
  const currency = keep(
    async () => parseAnswer(CrmOrgList, await get('/org'), '/org').org[0]?.iso_code ?? null,
    KEEP_MS,
    now,
  );
  const pipelines = keep(
    async (): Promise<readonly Pipeline[]> => {
      const found = await get('/settings/layouts', { module: 'Deals' });
      const layouts = found === null ? [] : parseAnswer(LayoutList, found, '/settings/layouts').layouts;
      const answers = await Promise.all(
        layouts.map(({ id }) => get('/settings/pipeline', { layout_id: id })),
      );
      return answers
        .flatMap((data) =>
          data === null ? [] : parseAnswer(PipelineList, data, '/settings/pipeline').pipeline,
        )
        .map(({ actual_value, maps }) => ({
          name: actual_value ?? null,
          stages: maps.map((stage) => ({
            actualValue: stage.actual_value ?? stage.display_value,
            displayValue: stage.display_value,
            forecastType: stage.forecast_type ?? '',
          })),
        }));
    },
    KEEP_MS,
    now,
  );

  async function optionsOf(module: string, field: string): Promise<readonly string[]> {
    const found = (await fields(module)).find(({ api_name }) => api_name === field);
    return found ? (crmFieldMeta(found).options ?? []) : [];
  }

  return {
    fields,
    currency: () => currency('home'),
    async pipelineOf(stage) {
      const all = await pipelines('all');
      return (
        all.find(({ stages }) => stages.some(({ actualValue }) => actualValue === stage))?.name ?? undefined
      );
    },
    async read() {
      const [all, taskStatuses, taskPriorities] = await Promise.all([
        pipelines('all'),
        optionsOf('Tasks', 'Status'),
        optionsOf('Tasks', 'Priority'),
      ]);
      const stages = all.flatMap((pipeline) => pipeline.stages);
      const forecasts = stageForecasts(stages);
      const options = new Map<string, StageOption>();
      for (const { actualValue: value, displayValue: label } of stages) {
        const forecast = forecasts.get(value);
        if (forecast) options.set(value, { value, label, forecast });
      }
      return { forecasts, stages: [...options.values()], taskStatuses, taskPriorities };
    },
  };
}
