// A widget for tests: registers at once and keeps what Desk gave it in `window.probe`.
const started = window.ZOHODESK.extension.onload();
window.probe = { started, events: [] };

async function showRecord() {
  for (const kind of ['ticket', 'contact', 'account']) {
    try {
      const answer = await window.ZOHODESK.get(kind);
      document.getElementById('record').textContent = answer[kind].subject ?? answer[kind].name;
      return;
    } catch {
      // Another kind of record is open, or none.
    }
  }
}

function showLook({ appearance }) {
  document.documentElement.dataset.appearance = appearance;
}

const App = await started;
window.probe.app = App;
document.documentElement.lang = App.locale;
document.documentElement.dir = App.locale === 'ar' ? 'rtl' : 'ltr';
document.getElementById('hello').textContent = App.localeResource.hello;
showLook(App.meta.userPreferences);
App.instance.on('ticket_Shift', (data) => {
  window.probe.events.push(['ticket_Shift', data]);
  void showRecord();
});
App.instance.on('user_preference.changed', (data) => {
  window.probe.events.push(['user_preference.changed', data]);
  showLook(data);
});
App.instance.on('modal.opened', (data) => window.probe.events.push(['modal.opened', data]));
App.instance.on('greeting', (data) => window.probe.events.push(['greeting', data]));
// A hook that blocks, in the form that Desk asks for.
App.instance.on('ticket.close', () => Promise.reject({ msg: 'not yet' }));
await showRecord();
window.probe.ready = true;
