import { startPage } from '../page/start-page.ts';
import './crm-account-panel.ts';

startPage('crm-account-panel');
