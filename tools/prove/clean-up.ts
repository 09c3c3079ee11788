/**
 * What must be undone whatever happens: processes, mounts, loop devices, directories. Undone in reverse order when its
 * scope ends, and at the latest when this process ends, by a signal too; so each is synchronous.
 */
const pending: (() => void)[] = [];
let installed = false;

/** Returns a function that undoes it now; it is not done a second time. */
export function undoLater(undo: () => void): () => void {
  if (!installed) {
    installed = true;
    process.on('exit', undoAll);
    for (const [name, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
      ['SIGHUP', 129],
    ] as const)
      process.on(name, () => process.exit(code));
  }
  pending.push(undo);
  return () => {
    const at = pending.indexOf(undo);
    if (at === -1) return;
    pending.splice(at, 1);
    undo();
  };
}

function undoAll(): void {
  for (let undo = pending.pop(); undo !== undefined; undo = pending.pop()) {
    try {
      undo();
    } catch (error) {
      process.stderr.write(`prove could not undo something: ${String(error)}\n`);
    }
  }
}
