import { displayTime } from './display-time.js';

/** `ticket` as `ZOHODESK.get('ticket')` answers it; every key is also a property, `ticket.<key>`. */
export function ticketProperties(ticket, timeZone) {
  const time = (iso) => displayTime(iso, timeZone);
  const { contact } = ticket;
  return {
    id: ticket.id,
    number: ticket.ticketNumber,
    departmentId: ticket.departmentId,
    email: ticket.email ?? '',
    subject: ticket.subject,
    description: ticket.description ?? '',
    status: ticket.status,
    dueDate: time(ticket.dueDate),
    threadCount: ticket.threadCount,
    isSpam: ticket.isSpam,
    createdTime: time(ticket.createdTime),
    modifiedTime: time(ticket.modifiedTime),
    owner: ticket.owner ?? '',
    accountName: contact?.account?.accountName ?? '',
    contactName: contact ? [contact.firstName, contact.lastName].filter(Boolean).join(' ') : '',
    contactId: ticket.contactId,
    phone: ticket.phone ?? '',
    productName: ticket.productName ?? '',
    commentCount: ticket.commentCount,
    priority: ticket.priority ?? '',
    channel: ticket.channel ?? '',
    classification: ticket.classification ?? '',
    category: ticket.category ?? '',
    subCategory: ticket.subCategory ?? '',
    customFields: ticket.customFields,
    attachments: [],
    conversation: [threadOf(ticket)],
    comments: [],
  };
}

/** The customer's first mail; the pretend portal keeps no other. */
export function threadOf(ticket) {
  return {
    id: `${ticket.id}1`,
    channel: ticket.channel,
    direction: 'in',
    content: ticket.description ?? '',
    fromEmailAddress: ticket.email ?? '',
  };
}

export function contactProperties(contact) {
  return {
    id: contact.id,
    firstName: contact.firstName ?? '',
    lastName: contact.lastName ?? '',
    name: [contact.firstName, contact.lastName].filter(Boolean).join(' '),
    email: contact.email ?? '',
    phone: contact.phone ?? '',
    mobile: contact.mobile ?? '',
    title: contact.title ?? '',
    type: contact.type ?? '',
    accountId: contact.accountId ?? '',
    accountName: contact.accountName ?? '',
    customFields: contact.customFields,
  };
}

export function accountProperties(account) {
  return {
    id: account.id,
    name: account.accountName,
    accountName: account.accountName,
    email: account.email ?? '',
    phone: account.phone ?? '',
    website: account.website ?? '',
    industry: account.industry ?? '',
    customFields: account.customFields,
  };
}
