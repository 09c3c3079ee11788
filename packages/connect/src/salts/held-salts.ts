import type { Log } from '@emc/control-store';
import { addDays, type Clock, type Day, dayOf } from '@emc/contract';
import type { DaySalt, SaltFiles } from './salt-files.ts';

interface HeldSaltsOptions {
  clock: Clock;
  log: Log | undefined;
  random: (size_bytes: number) => Buffer;
}

const SALT_BYTES = 32;

/** The salts of today and tomorrow, in memory and on disk, of this process alone. Touches no store and never fails. */
export function holdSalts(files: SaltFiles, { clock, log, random }: HeldSaltsOptions) {
  const held = new Map<Day, DaySalt>();
  const madeHere = new Set<Day>();
  /** In use, but not on disk: the disk refused. */
  const unkept = new Set<Day>();
  const doubts = new Map<Day, string>();
  let latest: Day = '';

  function doubt(day: Day, why: string): void {
    doubts.set(day, why);
    log?.warn(`visitors of ${day} may count twice: ${why}`);
  }

  function keep(day: Day, salt: DaySalt): void {
    try {
      files.write(day, salt);
      unkept.delete(day);
    } catch (error) {
      if (!unkept.has(day))
        log?.warn(`the salt of ${day} cannot be kept on disk, so a crash would change it: ${String(error)}`);
      unkept.add(day);
    }
  }

  function use(day: Day, salt: DaySalt): DaySalt {
    keep(day, salt);
    held.set(day, salt);
    if (day > latest) latest = day;
    return salt;
  }

  /** As it is in memory or on disk. */
  function known(day: Day): DaySalt | undefined {
    const salt = held.get(day);
    if (salt !== undefined) return salt;
    const found = files.read(day);
    if (found === 'damaged') doubt(day, 'the file of its salt cannot be read');
    if (typeof found === 'string') return undefined;
    held.set(day, found);
    if (day > latest) latest = day;
    return found;
  }

  function of(day: Day): DaySalt {
    const salt = known(day);
    if (salt !== undefined) return salt;
    if (day < latest) doubt(day, 'the clock was set back over midnight, and its salt had been destroyed');
    madeHere.add(day);
    const name = random(8).toString('hex');
    return use(day, {
      salt: random(SALT_BYTES).toString('hex'),
      rank: `${new Date(clock()).toISOString()} ${name}`,
    });
  }

  /** The past is forgotten at once, with the file: not even a clock that is set back brings it to light again. */
  function destroyPast(today: Day): void {
    for (const day of held.keys()) if (day < today) held.delete(day);
    try {
      files.keepOnly([today, addDays(today, 1)]);
    } catch (error) {
      log?.warn(`the salt of a past day cannot be destroyed, it is tried again: ${String(error)}`);
    }
  }

  return {
    known,
    of,
    doubt,
    current(today: Day): string {
      const salt = held.get(today) ?? of(today);
      if (held.size > 1 && [...held.keys()].some((day) => day < today)) destroyPast(today);
      return salt.salt;
    },
    /** Takes a salt that holds instead of the own one, if there is one. */
    adopt(day: Day, salt: DaySalt): void {
      const own = held.get(day);
      if (own?.rank === salt.rank) return;
      madeHere.delete(day);
      if (own !== undefined && day <= dayOf(clock()))
        doubt(day, 'collectors had different salts until they reached each other');
      use(day, salt);
    },
    madeHere: (day: Day): boolean => madeHere.has(day),
    isOnDisk: (day: Day): boolean => held.has(day) && !unkept.has(day),
    /** Destroys what is past, and tries again to keep what the disk refused. */
    keepUp(today: Day): void {
      destroyPast(today);
      for (const day of unkept) {
        const salt = held.get(day);
        if (salt === undefined) unkept.delete(day);
        else keep(day, salt);
      }
    },
    /** Hands over what is in doubt, each once; what fails is handed over again. */
    async tellDoubts(note: (day: Day, why: string) => Promise<void>): Promise<void> {
      for (const [day, why] of doubts) {
        await note(day, why);
        doubts.delete(day);
      }
    },
  };
}
