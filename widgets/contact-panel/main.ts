import { startPage } from '../page/start-page.ts';
import './crm-contact-panel.ts';

startPage('crm-contact-panel');
