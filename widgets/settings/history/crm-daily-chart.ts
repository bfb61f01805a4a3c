import { LitElement, css, html, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HistoryDay } from '../../api/shapes/history-shape.ts';
import { formatCount, formatDay } from '../../i18n/format.ts';
import { localeTag, t } from '../../i18n/messages.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import { tableStyles } from '../records/table-styles.ts';
import { CHART, COUNTS, barsOf, scaleOf } from './bar-chart.ts';

/**
 * Added, updated and failed per day, drawn; the same numbers as a table for whoever cannot see the drawing, or wants
 * to read them.
 */
@customElement('crm-daily-chart')
export class CrmDailyChart extends LitElement {
  static override styles = [
    sharedStyles,
    tableStyles,
    css`
      figure {
        margin: 0;
        padding: 10px 12px;
        border: 1px solid var(--border);
        border-radius: var(--radius-large);
      }
      figcaption {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 16px;
        font-size: var(--small);
      }
      .title {
        flex: 1 1 160px;
        font-weight: var(--weight-medium);
      }
      .key::before {
        content: '';
        display: inline-block;
        inline-size: 10px;
        block-size: 10px;
        margin-inline-end: 6px;
        border-radius: 2px;
        background: var(--key);
      }
      .key.added {
        --key: var(--success);
      }
      .key.updated {
        --key: var(--brand);
      }
      .key.failed {
        --key: var(--danger);
        --mark: 1px solid var(--text);
      }
      .key.failed::before {
        outline: 1px dashed var(--on-danger);
        outline-offset: -1px;
      }
      svg {
        display: block;
        inline-size: 100%;
        block-size: auto;
        max-block-size: 190px;
        margin-block-start: 6px;
      }
      rect.added {
        fill: var(--success);
      }
      rect.updated {
        fill: var(--brand);
      }
      rect.failed {
        fill: var(--danger);
        stroke: var(--on-danger);
        stroke-dasharray: 3 2;
      }
      line {
        stroke: var(--border);
      }
      text {
        fill: var(--text-secondary);
        font-size: 12px;
        text-anchor: middle;
      }
      text.scale {
        text-anchor: start;
      }
      :host(:dir(rtl)) text.scale {
        text-anchor: end;
      }
      summary {
        inline-size: fit-content;
        color: var(--link);
        font-size: var(--small);
        cursor: pointer;
      }
    `,
  ];

  /** Oldest first. */
  @property({ attribute: false }) days: readonly HistoryDay[] = [];

  override render() {
    return html`<figure class="wide">
      <figcaption>
        <span class="title">${t('history.chart.heading')}</span>
        ${COUNTS.map((count) => html`<span class="key ${count}">${t(`history.${count}`)}</span>`)}
      </figcaption>
      ${this.renderDrawing()}
      <details>
        <summary>${t('history.chart.numbers')}</summary>
        ${this.renderTable()}
      </details>
    </figure>`;
  }

  private renderDrawing() {
    const { days } = this;
    const rtl = document.documentElement.dir === 'rtl';
    const top = scaleOf(days);
    const { width, height, base } = CHART;
    return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label=${this.summary}>
      ${svg`<line x1="0" x2=${width} y1=${CHART.top} y2=${CHART.top}></line>
        <line x1="0" x2=${width} y1=${base} y2=${base}></line>
        <text class="scale" direction=${rtl ? 'rtl' : 'ltr'} x=${rtl ? width - 2 : 2} y=${CHART.top - 3}>${formatCount(top)}</text>
        ${barsOf(days, rtl).map(
          ({ date, middle, bars }) => svg`${bars.map(
            ({ count, value, x, y, width: wide, height: high }) => svg`<rect class=${count} x=${x} y=${y} width=${wide} height=${high} rx="2"
              ><title>${formatDay(date)}: ${t(`history.${count}`)} ${formatCount(value)}</title></rect>`,
          )}
          <text x=${middle} y=${base + 18}>${shortDay(date)}</text>`,
        )}`}
    </svg>`;
  }
  private renderTable() {
    return html`<table>
      <thead>
        <tr>
          <th scope="col">${t('history.chart.day')}</th>
          ${COUNTS.map((count) => html`<th scope="col" class="number">${t(`history.${count}`)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${this.days.map(
          (day) =>
            html`<tr>
              <td data-label=${t('history.chart.day')}>${formatDay(day.date)}</td>
              ${COUNTS.map(
                (count) =>
                  html`<td class="number" data-label=${t(`history.${count}`)}>${formatCount(day[count])}</td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  private get summary(): string {
    const sum = (count: (typeof COUNTS)[number]) =>
      formatCount(this.days.reduce((total, day) => total + day[count], 0));
    const counts = COUNTS.map((count) => `${t(`history.${count}`)} ${sum(count)}`).join(', ');
    return `${t('history.chart.heading')}: ${counts}`;
  }
}

/** "Fri 20": a week has no two of one name. @param date yyyy-MM-dd */
function shortDay(date: string): string {
  const options = { weekday: 'short', day: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(localeTag(), options).format(new Date(`${date}T00:00:00Z`));
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-daily-chart': CrmDailyChart;
  }
}
