// A widget as it must not be: it calls onload() after Desk has registered the frame, so Desk never hears of it.
window.addEventListener('message', ({ data }) => {
  if (data?.type !== '__REGISTER__') return;
  window.settled = false;
  window.asked = true;
  void window.ZOHODESK.extension.onload().then(() => (window.settled = true));
});
