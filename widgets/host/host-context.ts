import { createContext } from '@lit/context';
import type { DeskHost } from './desk-host.ts';

/** The Desk page around us. Provided once, by each page's `startPage`. */
export const hostContext = createContext<DeskHost>(Symbol('host'));
