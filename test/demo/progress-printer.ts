import type { Progress } from '../support/administrator.ts';

/** Prints how far the first sync is: one line that is rewritten on a terminal, a line per step elsewhere. */
export function progressPrinter(out: NodeJS.WriteStream): (progress: Progress) => void {
  let last = '';
  return ({ state, modules }) => {
    const current = modules.find(({ phase }) => phase !== 'done' && phase !== 'waiting');
    if (!current) {
      if (state === 'done' && last !== '') out.write(`${out.isTTY ? '\n' : ''}First sync done.\n`);
      last = '';
      return;
    }
    const { module, phase, done, total, ratePerSecond, secondsLeft } = current;
    const rate = ratePerSecond === null ? '' : `, ${Math.round(ratePerSecond)} records/s`;
    const left = secondsLeft === null ? '' : `, ${Math.ceil(secondsLeft)} s left`;
    const line = `${module}: ${phase} ${done}${total === null ? '' : ` of ${total}`}${rate}${left}`;
    if (out.isTTY) out.write(`\r\x1b[2K${line}`);
    else if (line !== last) out.write(`${line}\n`);
    last = line;
  };
}
