// Stand-in for Zoho's client SDK: `window.ZOHODESK`, speaking the messages that reference §5.2 and §5.3 describe.
// It keeps the real one's limits, because widgets must live with them: onload() counts only when called before the
// host registers the frame, a second call never settles, there is no off(), and the sender of a message is not checked.
(() => {
  // The real SDK takes everything behind the first `?`, a fragment included.
  const query = new URLSearchParams(location.href.slice(location.href.indexOf('?') + 1).split('#')[0]);
  const serviceOrigin = query.get('serviceOrigin') ?? '';
  const FIRST_PROMISE = 100;

  let uniqueID = '';
  let settleOnload = null;
  let onloadCalled = false;
  let promiseCount = 0;
  const waiting = new Map();
  const handlers = new Map();

  function post(message) {
    const { protocol, host, pathname } = location;
    const common = {
      uniqueID,
      widgetID: uniqueID,
      time: Date.now(),
      widgetOrigin: encodeURIComponent(`${protocol}//${host}${pathname}`),
    };
    window.parent.postMessage({ ...common, ...message }, serviceOrigin);
  }

  function ask(message) {
    const promiseID = `Promise${FIRST_PROMISE + promiseCount++}`;
    return new Promise((resolve, reject) => {
      waiting.set(promiseID, { resolve, reject });
      post({ ...message, isPromise: true, promiseID });
    });
  }

  function deskEvent(type, parts) {
    return ask({ type: '__EVENT__', eventName: 'DESK_EVENT', data: { type, ...parts } });
  }

  function listen(widgetID, eventName, handler) {
    const key = `${widgetID} ${eventName}`;
    const list = handlers.get(key) ?? [];
    list.push(handler);
    handlers.set(key, list);
    post({ type: '__EVENT_BIND__', eventName, count: list.length, widgetID });
  }

  function instanceOf(widgetID) {
    return {
      widgetID,
      on: (eventName, handler) => listen(widgetID, eventName, handler),
      emit: (eventName, data) => post({ type: '__EMIT__', eventName, data, widgetID }),
    };
  }

  async function createInstance(options) {
    const created = await ask({ eventName: '__CREATE_INSTANCE__', options });
    return { ...created, ...instanceOf(created.widgetID) };
  }

  function ownInstance() {
    return {
      ...instanceOf(uniqueID),
      isRegistered: true,
      modal: ({ url, title }) => createInstance({ url, title, location: '__MODAL__' }),
      createInstance,
      getWidgets: () => ask({ eventName: '__WIDGETS_INFO__' }),
      getWidgetInstance: instanceOf,
    };
  }

  function register({ data }) {
    // Before onload() nobody listens, so the host gets no acknowledgement either.
    if (!settleOnload) return;
    ({ uniqueID } = data);
    post({ type: '__REGISTER__' });
    settleOnload({ ...data, instance: ownInstance() });
    settleOnload = null;
  }

  function settle({ promiseID, isSuccess, data }) {
    const promise = waiting.get(promiseID);
    waiting.delete(promiseID);
    if (isSuccess) promise?.resolve(data);
    else promise?.reject(data);
  }

  /** Runs the handlers; for a hook, tells the host what each of them decided. */
  async function fire({ widgetID, eventName, data, isPromise, promiseID }) {
    const own = handlers.get(`${widgetID} ${eventName}`) ?? [];
    const decide = async (handler) => {
      try {
        return { isSuccess: true, response: await handler(data) };
      } catch (response) {
        return { isSuccess: false, response };
      }
    };
    const response = await Promise.all(own.map(decide));
    if (!isPromise) return;
    const answer = { response, widgetID: uniqueID, sourceWidgetID: widgetID };
    post({ type: '__EVENT_RESPONSE__', eventName, promiseID, data: answer });
  }

  window.addEventListener('message', ({ data: message }) => {
    if (typeof message !== 'object' || message === null) return;
    if (message.type === '__REGISTER__') register(message);
    else if (message.type === '__EVENT_RESPONSE__') settle(message);
    else if (message.type === '__EVENT__' && message.uniqueID === uniqueID) void fire(message);
    else if (message.type === '__EMIT__') void fire(message);
  });
  window.addEventListener('pagehide', () => post({ type: '__DEREGISTER__' }));

  function sizeOfDocument() {
    const { scrollHeight, scrollWidth } = document.documentElement;
    return { height: scrollHeight, width: scrollWidth };
  }

  window.ZOHODESK = {
    extension: {
      onload: () =>
        new Promise((resolve) => {
          if (onloadCalled) return;
          onloadCalled = true;
          settleOnload = resolve;
        }),
    },
    get: (property, value) => deskEvent('GET_DATA', { property, value }),
    set: (property, value) => deskEvent('SET_DATA', { property, value }),
    delete: (property, value) => deskEvent('DELETE_DATA', { property, value }),
    invoke: (action, property, value) => {
      const bare = action === 'RESIZE' && property === undefined;
      return deskEvent(action, { property: bare ? sizeOfDocument() : property, value });
    },
    notify: (value) => deskEvent('NOTIFY', { value }),
    showpopup: (value) => deskEvent('POPUP', { value }),
    log: (value) => deskEvent('LOG', { value }),
    request: (options) => ask({ eventName: '__HTTP__', options }),
  };
})();
