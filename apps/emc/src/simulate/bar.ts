import { Presets, SingleBar } from 'cli-progress';

/** How far a long piece of work is, on the terminal. */
export interface Bar {
  /** @param done 0 … 1 */
  show(what: string, done: number, detail?: string): void;
  stop(): void;
}

export function openBar(): Bar {
  const bar = new SingleBar(
    {
      format: '  {what} [{bar}] {percentage}% {detail}',
      hideCursor: true,
      noTTYOutput: true,
      notTTYSchedule: 5000,
      stream: process.stdout,
    },
    Presets.shades_classic,
  );
  bar.start(1, 0, { what: '', detail: '' });
  return {
    show: (what, done, detail = '') => bar.update(done, { what, detail }),
    stop: () => bar.stop(),
  };
}
