import { openStore } from '../../server/store/open-store.ts';
import { testKeys } from '../support/keys.ts';
import { storeSuite } from './store.suite.ts';

storeSuite('PGlite', () => openStore({ encryptionKeys: testKeys }));
