import type { StageForecasts } from './stage-forecast.ts';

/** What a ticket's customer is to CRM (S107–S110). `prospects` is the column Desk also calls Potentials. */
export type CustomerType = 'new' | 'contacts-leads' | 'prospects' | 'customers';

/** The strongest type first: precedence and column order are one list (reference: zoho-desk-api.md §7). */
export const CUSTOMER_TYPES: readonly CustomerType[] = ['customers', 'prospects', 'contacts-leads', 'new'];

/** A deal's `Stage` as CRM sends it; null when the deal has none. */
export type DealStage = string | null;

export interface CustomerTypeInput {
  /** CRM has the customer as a contact or an unconverted lead. */
  readonly inCrm: boolean;
  /** Stages of the deals that name the contact; repeats change nothing. */
  readonly contactDeals: readonly DealStage[];
  /** Stages of the deals of the contact's account. */
  readonly accountDeals: readonly DealStage[];
  /** The organisation's setting; off by default (S107). */
  readonly countAccountDeals: boolean;
  readonly forecasts: StageForecasts;
}

/**
 * Which type a customer has: won > open > in CRM > new (S107–S110).
 *
 * A lost deal, and a deal whose stage the organisation no longer has, count as no deal. A deal is stronger evidence
 * than `inCrm`: with `countAccountDeals` a person CRM does not know is a customer when the account is one.
 *
 * Never throws.
 */
export function customerType(input: CustomerTypeInput): CustomerType {
  const { inCrm, contactDeals, accountDeals, countAccountDeals, forecasts } = input;
  const counted = countAccountDeals ? [...contactDeals, ...accountDeals] : contactDeals;
  const outcomes = counted.map((stage) => (stage === null ? undefined : forecasts.get(stage)));
  if (outcomes.includes('won')) return 'customers';
  if (outcomes.includes('open')) return 'prospects';
  return inCrm ? 'contacts-leads' : 'new';
}
