import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { countOf, type Edit } from './fault.ts';

/** A copy of the project in which faults are planted; the project itself is never touched. */
export interface Scratch {
  root: string;
  /** Applies the edits and gives what takes them back. @throws Error when a text does not stand exactly once in its file */
  plant(edits: readonly Edit[]): () => void;
  remove(): void;
}

/** Copies what git knows or would know; packages of others are linked, the project's own lead to the copy. */
export function makeScratch(project: string): Scratch {
  const root = mkdtempSync(path.join(tmpdir(), 'emc-plant-'));
  // As the temporary directory of the tests is: what runs as another user must be able to pass.
  chmodSync(root, 0o755);
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: project });
  for (const file of list.toString().split('\0').filter(Boolean)) {
    if (existsSync(path.join(project, file))) cpSync(path.join(project, file), path.join(root, file));
  }
  linkModules(path.join(project, 'node_modules'), path.join(root, 'node_modules'));
  for (const built of ['apps/emc/node_modules', 'apps/console/dist']) {
    if (existsSync(path.join(project, built))) symlinkSync(path.join(project, built), path.join(root, built));
  }
  return {
    root,
    plant: (edits) => plant(root, edits),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function linkModules(from: string, to: string): void {
  mkdirSync(path.join(to, '@emc'), { recursive: true });
  for (const name of readdirSync(from)) {
    if (name !== '@emc' && !name.startsWith('.vite')) symlinkSync(path.join(from, name), path.join(to, name));
  }
  // Relative, so that they lead to the packages of the copy.
  for (const name of readdirSync(path.join(from, '@emc')))
    symlinkSync(readlinkSync(path.join(from, '@emc', name)), path.join(to, '@emc', name));
}

function plant(root: string, edits: readonly Edit[]): () => void {
  const before = new Map<string, string>();
  const takeBack = (): void => {
    for (const [file, text] of before) writeFileSync(file, text);
  };
  for (const { file: name, find, replace } of edits) {
    const file = path.join(root, name);
    const text = readFileSync(file, 'utf8');
    const count = countOf(text, find);
    if (count !== 1) {
      takeBack();
      throw new Error(`${name} holds this ${count} times instead of once: ${find}`);
    }
    if (!before.has(file)) before.set(file, text);
    writeFileSync(
      file,
      text.replace(find, () => replace),
    );
  }
  return takeBack;
}
