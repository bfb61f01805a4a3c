import * as z from 'zod';

/** Ids are digit strings, sometimes numbers; only strings stay exact. */
const id = z.union([z.string(), z.number()]).transform(String);
const flag = z.union([z.boolean(), z.stringbool()]);

/** Desk sends ISO 8601 or epoch ms (as number or text), depending on the page of its documentation. */
export function deskTime(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const at = /^-?\d+$/.test(String(value)) ? Number(value) : Date.parse(String(value));
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
const time = z.unknown().default(null).transform(deskTime);

/** A contact, account or product as any Desk endpoint sends it: the fields depend on the endpoint and the profile. */
export const DeskRecord = z.looseObject({
  id,
  createdTime: time,
  modifiedTime: time,
  cf: z.record(z.string(), z.unknown()).nullish(),
  departmentIds: z.array(id).nullish(),
  isTrashed: flag.nullish(),
  isDeleted: flag.nullish(),
});
export type DeskRecord = z.infer<typeof DeskRecord>;

/** Every list; an empty one is HTTP 204 without a body. */
function listOf<T extends z.ZodType>(item: T) {
  return z.looseObject({ data: z.array(item) });
}
export const DeskRecordList = listOf(DeskRecord);
export const DeskSearchAnswer = DeskRecordList.extend({ count: z.coerce.number().optional() });

export const RecycleBinList = listOf(z.looseObject({ id, deletedTime: time }));
/** What a call on several records did to each; `errors` is a list or one object, depending on the page. */
export const MassResults = z.looseObject({
  results: z.array(z.looseObject({ id, success: flag, errors: z.unknown() })),
});
export type MassResults = z.infer<typeof MassResults>;
export const DeskModuleList = listOf(z.looseObject({ id, apiName: z.string() }));

export const DeskField = z.looseObject({
  apiName: z.string(),
  displayLabel: z.string().nullish(),
  type: z.string(),
  isCustomField: flag.default(false),
  isMandatory: flag.default(false),
  maxLength: z.coerce.number().nullish(),
  decimalPlaces: z.coerce.number().nullish(),
  allowedValues: z.array(z.union([z.string(), z.looseObject({ value: z.string() })])).nullish(),
  lookup: z.looseObject({ module: z.looseObject({ apiName: z.string() }).nullish() }).nullish(),
});
export type DeskField = z.infer<typeof DeskField>;
export const DeskFieldList = listOf(DeskField);

export const DeskErrorBody = z.looseObject({
  errorCode: z.string(),
  message: z.string().default(''),
  errors: z
    .array(
      z.looseObject({
        /** JSON Pointer, e.g. `/contactId` or `/cf/cf_tier`. */
        fieldName: z.string().default(''),
        errorType: z.string().default(''),
        errorMessage: z.string().nullish(),
      }),
    )
    .nullish(),
});
export type DeskErrorBody = z.infer<typeof DeskErrorBody>;

export const DeskWebhook = z.looseObject({
  id,
  name: z.string(),
  url: z.string(),
  isEnabled: flag.default(true),
  ignoreSourceId: z.string().nullish(),
  /** By event; what each is narrowed to, or null. */
  subscriptions: z.record(z.string(), z.unknown()).nullish(),
});
export type DeskWebhook = z.infer<typeof DeskWebhook>;
export const DeskWebhookList = listOf(DeskWebhook);

export const DeskOrganization = z.looseObject({
  id,
  companyName: z.string().default(''),
  portalName: z.string().nullish(),
  isDefault: flag.default(false),
  isAdminInOrg: flag.default(false),
  isSandboxPortal: flag.default(false),
  /** FREE, EXPRESS, PROFESSIONAL, ENTERPRISE, ZOHOONE …: more values than documented, so any string. */
  edition: z.string().default(''),
});
export type DeskOrganization = z.infer<typeof DeskOrganization>;
export const DeskOrganizationList = listOf(DeskOrganization);

export const DeskMyInfo = z.looseObject({
  id,
  emailId: z.string(),
  name: z.string().nullish(),
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  profileId: id,
  roleId: id.nullish(),
  rolePermissionType: z.string(),
  status: z.string().default('ACTIVE'),
  associatedDepartmentIds: z.array(id).default([]),
  langCode: z.string().nullish(),
  timeZone: z.string().nullish(),
});
export type DeskMyInfo = z.infer<typeof DeskMyInfo>;

export const DeskAgent = z.looseObject({
  id,
  emailId: z.string().nullish(),
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  profileId: id.nullish(),
  rolePermissionType: z.string().nullish(),
  status: z.string().nullish(),
  associatedDepartmentIds: z.array(id).nullish(),
});
export type DeskAgent = z.infer<typeof DeskAgent>;
export const DeskAgentList = listOf(DeskAgent);

export const DeskProfile = z.looseObject({
  id,
  name: z.string(),
  description: z.string().nullish(),
  default: flag.nullish(),
  isVisible: flag.nullish(),
  type: z.string().nullish(),
  permissions: z.looseObject({ crmInteg: z.record(z.string(), z.unknown()).nullish() }).nullish(),
});
export type DeskProfile = z.infer<typeof DeskProfile>;
export const DeskProfileList = listOf(DeskProfile);

export const DeskDepartment = z.looseObject({
  id,
  name: z.string(),
  isDefault: flag.default(false),
  isEnabled: flag.default(true),
});
export type DeskDepartment = z.infer<typeof DeskDepartment>;
export const DeskDepartmentList = listOf(DeskDepartment);

const named = { id, accountName: z.string().nullish() };
const gone = { isTrashed: flag.nullish(), isDeleted: flag.nullish() };
/** A contact by itself (`include=accounts`), or as a ticket shows it (`include=contacts`). */
export const DeskContact = z.looseObject({
  id,
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  email: z.string().nullish(),
  secondaryEmail: z.string().nullish(),
  phone: z.string().nullish(),
  mobile: z.string().nullish(),
  accountId: id.nullish(),
  account: z.looseObject(named).nullish(),
  ...gone,
});
export const DeskPanelAccount = z.looseObject({ ...named, ...gone });

export const DeskTicket = z.looseObject({
  id,
  ticketNumber: z.union([z.string(), z.number()]).transform(String),
  subject: z.string().nullish(),
  departmentId: id,
  contactId: id.nullish(),
  accountId: id.nullish(),
  assigneeId: id.nullish(),
  status: z.string().nullish(),
  statusType: z.string().nullish(),
  priority: z.string().nullish(),
  createdTime: time,
  dueDate: time,
  webUrl: z.string().nullish(),
  contact: DeskContact.nullish(),
  assignee: z.looseObject({ firstName: z.string().nullish(), lastName: z.string().nullish() }).nullish(),
  ...gone,
});
export const DeskTicketList = listOf(DeskTicket);
/** The status field's values say of which type each is (Field.json `statusFieldResponse`). */
export const TicketFieldList = listOf(
  z.looseObject({
    apiName: z.string(),
    allowedValues: z
      .array(z.looseObject({ value: z.string(), statusType: z.string().nullish() }))
      .nullish()
      .catch(null),
  }),
);
