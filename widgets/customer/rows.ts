import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import type {
  Call,
  CrmEvent,
  Note,
  PanelBlock,
  PanelItem,
  Potential,
  Task,
} from '../../server/contract/panel.ts';
import { externalLink } from '../elements/external-link.ts';
import { formatDay, formatDuration, formatInstant, formatMoney, formatRange } from '../i18n/format.ts';
import { t } from '../i18n/messages.ts';
import { plain } from '../i18n/plain-text.ts';
import { fieldRow } from './field-row.ts';

/** What a section of each item holds when it could be read. */
type Ready<Item extends PanelItem> = Extract<NonNullable<PanelBlock[Item]>, { state: 'ready' }>;
export type RowOf<Item extends PanelItem> = Ready<Item>['rows'][number];
export type AnyRow = RowOf<PanelItem>;

/** Facts below a row's name, with a dot between. */
function facts(...parts: (string | null)[]): TemplateResult | typeof nothing {
  const known = parts.filter((part): part is string => part !== null && part !== '');
  if (known.length === 0) return nothing;
  return html`<div class="facts">
    <div class="flow">${known.map((part) => html`<span><bdi>${plain(part, 120)}</bdi></span>`)}</div>
  </div>`;
}
const owner = (name: string | null) => (name === null ? null : t('row.owner', { name: plain(name, 80) }));

function potentialRow({
  name,
  url,
  stage,
  amount,
  currency,
  closingDate,
  ownerName,
}: Potential): TemplateResult {
  return html`<div class="line">
      <span class="name">${externalLink(url, name)}</span>
      ${amount === null ? nothing : html`<span class="amount">${plain(formatMoney(amount, currency), 60)}</span>`}
    </div>
    ${facts(stage, closingDate === null ? null : t('row.closes', { day: formatDay(closingDate) }), owner(ownerName))}`;
}

function noteRow({ title, content, createdAt, url, ownerName }: Note): TemplateResult {
  return html`<div class="line">
      <span class="name"
        >${externalLink(url, title === null || title.trim() === '' ? formatInstant(createdAt) : title)}</span
      >
    </div>
    <crm-note-text .text=${content}></crm-note-text>
    ${facts(formatInstant(createdAt), ownerName)}`;
}

function callRow({ subject, url, type, startsAt, durationSeconds, ownerName }: Call): TemplateResult {
  const length = durationSeconds === null ? null : formatDuration(durationSeconds);
  return html`<div class="line"><span class="name">${externalLink(url, subject)}</span></div>
    ${facts(startsAt === null ? null : formatInstant(startsAt), type, length, owner(ownerName))}`;
}

function eventRow({ title, url, startsAt, endsAt, venue, ownerName }: CrmEvent): TemplateResult {
  return html`<div class="line"><span class="name">${externalLink(url, title)}</span></div>
    ${facts(formatRange(startsAt, endsAt), venue, owner(ownerName))}`;
}

function taskRow({ subject, url, status, priority, dueDate, ownerName }: Task): TemplateResult {
  return html`<div class="line"><span class="name">${externalLink(url, subject)}</span></div>
    ${facts(dueDate === null ? null : t('row.due', { day: formatDay(dueDate) }), status, priority, owner(ownerName))}`;
}

const ROWS: { readonly [Item in PanelItem]: (row: RowOf<Item>) => TemplateResult } = {
  information: fieldRow,
  potentials: potentialRow,
  notes: noteRow,
  calls: callRow,
  events: eventRow,
  tasks: taskRow,
};

/** Draws one row of `item`. The rows of a section are all of its own kind: the contract's schema saw to it. */
export function drawRow(item: PanelItem, row: AnyRow): TemplateResult {
  return (ROWS[item] as (row: AnyRow) => TemplateResult)(row);
}

/** What tells two rows of a section apart. */
export function rowKey(row: AnyRow): string {
  return 'id' in row ? row.id : row.apiName;
}

/** Whether an activity is still to be done; everything else counts as open. */
export function isOpen(row: AnyRow): boolean {
  return !('open' in row) || row.open;
}
