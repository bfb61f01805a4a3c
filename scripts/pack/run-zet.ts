import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../node_modules/.bin', import.meta.url));

/**
 * Runs Zoho's tool in a folder, without network, terminal or a person to ask (desk-extension-platform §2).
 *
 * It reads settings below HOME and, when packing, takes any word of npm on stderr for a failure, which it then keeps
 * to itself; so it gets a home of its own and nothing of npm's environment. What it says is not proof: look at the zip.
 *
 * @returns its output
 * @throws Error with its output when it exits with another code than 0
 */
export async function runZet(command: 'validate' | 'pack', folder: string): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'zet-home-'));
  try {
    const child = spawn(join(BIN, 'zet'), [command], {
      cwd: folder,
      env: {
        PATH: [BIN, process.env['PATH']].join(delimiter),
        HOME: home,
        CI: '1',
        NO_UPDATE_NOTIFIER: '1',
        NPM_CONFIG_LOGLEVEL: 'silent',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const exit = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', resolve);
    });
    const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
    const said = (out + err).trim();
    if (code !== 0) throw new Error(`zet ${command} failed: ${said}`);
    return said;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
