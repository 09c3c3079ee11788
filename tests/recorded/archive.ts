import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** The recording: two data directories, `whole` and `stuck`. */
const ARCHIVE = 'directories.tar.zst';
const RECORDED = path.join(import.meta.dirname, 'a0db2f6');
/** Two data directories of three databases each are nearly the same eight times over: the window spans all of them. */
const WINDOW_LOG = 30;
const MOST_BYTES = 2 ** 30;
/** Logs, and what a start writes again. */
const LEFT_OUT = ['clickhouse/log*', 'clickhouse/*.log*', 'clickhouse/data/tmp/*', 'postgres/*.log', 'postgres/log/*'];

/** Packs the directories named, below `parent`. Owners are left out: PostgreSQL's files are given to its user at start. */
export function pack(parent: string, names: readonly string[]): void {
  const options = [
    '--sort=name',
    '--owner=0',
    '--group=0',
    '--numeric-owner',
    ...LEFT_OUT.map((one) => `--exclude=${one}`),
  ];
  const tar = execFileSync('tar', [...options, '-C', parent, '-c', ...names], { maxBuffer: MOST_BYTES });
  const params = {
    [constants.ZSTD_c_compressionLevel]: 19,
    [constants.ZSTD_c_windowLog]: WINDOW_LOG,
    [constants.ZSTD_c_enableLongDistanceMatching]: 1,
  };
  writeFileSync(path.join(RECORDED, ARCHIVE), zstdCompressSync(tar, { params }));
}

/** Unpacks one of the recorded directories into `parent`, with the permissions that it had, and gives its path. */
export function unpack(name: 'whole' | 'stuck', parent: string): string {
  const params = { [constants.ZSTD_d_windowLogMax]: WINDOW_LOG };
  const input = zstdDecompressSync(readFileSync(path.join(RECORDED, ARCHIVE)), { params, maxOutputLength: MOST_BYTES });
  execFileSync('tar', ['-C', parent, '-x', '-p', '--no-same-owner', name], { input });
  return path.join(parent, name);
}

/** Keeps what was answered or acknowledged. */
export function writeRecord(name: string, value: object): void {
  writeFileSync(path.join(RECORDED, `${name}.json.zst`), zstdCompressSync(JSON.stringify(value)));
}

export function readRecord(name: string): unknown {
  return JSON.parse(zstdDecompressSync(readFileSync(path.join(RECORDED, `${name}.json.zst`))).toString());
}
