import { DeskPage } from './desk-page.js';

const page = new DeskPage();
/** How tests and the sandbox drawer work the page; levers.js says what it can. */
window.deskPage = page.levers;
page.levers.ready = page.start();
await page.levers.ready;
