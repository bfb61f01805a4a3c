import { createContext } from '@lit/context';
import type { PanelTarget } from '../api/panel-api.ts';

/** The Desk record that a panel stands beside. Provided by `<crm-customer-panel>`. */
export const targetContext = createContext<PanelTarget>(Symbol('target'));
