/** What a stage means for the forecast, independent of its name (S107–S110). */
export type ForecastType = 'Open' | 'Closed Won' | 'Closed Lost';

export interface Stage {
  readonly name: string;
  readonly forecastType: ForecastType;
  readonly forecastCategory: 'Pipeline' | 'Closed' | 'Omitted';
  readonly probability: number;
}

const open = (name: string, probability: number): Stage => ({
  name,
  forecastType: 'Open',
  forecastCategory: 'Pipeline',
  probability,
});

/** Stages of the standard sales pipeline, in order. */
export const STAGES: readonly Stage[] = [
  open('Qualification', 10),
  open('Needs Analysis', 20),
  open('Value Proposition', 40),
  open('Identify Decision Makers', 60),
  open('Proposal/Price Quote', 75),
  open('Negotiation/Review', 90),
  { name: 'Closed Won', forecastType: 'Closed Won', forecastCategory: 'Closed', probability: 100 },
  { name: 'Closed Lost', forecastType: 'Closed Lost', forecastCategory: 'Omitted', probability: 0 },
  {
    name: 'Closed-Lost to Competition',
    forecastType: 'Closed Lost',
    forecastCategory: 'Omitted',
    probability: 0,
  },
];

export const PIPELINE = 'Standard (Standard)';

export function stageNamed(name: unknown): Stage | undefined {
  return STAGES.find((stage) => stage.name === name);
}
