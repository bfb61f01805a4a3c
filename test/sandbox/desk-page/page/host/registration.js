/**
 * Registers a frame at each of its load events, at once and never twice, and gives up on a page that does not
 * acknowledge in time (reference §5.4).
 *
 * @param describe () => the `data` of `__REGISTER__`
 * @param onSilence called when the page did not acknowledge
 */
export function registerOnLoad(host, frame, describe, onSilence) {
  let timer = 0;
  frame.element.addEventListener('load', async () => {
    clearTimeout(timer);
    frame.registered = false;
    frame.bindings.clear();
    const { lateRegisterMs, ackLimitMs } = host.faults;
    const data = describe();
    if (lateRegisterMs > 0) await new Promise((resolve) => setTimeout(resolve, lateRegisterMs));
    const message = { type: '__REGISTER__', uniqueID: frame.uniqueID, data };
    host.log.add('out', frame, message);
    frame.post(message);
    timer = setTimeout(() => {
      if (!frame.registered) onSilence(`${frame.widget.name} did not register within ${ackLimitMs} ms`);
    }, ackLimitMs);
  });
}
