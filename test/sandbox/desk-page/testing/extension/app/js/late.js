// A widget as it must not be: it calls onload() after the frame's load event, so Desk never hears of it.
window.addEventListener('load', () =>
  setTimeout(() => {
    window.settled = false;
    window.asked = true;
    void window.ZOHODESK.extension.onload().then(() => (window.settled = true));
  }, 50),
);
