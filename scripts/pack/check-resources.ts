import * as z from 'zod';
import { RESOURCES, jsonOf } from './packed-files.ts';
import type { PackedFiles } from './packed-files.ts';

const name = z.string().min(1).max(250);
const Permission = z.strictObject({
  resourceName: name,
  apiName: name,
  displayName: name,
  description: z.string(),
  defaultState: z.boolean(),
});
/** desk-extension-platform §1.6. zet prints an error for broken JSON and exits with 0. */
const Resources = z.strictObject({
  permissions: z.array(Permission).min(1).max(10).optional(),
  webhook: z.array(z.looseObject({ resourceName: name, name, url: z.string() })).optional(),
  fields: z
    .array(z.looseObject({ resourceName: name, module: z.string() }))
    .min(1)
    .max(10)
    .optional(),
  customActions: z.array(z.looseObject({ resourceName: name })).optional(),
  targets: z.array(z.looseObject({ resourceName: name, url: z.string() })).optional(),
});

/** @returns one line per fault */
export function checkResources(files: PackedFiles): readonly string[] {
  const parsed = Resources.safeParse(jsonOf(files, RESOURCES));
  if (!parsed.success) {
    return parsed.error.issues.map(({ path, message }) => `${RESOURCES} ${path.join('.')}: ${message}`);
  }
  const names = Object.values(parsed.data).flatMap((section) =>
    section.map(({ resourceName }) => resourceName),
  );
  return names
    .filter((each, index) => names.indexOf(each) !== index)
    .map((each) => `${RESOURCES}: resourceName ${each} occurs twice`);
}
