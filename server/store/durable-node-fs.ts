import { closeSync, fsyncSync, openSync } from 'node:fs';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import type { PGlite } from '@electric-sql/pglite';

/** The part of an open file in Emscripten's NODEFS that matters here; directories have no `nfd`. */
interface NodeFsStream {
  readonly nfd?: number;
  readonly node: unknown;
}
interface NodeFsModule {
  readonly NODEFS: {
    readonly stream_ops: { fsync?: (stream: NodeFsStream) => number };
    realPath(node: unknown): string;
  };
}
type InitOptions = Parameters<NodeFS['init']>[1];

/**
 * PGlite's folder on disk with a working `fsync`: without it a commit survives the death of the process but not a
 * power failure. Reaches into PGlite 0.5.16, so that version is pinned and a test counts the calls.
 *
 * @param fsync replaces `fs.fsyncSync`, for that test
 */
export class DurableNodeFs extends NodeFS {
  readonly #fsync: (fd: number) => void;

  constructor(dataDir: string, fsync: (fd: number) => void = fsyncSync) {
    super(dataDir);
    this.#fsync = fsync;
  }

  override async init(pg: PGlite, options: InitOptions): Promise<{ emscriptenOpts: InitOptions }> {
    const { emscriptenOpts } = await super.init(pg, options);
    const addFsync = (module: unknown): void => {
      const { NODEFS } = module as NodeFsModule;
      NODEFS.stream_ops.fsync = (stream) => {
        if (stream.nfd === undefined) this.#syncDirectory(NODEFS.realPath(stream.node));
        else this.#fsync(stream.nfd);
        return 0;
      };
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [addFsync, ...(emscriptenOpts.preRun ?? [])] } };
  }

  #syncDirectory(path: string): void {
    const fd = openSync(path, 'r');
    try {
      this.#fsync(fd);
    } finally {
      closeSync(fd);
    }
  }
}
