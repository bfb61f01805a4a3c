/** The panels' dialogs: loaded when the first one is wanted, so that opening a panel does not wait for them. */
export * from './crm-add-dialog.ts';
export * from './crm-confirm-dialog.ts';
export * from './crm-link-dialog.ts';
