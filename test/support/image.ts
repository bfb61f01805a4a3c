import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { once } from 'node:events';
import { dirname, join, resolve } from 'node:path';

/** A folder with what the container's image holds and nothing else; processes run in it as the image's would. */
export interface Image {
  /** Starts a command of the Dockerfile or of compose.yaml; `node` is this process's own. */
  run(command: readonly string[], env: Readonly<Record<string, string>>): RunningCommand;
  /** Every file with its time of change: equal before and after means that nothing was written. */
  listing(): readonly string[];
}
export interface RunningCommand {
  readonly child: ChildProcess;
  output(): string;
  /** Exit code; null after a signal. */
  readonly ended: Promise<number | null>;
}

/** Follows the COPY lines of the last stage; packages are those that are not for development. */
export function layOutImage(folder: string): Image {
  const [, last = ''] = /^FROM (?![^]*^FROM )([^]*)/m.exec(readFileSync('Dockerfile', 'utf8')) ?? [];
  for (const [, names = ''] of last.matchAll(/^COPY (?!--)(.+) \S+$/gm)) {
    for (const name of names.split(' ')) cpSync(name, join(folder, name), { recursive: true });
  }
  for (const name of productionPackages()) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(resolve('node_modules', name), link);
  }
  return {
    run([program, ...args], env) {
      const child = spawn(program === 'node' ? process.execPath : (program ?? ''), args, {
        cwd: folder,
        env: { ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let text = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (part: string) => (text += part));
      }
      const ended = once(child, 'close').then(([code]) => code as number | null);
      return { child, output: () => text, ended };
    },
    listing: () =>
      globSync('{server,resources,package.json}{,/**}', { cwd: folder })
        .concat(globSync('*', { cwd: folder }))
        .map((name) => `${name} ${statSync(join(folder, name)).mtimeMs}`)
        .sort(),
  };
}

/** What `npm ci --omit=dev` puts directly below node_modules. */
function productionPackages(): readonly string[] {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly optional?: boolean }>>;
  };
  return Object.entries(packages).flatMap(([path, { dev, optional }]) => {
    const [, name] = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path) ?? [];
    return name === undefined || dev === true || optional === true ? [] : [name];
  });
}
