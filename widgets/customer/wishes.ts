import type { PanelEntity } from '../../server/contract/panel.ts';
import type { PanelActionName } from '../api/panel-actions-api.ts';
import type { Addable } from './add-forms.ts';

/** What the viewer wants to do; opens a dialog. */
export type Wish =
  | { readonly kind: 'add'; readonly entity: PanelEntity; readonly item: Addable }
  | { readonly kind: 'link'; readonly entity: PanelEntity }
  | { readonly kind: 'create'; readonly entity: PanelEntity }
  | { readonly kind: 'unlink'; readonly entity: PanelEntity; readonly crmId: string };

/** `crm-wish`: the viewer wants to act. Travels up to the panel. */
export function wishEvent(wish: Wish): CustomEvent<Wish> {
  return new CustomEvent('crm-wish', { detail: wish, bubbles: true, composed: true });
}
/** `crm-done`: an action was carried out. Travels up to the panel. */
export function doneEvent(name: PanelActionName): CustomEvent<PanelActionName> {
  return new CustomEvent('crm-done', { detail: name, bubbles: true, composed: true });
}
