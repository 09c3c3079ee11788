import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What {@link file://./program-under-control.ts} does differently from `emc serve`. */
export interface Control {
  /** Added to what time it is. */
  clockStep_ms: number;
  /** How much longer each write to the spool takes. */
  writeDelay_ms: number;
  /** With which each write to the spool fails. */
  writeError?: 'ENOSPC' | 'EROFS' | 'EIO';
}

export const CONTROL_FILE = 'control.json';
export const NO_HARM: Control = { clockStep_ms: 0, writeDelay_ms: 0 };
export const CONTROLLED_MAIN = path.join(import.meta.dirname, 'program-under-control.ts');

/** Takes effect within a few hundredths of a second. @param dir in which the data directory is */
export function setControl(dir: string, control: Partial<Control>): void {
  const file = path.join(dir, CONTROL_FILE);
  writeFileSync(`${file}.new`, JSON.stringify({ ...NO_HARM, ...control }));
  renameSync(`${file}.new`, file);
}
