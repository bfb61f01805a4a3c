/**
 * Where Desk shows a widget (desk-extension-platform §3). zet does not check the value: a typing error is accepted and
 * the widget never appears.
 */
export const LOCATIONS: ReadonlySet<string> = new Set([
  'desk.ticket.detail.rightpanel',
  'desk.ticket.detail.subtab',
  'desk.ticket.detail.lefttab',
  'desk.ticket.detail.moreaction',
  'desk.ticket.thread.moreaction',
  'desk.ticket.form.rightpanel',
  'desk.ticket.blueprint.transition',
  'desk.contact.detail.rightpanel',
  'desk.contact.detail.subtab',
  'desk.contact.detail.lefttab',
  'desk.contact.form.rightpanel',
  'desk.account.detail.rightpanel',
  'desk.account.detail.subtab',
  'desk.account.detail.lefttab',
  'desk.account.form.rightpanel',
  'desk.topband',
  'desk.bottomband',
  'desk.extension.telephony',
  'desk.background',
  'desk.extension.preference',
]);

/** Meant to be there once; zet does not look. */
export const SINGLE_LOCATIONS: ReadonlySet<string> = new Set([
  'desk.background',
  'desk.extension.preference',
  'desk.extension.telephony',
]);
