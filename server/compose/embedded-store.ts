import { ownerOf } from '../store/data-dir-lock.ts';
import { hasDatabase } from '../store/pglite.ts';

/** Looks at the embedded database's folder from outside: the process that works on it, or null. */
export const embeddedOwner = ownerOf;

/** False before the connector's first start. */
export const hasEmbeddedDatabase = hasDatabase;
