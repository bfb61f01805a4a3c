import { startPage } from '../page/start-page.ts';
import './crm-handshake-board.ts';

startPage('crm-handshake-board');
