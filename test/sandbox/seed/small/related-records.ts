import type { Seed } from '../../kernel/types.ts';

type Related = NonNullable<Seed['crm']['related']>;
const DAY_MS = 86_400_000;

/** What CRM knows about the demo's customers besides their records: shown by the panels. */
export function createRelated(nowMs: number): Related {
  const date = (days: number): string => new Date(nowMs + days * DAY_MS).toISOString().slice(0, 10);
  const time = (days: number, hour = 9): string =>
    `${date(days)}T${String(hour).padStart(2, '0')}:00:00+00:00`;
  const wanda = { Contact_Name: 'Wanda Won', Account_Name: 'Café Médoc' };
  const anna = { Contact_Name: 'Anna Berg', Account_Name: 'Cobalt Marine' };
  return {
    Deals: [
      { Deal_Name: 'Harbour refit', Stage: 'Closed Won', Amount: 84000, Closing_Date: date(-30), Type: 'New Business', ...wanda },
      { Deal_Name: 'Harbour refit, phase 2', Stage: 'Negotiation/Review', Amount: 42000, Closing_Date: date(25), ...wanda },
      { Deal_Name: 'Pump renewal', Stage: 'Proposal/Price Quote', Amount: 18990, Closing_Date: date(14), ...anna },
      { Deal_Name: 'Dock lighting', Stage: 'Qualification', Amount: 7500, Closing_Date: date(60), ...anna },
      { Deal_Name: 'Starter package', Stage: 'Needs Analysis', Amount: 1200, Closing_Date: date(40), Contact_Name: 'Petra Prospect' },
      { Deal_Name: 'Trial order', Stage: 'Closed Lost', Amount: 900, Closing_Date: date(-10), Contact_Name: 'Luis Lost' },
      { Deal_Name: 'Second trial', Stage: 'Closed-Lost to Competition', Amount: 950, Closing_Date: date(-5), Contact_Name: 'Luis Lost' },
    ],
    Notes: [
      { Note_Title: 'Prefers phone', Note_Content: 'Call before noon.\nDoes not read long mails.', Parent_Id: 'Anna Berg', $se_module: 'Contacts' },
      { Note_Title: 'Contract', Note_Content: 'Framework contract until the end of next year.', Parent_Id: 'Cobalt Marine', $se_module: 'Accounts' },
      { Note_Title: 'Überraschung 🎉', Note_Content: 'Ten years a customer in May.', Parent_Id: 'Wanda Won', $se_module: 'Contacts' },
      { Note_Title: 'Price list', Note_Content: 'Sent version 7.', Parent_Id: 'Petra Prospect', $se_module: 'Contacts' },
    ],
    Calls: [
      { Subject: 'Renewal call', Call_Type: 'Outbound', Call_Start_Time: time(-3), Call_Duration: '12:30', Call_Purpose: 'Negotiation', Who_Id: 'Anna Berg', What_Id: 'Cobalt Marine', $se_module: 'Accounts' },
      { Subject: 'Complaint about delivery', Call_Type: 'Inbound', Call_Start_Time: time(-1, 14), Call_Duration: '04:10', Who_Id: 'Wanda Won' },
      {
        Subject: 'Confirm the visit',
        Call_Type: 'Outbound',
        Call_Start_Time: time(4),
        Outgoing_Call_Status: 'Scheduled',
        Who_Id: 'Anna Berg',
      },
      { Subject: 'Follow-up', Call_Type: 'Outbound', Call_Start_Time: time(2, 10), Outgoing_Call_Status: 'Scheduled', Who_Id: 'Petra Prospect' },
    ],
    Events: [
      { Event_Title: 'Visit at the shipyard', Start_DateTime: time(5, 8), End_DateTime: time(5, 11), Venue: 'Göteborg, dock 4', Who_Id: 'Anna Berg', What_Id: 'Cobalt Marine', $se_module: 'Accounts' },
      { Event_Title: 'Kick-off', Start_DateTime: time(-20, 13), End_DateTime: time(-20, 14), Who_Id: 'Wanda Won' },
    ],
    Tasks: [
      { Subject: 'Send offer', Due_Date: date(3), Status: 'Not Started', Priority: 'High', Who_Id: 'Anna Berg', What_Id: 'Cobalt Marine', $se_module: 'Accounts' },
      { Subject: 'Check credit limit', Due_Date: date(-2), Status: 'Completed', Priority: 'Normal', Who_Id: 'Wanda Won' },
      { Subject: 'Prepare demo', Due_Date: date(8), Status: 'In Progress', Priority: 'Low', Who_Id: 'Petra Prospect' },
    ],
    Leads: [
      { First_Name: 'Leo', Last_Name: 'Lead', Company: 'Leadership Labs', Email: 'leo@leads.example', Phone: '+1 415 555 0177', Lead_Status: 'Contacted', Lead_Source: 'Trade Show' },
      { First_Name: 'Lena', Last_Name: 'Lead', Company: 'Lena Design', Email: 'LENA@leads.example', Lead_Status: 'Not Contacted', Lead_Source: 'Web Download' },
    ],
  }; // prettier-ignore
}
