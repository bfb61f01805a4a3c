/**
 * What the connector asks for, least privilege (zoho-desk-api §1, zoho-crm-api §1.4). An unknown scope fails the
 * whole authorize step and Zoho's pages disagree on the webhook scope, so configuration may replace these lists.
 */
export const DESK_SCOPES: readonly string[] = [
  'Desk.contacts.READ',
  'Desk.contacts.CREATE',
  'Desk.contacts.UPDATE',
  'Desk.products.READ',
  'Desk.products.CREATE',
  'Desk.products.UPDATE',
  'Desk.search.READ',
  'Desk.tickets.READ',
  'Desk.basic.READ',
  'Desk.settings.READ',
  'Desk.settings.CREATE',
  'Desk.settings.UPDATE',
  'Desk.settings.DELETE',
  'Desk.events.ALL',
];

/** Signing an agent in needs to know only who it is. */
export const DESK_SIGN_IN_SCOPES: readonly string[] = ['Desk.basic.READ'];

export const CRM_SCOPES: readonly string[] = [
  'ZohoCRM.modules.contacts.ALL',
  'ZohoCRM.modules.accounts.ALL',
  'ZohoCRM.modules.products.ALL',
  'ZohoCRM.modules.deals.READ',
  'ZohoCRM.modules.deals.CREATE',
  'ZohoCRM.modules.leads.READ',
  'ZohoCRM.modules.notes.ALL',
  'ZohoCRM.modules.tasks.ALL',
  'ZohoCRM.modules.events.READ',
  'ZohoCRM.modules.events.CREATE',
  'ZohoCRM.modules.calls.READ',
  'ZohoCRM.modules.calls.CREATE',
  'ZohoCRM.settings.modules.READ',
  'ZohoCRM.settings.fields.READ',
  'ZohoCRM.settings.layouts.READ',
  'ZohoCRM.settings.related_lists.READ',
  'ZohoCRM.settings.pipeline.READ',
  'ZohoCRM.settings.recycle_bin.READ',
  'ZohoCRM.settings.recycle_bin.UPDATE',
  'ZohoCRM.users.READ',
  'ZohoCRM.org.READ',
  'ZohoCRM.notifications.ALL',
  'ZohoCRM.bulk.READ',
  'ZohoCRM.bulk.CREATE',
  'ZohoCRM.coql.READ',
  'ZohoSearch.securesearch.READ',
];
