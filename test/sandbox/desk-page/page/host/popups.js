import { el } from '../el.js';
import { refuse } from './refusal.js';

const TOAST_MS = 6000;
const MOST_TITLE = 255;

/** `ZOHODESK.notify({title, content, icon})`: a toast that goes away. */
export function showToast({ title = '', content = '', icon = 'success' } = {}) {
  if (title.length > MOST_TITLE) throw refuse('Invalid Payload');
  const toast = el('div', { class: `toast toast-${icon === 'failure' ? 'failure' : 'success'}` }, [
    el('strong', {}, title),
    el('p', {}, content),
  ]);
  document.getElementById('toasts').append(toast);
  setTimeout(() => toast.remove(), TOAST_MS);
  return { status: 'success' };
}

/**
 * `ZOHODESK.showpopup({title, content, type, okText, cancelText, color})`: resolves `{result: true}`, rejects on cancel.
 * Content is always shown as text here: html of an extension has no business in this page.
 * @param popups `{answer: 'ask' or 'ok' or 'cancel', shown: []}`; a scripted answer draws nothing
 */
export async function showPopup(popups, options = {}) {
  popups.shown.push(options);
  const agreed = popups.answer === 'ask' ? await ask(options) : popups.answer === 'ok';
  if (!agreed) throw refuse('cancelled');
  return { result: true };
}

function ask({ title = '', content = '', type, okText = 'OK', cancelText = 'Cancel', color = 'blue' }) {
  const buttons = [el('button', { class: `button primary color-${color}`, value: 'ok' }, okText)];
  if (type === 'confirmation') buttons.push(el('button', { class: 'button', value: '' }, cancelText));
  const dialog = el('dialog', { class: 'popup', 'aria-labelledby': 'popup-title' }, [
    el('form', { method: 'dialog' }, [
      el('h2', { id: 'popup-title' }, title),
      el('p', {}, content),
      el('div', { class: 'buttons' }, buttons),
    ]),
  ]);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'ok');
    });
  });
}
