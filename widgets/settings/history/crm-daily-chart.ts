import { LitElement, html, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HistoryDay } from '../../api/shapes/history-shape.ts';
import { formatCount, formatDay } from '../../i18n/format.ts';
import { localeTag, t } from '../../i18n/messages.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import { tableStyles } from '../records/table-styles.ts';
import type { Count } from './bar-chart.ts';
import { CHART, COUNTS, barsOf, scaleOf } from './bar-chart.ts';
import { chartStyles } from './chart-styles.ts';

/**
 * Added, updated and failed per day, drawn; the same numbers as a table for whoever cannot see the drawing, or wants
 * to read them.
 */
@customElement('crm-daily-chart')
export class CrmDailyChart extends LitElement {
  static override styles = [sharedStyles, tableStyles, chartStyles];

  /** Oldest first. */
  @property({ attribute: false }) days: readonly HistoryDay[] = [];

  override render() {
    return html`<figure class="wide">
      <figcaption>
        <span class="title">${t('history.chart.heading')}</span>
        ${COUNTS.map((count) => html`<span class="key ${count}">${t(`history.${count}`)}</span>`)}
      </figcaption>
      <div class="scale secondary" aria-hidden="true">${formatCount(scaleOf(this.days))}</div>
      ${this.renderBars()}
      <div class="days secondary" aria-hidden="true">
        ${this.days.map(({ date }) => html`<span>${shortDay(date)}</span>`)}
      </div>
      <details>
        <summary>${t('history.chart.numbers')}</summary>
        ${this.renderTable()}
      </details>
    </figure>`;
  }

  private renderBars() {
    const { width, height } = CHART;
    return html`<svg
      viewBox="0 0 ${width} ${height}"
      preserveAspectRatio="none"
      role="img"
      aria-label=${this.summary}
    >
      ${barsOf(this.days).map(
        ({ count, date, value, x, y, width: wide, height: high }) =>
          svg`<rect class=${count} x=${x} y=${y} width=${wide} height=${high}
            ><title>${formatDay(date)}: ${t(`history.${count}`)} ${formatCount(value)}</title></rect>`,
      )}
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
                  html`<td class="number" data-label=${t(`history.${count}`)}>
                    ${formatCount(day[count])}
                  </td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  private get summary(): string {
    const sum = (count: Count) => formatCount(this.days.reduce((total, day) => total + day[count], 0));
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
