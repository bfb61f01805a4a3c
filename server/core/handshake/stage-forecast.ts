/** What a deal in a stage is, whatever the stage is called. */
export type Forecast = 'open' | 'won' | 'lost';

/** Forecast of each stage an organisation has; see {@link stageForecasts}. */
export type StageForecasts = ReadonlyMap<string, Forecast>;

/** One stage as CRM describes it in its pipelines (reference: zoho-crm-api.md §5.4). */
export interface PipelineStage {
  readonly actualValue: string;
  readonly displayValue: string;
  readonly forecastType: string;
}

/** CRM's words for `forecast_type`; every other word leaves a stage without a forecast. */
const FORECASTS: Readonly<Partial<Record<string, Forecast>>> = {
  Open: 'open',
  'Closed Won': 'won',
  'Closed Lost': 'lost',
};

/**
 * Makes the stages of all pipelines answer one question: open, won or lost (S107)?
 *
 * A renamed stage keeps its actual value and changes its display value. A deal may carry either, so both are keys;
 * where one stage's actual value is another's display value, the actual value is meant. A stage's forecast type is
 * its own, whichever pipelines show it; the first listing counts.
 */
export function stageForecasts(stages: readonly PipelineStage[]): StageForecasts {
  const forecasts = new Map<string, Forecast>();
  const actual = new Set(stages.map((stage) => stage.actualValue));
  for (const stage of stages) {
    const forecast = Object.hasOwn(FORECASTS, stage.forecastType) ? FORECASTS[stage.forecastType] : undefined;
    if (forecast === undefined) continue;
    if (!forecasts.has(stage.actualValue)) forecasts.set(stage.actualValue, forecast);
    if (actual.has(stage.displayValue) || forecasts.has(stage.displayValue)) continue;
    forecasts.set(stage.displayValue, forecast);
  }
  return forecasts;
}
