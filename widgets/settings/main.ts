import { startPage } from '../page/start-page.ts';
import './crm-settings.ts';

startPage('crm-settings');
