import { html, nothing } from 'lit';
import '../../elements/crm-notice.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t, tMaybe } from '../../i18n/messages.ts';
import { problemCode, problemText } from '../../page/problem-text.ts';
import './crm-saved-meanwhile.ts';
import { contentOf } from './edited-mapping.ts';
import type { MappingSession } from './mapping-session.ts';
import { flagText } from './row-words.ts';

/** A row that is to be added, as far as its fields are known. */
export type WishedRow = Readonly<Partial<Record<'desk' | 'crm', string>>>;

/**
 * What the editor says above the mapping: somebody else saved, edits were found or thrown away, saving was refused, a
 * mandatory field has no row, the check failed.
 */
export function drawNotices(session: MappingSession, add: (row: WishedRow) => void) {
  const { editing, isStale, saving, findings, checking } = session;
  if (!editing) return nothing;
  const { fields } = editing;
  return html`${isStale ? drawStale(session) : drawRestored(session)} ${drawUndo(session)}
  ${
    saving.kind === 'failed' && !isStale
      ? html`<crm-notice kind="error" .text=${refusalText(saving.error)}></crm-notice>`
      : nothing
  }
  ${(findings?.general ?? []).map(
    (flag) =>
      html`<crm-notice
        kind="error"
        .text=${flagText(flag, fields)}
        .action=${t('mapping.add-mandatory')}
        @crm-action=${() => add({ [flag.side]: flag.field })}
      ></crm-notice>`,
  )}
  ${
    checking.error === undefined
      ? nothing
      : html`<crm-notice
          kind="warning"
          .text="${t('mapping.check-failed')} ${problemText(checking.error)}"
          .action=${t('retry')}
          @crm-action=${() => checking.run()}
        ></crm-notice>`
  }`;
}

function drawStale(session: MappingSession) {
  const { editing } = session;
  if (!editing) return nothing;
  return html`<crm-saved-meanwhile
    .mine=${contentOf(editing.mapping)}
    .theirs=${editing.stored}
    .fields=${editing.fields}
    @crm-take-theirs=${() => session.discard()}
    @crm-keep-mine=${() => session.keepMine()}
  ></crm-saved-meanwhile>`;
}
function drawRestored(session: MappingSession) {
  const from = session.editing?.restoredFrom ?? null;
  if (from === null) return nothing;
  return html`<crm-notice
    .text=${t('mapping.restored', { time: formatInstant(from) })}
    .action=${t('mapping.discard')}
    @crm-action=${() => session.discard()}
  ></crm-notice>`;
}
function drawUndo(session: MappingSession) {
  if (!session.canUndo) return nothing;
  return html`<crm-notice
    .text=${t('mapping.discarded')}
    .action=${t('mapping.undo')}
    @crm-action=${() => session.undoDiscard()}
  ></crm-notice>`;
}

function refusalText(error: unknown): string {
  return tMaybe(`mapping.refused-save.${problemCode(error)}`) ?? problemText(error);
}
