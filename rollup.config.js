import { readdirSync, rmSync } from 'node:fs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import esbuild from 'rollup-plugin-esbuild';

/** One entry per folder that has a `main.ts`: `widgets/ticket-panel/` is what `app/ticket.html` loads. */
const ENTRIES = Object.fromEntries(
  readdirSync('widgets', { withFileTypes: true })
    .filter((folder) => folder.isDirectory() && readdirSync(`widgets/${folder.name}`).includes('main.ts'))
    .map(({ name }) => [name.replace(/-panel$/, ''), `widgets/${name}/main.ts`]),
);

/**
 * What nearly every page needs is one file: left to itself, the settings page's many parts would split the panels' code
 * into a dozen, and each file compresses for itself.
 */
const EVERYWHERE =
  /node_modules|widgets\/(?:styles|host|session|page)\/|widgets\/i18n\/(?!arrows)|widgets\/elements\/(?!crm-dialog|crm-search-select|search-select|place-below)|widgets\/api\/(?:api-|desk-transport|fetch-transport|session-api|shapes\/(?:guard|session))/;

export default {
  input: ENTRIES,
  output: {
    dir: 'app/js',
    format: 'es',
    entryFileNames: '[name].js',
    // zet takes file names of letters, digits, `_`, `.`, `$` and `-`, at most 50 of them.
    chunkFileNames: 'shared-[hash].js',
    manualChunks: (id) => (EVERYWHERE.test(id) ? 'everywhere' : undefined),
    hoistTransitiveImports: true,
    generatedCode: 'es2015',
  },
  plugins: [
    {
      name: 'start-empty',
      // Chunks of an earlier build would stay and be packed.
      renderStart: ({ dir }) => rmSync(dir, { recursive: true, force: true }),
    },
    nodeResolve({ browser: true, exportConditions: ['production'] }),
    esbuild({
      target: 'es2022',
      tsconfig: 'widgets/tsconfig.json',
      minify: true,
      legalComments: 'none',
      loaders: { '.json': 'json' },
    }),
    {
      name: 'without-indentation',
      // After minifying, lines begin only inside of templates of HTML and CSS, where any white space is as good.
      renderChunk: (code) => ({ code: code.replace(/\n[ \t]+/g, '\n'), map: null }),
    },
  ],
};
