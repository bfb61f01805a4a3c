import * as z from 'zod/mini';
import { ModuleName } from './common.ts';

export const Field = z.object({
  apiName: z.string(),
  label: z.string(),
  type: z.enum([
    'text',
    'textarea',
    'email',
    'phone',
    'url',
    'integer',
    'decimal',
    'currency',
    'percent',
    'boolean',
    'date',
    'datetime',
    'picklist',
    'multiselect',
    'reference',
    'unsupported',
  ]),
  custom: z.boolean(),
  mandatory: z.boolean(),
  writable: z.boolean(),
  maxLength: z.nullable(z.number()),
  decimalPlaces: z.nullable(z.number()),
  options: z.nullable(z.array(z.string())),
  referenceTo: z.nullable(ModuleName),
});
export type Field = z.infer<typeof Field>;

/** GET /v1/modules/{module}/fields (administrators): what both drop-downs of the mapping editor hold (S19). */
export const ModuleFields = z.object({ module: ModuleName, desk: z.array(Field), crm: z.array(Field) });
export type ModuleFields = z.infer<typeof ModuleFields>;

/** GET /v1/departments (administrators): for the product step (S24). */
export const Departments = z.object({
  departments: z.array(z.object({ id: z.string(), name: z.string(), enabled: z.boolean() })),
});
export type Departments = z.infer<typeof Departments>;
