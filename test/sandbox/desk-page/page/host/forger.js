/**
 * Sends a widget a message from a stranger: a sandboxed frame, so another window and the opaque origin `null`.
 * Resolves when it is sent. Other extensions' frames can do this in the real Desk (reference §5.5).
 */
export async function sendForged(host, uniqueID, message) {
  const target = host.frames.find((frame) => frame.uniqueID === uniqueID);
  const index = [...Array(window.length).keys()].find((at) => window[at] === target?.element.contentWindow);
  if (index === undefined) throw new TypeError(`no widget is called ${uniqueID}`);
  const stranger = document.createElement('iframe');
  stranger.sandbox = 'allow-scripts';
  stranger.hidden = true;
  stranger.src = 'page/forger.html';
  document.body.append(stranger);
  await new Promise((resolve) => stranger.addEventListener('load', resolve));
  const sent = new Promise((resolve) => {
    const listener = ({ source, data }) => {
      if (source !== stranger.contentWindow || data !== 'sent') return;
      window.removeEventListener('message', listener);
      resolve();
    };
    window.addEventListener('message', listener);
  });
  stranger.contentWindow.postMessage({ index, message }, '*');
  await sent;
  stranger.remove();
}
