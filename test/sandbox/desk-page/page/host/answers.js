import { sendRequest } from '../api.js';
import { getData } from './get-data.js';
import { invokeAction } from './invoke-action.js';
import { showPopup, showToast } from './popups.js';
import { Refusal, refuse } from './refusal.js';
import { deleteData, setData } from './set-data.js';

/**
 * What a widget's promise resolves with.
 * @param page {desk, host, popups, openModal, closeModal, go}
 * @throws Refusal with what it rejects with
 */
export async function answer(page, frame, message) {
  switch (message.eventName) {
    case 'DESK_EVENT':
      return deskEvent(page, frame, message.data ?? {});
    case '__HTTP__':
      return request(page, message.options);
    case '__CREATE_INSTANCE__':
      return page.openModal(frame, message.options ?? {});
    case '__WIDGETS_INFO__':
      return page.host.frames.map(({ uniqueID, widget }) => ({
        widgetID: uniqueID,
        name: widget.name,
        location: widget.location,
      }));
    default:
      throw refuse('Invalid Payload');
  }
}

function deskEvent(page, frame, { type, property, value }) {
  switch (type) {
    case 'GET_DATA':
      return getData(page.desk, property, value);
    case 'SET_DATA':
      return setData(page.desk, property, value);
    case 'DELETE_DATA':
      return deleteData(property, value);
    case 'NOTIFY':
      return showToast(value);
    case 'POPUP':
      return showPopup(page.popups, value);
    case 'LOG':
      return { status: 'success' };
    default:
      return invokeAction(page, frame, type, property, value);
  }
}

async function request({ desk, host }, options) {
  const ticketId = desk.record?.kind === 'ticket' ? desk.record.data.id : undefined;
  const { isSuccess, data } = await sendRequest({
    options,
    faults: host.faults.request ?? undefined,
    ticketId,
  });
  if (!isSuccess) throw new Refusal(data);
  return data;
}
