import { startPage } from '../page/start-page.ts';
import './crm-ticket-panel.ts';

startPage('crm-ticket-panel', { fitHeight: true });
