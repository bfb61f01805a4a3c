/** The two products that hold the same customers. */
export type Side = 'desk' | 'crm';
export const SIDES: readonly Side[] = ['desk', 'crm'];

/** The modules that sync, in the order in which they must be written: a contact refers to its account (S100). */
export type Module = 'accounts' | 'contacts' | 'products';
export const MODULES: readonly Module[] = ['accounts', 'contacts', 'products'];

export function otherSide(side: Side): Side {
  return side === 'desk' ? 'crm' : 'desk';
}

/** A value as a product's API sends or takes it, after the adapter flattened it (a lookup is its id). */
export type RawValue = string | number | boolean | null | readonly string[];

/**
 * A value in canonical form: what is compared, and what the base holds.
 *
 * `null` is "empty" (products' `""`, `null` and `[]` all mean it; an *absent* key is not a value at all, P15).
 * Numbers are decimal strings in normal form (`"12"`, `"-0.5"`): exact beyond 2^53 and safe in JSON.
 * Dates are `yyyy-MM-dd`, date-times ISO 8601 UTC to the second, multi-selects sorted and without doubles.
 */
export type FieldValue = string | boolean | null | readonly string[];

/** One record as one side holds it now. */
export interface RemoteRecord {
  /** Digit string: ids exceed 2^53, never make one a number. */
  readonly id: string;
  /** ISO 8601 UTC; null when the product sent none. */
  readonly createdAt: string | null;
  readonly modifiedAt: string | null;
  /** Raw values by API name, custom fields flat (`cf_tier`); a key the API did not send is absent. */
  readonly values: Readonly<Record<string, RawValue>>;
  /** Desk products only: the departments that show the product. */
  readonly departmentIds?: readonly string[];
  /** True when the record lies in the recycle bin (Desk still answers a GET for it). */
  readonly inRecycleBin?: boolean;
}

/** Kinds of field both products have; everything else is `unsupported` and cannot be mapped. */
export type FieldType =
  | 'text'
  | 'textarea'
  | 'email'
  | 'phone'
  | 'url'
  | 'integer'
  | 'decimal'
  | 'currency'
  | 'percent'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'picklist'
  | 'multiselect'
  | 'reference'
  | 'unsupported';

/** What a product says about one of its fields. */
export interface FieldMeta {
  readonly apiName: string;
  readonly label: string;
  readonly type: FieldType;
  readonly custom: boolean;
  readonly mandatory: boolean;
  /** False for formulas, auto-numbers and everything else the API cannot write. */
  readonly writable: boolean;
  /** Longest text in characters (for numbers: most digits); null when the product names none. */
  readonly maxLength: number | null;
  readonly decimalPlaces: number | null;
  /** Options of a picklist or multi-select, as written through the API. */
  readonly options: readonly string[] | null;
  /** The module a `reference` points to. */
  readonly referenceTo: Module | null;
}
