import type { Command } from './command.ts';
import { optionsOf } from './options.ts';
import { withTools } from './with-tools.ts';

/** After a new first key in ENCRYPTION_KEYS: writes what older keys encrypted again, so that they can go. */
export const rotateKeys: Command = {
  name: 'rotate-keys',
  usage: '',
  summary: 'Encrypts every stored secret anew under the first key of ENCRYPTION_KEYS',
  async run(args, { config: read, say }) {
    optionsOf(rotateKeys, args, {});
    const config = read();
    return await withTools(config, async (tools) => {
      const count = await tools.rotateSecrets();
      const { current, previous } = config.encryptionKeys;
      say(`${count} secrets were written again; all are under key "${current.id}" now.`);
      if (previous.length > 0) {
        const hours = config.session.handleMs / 3_600_000;
        const old = previous.map(({ id }) => `"${id}"`).join(', ');
        say(
          `Remove ${old} from ENCRYPTION_KEYS in ${hours} hours: sign-ins of today may still need it until then.`,
        );
      }
      return 0;
    });
  },
};
