import { DeskPage } from './desk-page.js';

const page = new DeskPage();
/** How tests and the sandbox drawer work the page; README.md lists its members. */
window.deskPage = page.levers;
await page.start();
