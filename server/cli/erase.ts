import { MODULES } from '../core/record.ts';
import type { OrgStore } from '../ports/store.ts';
import type { Command } from './command.ts';
import { misused } from './command.ts';
import { optionsOf } from './options.ts';
import { chosenIntegration, withTools } from './with-tools.ts';

/** Forgets one organisation for good: the same as an uninstall of the extension. */
export const erase: Command = {
  name: 'erase',
  usage: '--org ID --yes',
  summary:
    'Ends an organisation’s webhooks, channels and access at Zoho and erases all its rows, pairs included',
  async run(args, surroundings) {
    const { values } = optionsOf(erase, args, {
      org: { type: 'string' },
      yes: { type: 'boolean', default: false },
    });
    const { org: wanted } = values;
    if (wanted === undefined) throw misused(erase, 'Name the organisation');
    return await withTools(surroundings.config(), async (tools) => {
      const { orgKey, state } = await chosenIntegration(tools, wanted);
      const org = tools.store.forOrg(orgKey);
      const pairs = await countPairs(org);
      if (!values.yes) {
        surroundings.say(
          `Organisation ${orgKey} (${state}) has ${pairs} pairs. Erasing cannot be undone; records in Desk and CRM stay as they are. Add --yes to erase.`,
        );
        return 1;
      }
      if (!(await tools.deleteIntegration.uninstall(orgKey))) {
        surroundings.say(
          `Organisation ${orgKey} writes no more; its rows go when the process at work for it lets go.`,
        );
        return 1;
      }
      surroundings.say(`Organisation ${orgKey} is erased, ${pairs} pairs included.`);
      return 0;
    });
  },
};

async function countPairs(org: OrgStore): Promise<number> {
  let pairs = 0;
  for (const module of MODULES) pairs += await org.links.count(module);
  return pairs;
}
