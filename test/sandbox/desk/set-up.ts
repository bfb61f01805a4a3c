import type { SetUpChange } from '../kernel/types.ts';
import type { FieldDef } from './fields.ts';
import { fieldSet } from './fields.ts';
import type { Portal } from './portal.ts';
import { agentShape } from './routes/people.ts';

/** Setup → Layouts and Fields, → Permissions → Profiles, and → Agents. */
export function setUp(portal: Portal, change: SetUpChange): void {
  if ('removeProfile' in change) {
    const profiles = portal.staff.profiles.filter(({ name }) => name !== change.removeProfile);
    if (profiles.length === portal.staff.profiles.length)
      throw new Error(`no profile ${change.removeProfile}`);
    portal.staff = { ...portal.staff, profiles };
    return;
  }
  if ('agent' in change) {
    const agent = portal.agents().find(({ person }) => person.email === change.agent);
    if (!agent) throw new Error(`no agent ${change.agent}`);
    const prevState = agentShape(portal, agent);
    if (change.status === 'DISABLED') portal.disabledAgents.add(agent.id);
    else portal.disabledAgents.delete(agent.id);
    portal.emit('Agent_Update', () => ({
      payload: agentShape(portal, agent),
      prevState,
      sourceId: null,
      departmentId: null,
      changed: null,
    }));
    return;
  }
  const { module, field: name, change: edit } = change;
  const { all } = portal.fields[module];
  if (!all.some(({ apiName }) => apiName === name)) throw new Error(`no field ${name}`);
  const edited = all.flatMap((field): FieldDef[] => {
    if (field.apiName !== name) return [field];
    if (edit === 'remove') return [];
    const { options = field.options, maxLength = field.maxLength } = edit;
    return [{ ...field, options, maxLength }];
  });
  portal.fields = { ...portal.fields, [module]: fieldSet(edited) };
}
