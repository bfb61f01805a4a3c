// Runs in a frame without an origin: passes a message on to a sibling frame, as a hostile extension would.
window.addEventListener('message', ({ data: { index, message } }) => {
  window.parent.frames[index].postMessage(message, '*');
  window.parent.postMessage('sent', '*');
});
