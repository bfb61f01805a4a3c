import * as z from 'zod';

/** Ids are digit strings beyond 2^53; a number is only ever small. */
const id = z.union([z.string(), z.number()]).transform(String);

/** CRM times carry the organisation's offset; ours are UTC with ms. */
export function crmTime(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
const time = z.unknown().default(null).transform(crmTime);

export const CrmRecord = z.looseObject({ id, Created_Time: time, Modified_Time: time });
export type CrmRecord = z.infer<typeof CrmRecord>;

export const CrmRecordList = z.looseObject({
  data: z.array(CrmRecord),
  info: z
    .looseObject({ more_records: z.boolean().default(false), next_page_token: z.string().nullish() })
    .default({ more_records: false }),
});

const CoqlRow = z.looseObject({ id });
export type CoqlRow = z.infer<typeof CoqlRow>;
export const CoqlAnswer = z.looseObject({
  data: z.array(CoqlRow),
  info: z.looseObject({ more_records: z.boolean().default(false) }).default({ more_records: false }),
});

export const CrmCount = z.looseObject({ count: z.coerce.number() });

export const DeletedList = z.looseObject({
  data: z.array(z.looseObject({ id, type: z.string(), deleted_time: time })),
  info: z.looseObject({ more_records: z.boolean().default(false) }).default({ more_records: false }),
});

export const RecycleBinList = z.looseObject({
  recycle_bin: z.array(z.looseObject({ id, deleted_time: time })),
});

/** Outcome per restored record: `id` stands beside the details only in mixed answers. */
export const RestoreAnswer = z.looseObject({
  recycle_bin: z.array(
    z.looseObject({
      id: id.nullish(),
      code: z.string(),
      details: z.looseObject({ id: id.nullish() }).nullish(),
    }),
  ),
});

export const CrmErrorBody = z.looseObject({
  code: z.string(),
  message: z.string().default(''),
  details: z.looseObject({}).nullish(),
});
export type CrmErrorBody = z.infer<typeof CrmErrorBody>;

/** One row's result of a write: `code` is SUCCESS or an error. */
export const WriteAnswer = z.looseObject({ data: z.array(CrmErrorBody) });
export const WrittenDetails = z.looseObject({ id, Created_Time: time, Modified_Time: time });

export const CrmField = z.looseObject({
  api_name: z.string(),
  field_label: z.string().nullish(),
  display_label: z.string().nullish(),
  data_type: z.string(),
  json_type: z.string().nullish(),
  length: z.number().nullish(),
  decimal_place: z.number().nullish(),
  system_mandatory: z.boolean().nullish(),
  custom_field: z.boolean().nullish(),
  field_read_only: z.boolean().nullish(),
  pick_list_values: z
    .array(z.looseObject({ display_value: z.string(), actual_value: z.string().nullish() }))
    .nullish(),
  operation_type: z.looseObject({ api_create: z.boolean(), api_update: z.boolean() }).nullish(),
  lookup: z
    .looseObject({ module: z.union([z.string(), z.looseObject({ api_name: z.string() })]).nullish() })
    .nullish(),
});
export type CrmField = z.infer<typeof CrmField>;
export const CrmFieldList = z.looseObject({ fields: z.array(CrmField) });

const BulkJob = z.looseObject({
  id,
  state: z.string(),
  result: z
    .looseObject({
      count: z.number().nullish(),
      more_records: z.boolean().nullish(),
      error_message: z.unknown().optional(),
    })
    .nullish(),
});
export const BulkCreated = z.looseObject({
  data: z.array(z.looseObject({ details: z.looseObject({ id }) })).min(1),
});
export const BulkState = z.looseObject({ data: z.tuple([BulkJob]) });
export type BulkJob = z.infer<typeof BulkJob>;

export const WatchEvent = z.looseObject({
  channel_id: id,
  channel_expiry: time,
  resource_name: z.string(),
});
export const WatchAnswer = z.looseObject({
  watch: z.array(
    z.looseObject({
      code: z.string(),
      message: z.string().default(''),
      details: z.looseObject({ events: z.array(WatchEvent).nullish() }).nullish(),
    }),
  ),
});
export const WatchList = z.looseObject({ watch: z.array(WatchEvent) });

export const CrmOrg = z.looseObject({
  zgid: id,
  company_name: z.string().default(''),
  /** production, sandbox, developer, bigin. */
  type: z.string().default('production'),
  primary_email: z.string().nullish(),
  /** Home currency, ISO 4217. */
  iso_code: z.string().nullish(),
});
export type CrmOrg = z.infer<typeof CrmOrg>;
export const CrmOrgList = z.looseObject({ org: z.array(CrmOrg).min(1) });

export const CrmUser = z.looseObject({
  id,
  email: z.string(),
  full_name: z.string().nullish(),
  status: z.string().nullish(),
  profile: z.looseObject({ id, name: z.string() }),
});
export type CrmUser = z.infer<typeof CrmUser>;
export const CrmUserList = z.looseObject({ users: z.array(CrmUser).min(1) });

export const LayoutList = z.looseObject({ layouts: z.array(z.looseObject({ id })) });
/** Stages of one layout's pipelines, each with what a deal in it is (zoho-crm-api §5.4). */
export const PipelineList = z.looseObject({
  pipeline: z.array(
    z.looseObject({
      actual_value: z.string().nullish(),
      maps: z.array(
        z.looseObject({
          display_value: z.string(),
          actual_value: z.string().nullish(),
          forecast_type: z.string().nullish(),
        }),
      ),
    }),
  ),
});
