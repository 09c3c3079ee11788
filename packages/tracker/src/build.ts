import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, stop } from 'esbuild';

/** A file for browsers, as it is served. */
interface TrackerFile {
  /** Path on the server, from its root. */
  path: string;
  /** Further paths of the same bytes. */
  aliases: string[];
  body: Buffer;
  /** `body`, gzip level 9. */
  gzip: Buffer;
  contentType: string;
  /** Strong entity tag with its quotes; changes with the bytes. */
  etag: string;
}

export interface TrackerBuild {
  files: TrackerFile[];
}

export interface TrackerOptions {
  /** Where the collector listens, relative to the server's root: used by pages that name no `setTrackerUrl`. Default `tracking`. */
  trackingPath?: string;
}

/** The tracker itself: at most this many bytes, gzipped. A promise to every portal; held by a test. */
export const TRACKER_LIMIT_GZIP_BYTES = 2000;

const FILES = [
  { entry: 'tracker.ts', path: '/embed/gov-tracking.min.js', aliases: ['/matomo.js', '/piwik.js'] },
  { entry: 'more.ts', path: '/embed/gov-tracking-more.min.js', aliases: [] },
  { entry: 'badge.ts', path: '/embed/gov-badge.min.js', aliases: [] },
];

let building = 0;

/**
 * Builds what browsers load: the tracker, its second file, the badge. Takes some tens of milliseconds; throws what
 * esbuild throws.
 */
export async function buildTracker(options: TrackerOptions = {}): Promise<TrackerBuild> {
  const trackingPath = (options.trackingPath ?? 'tracking').replace(/^\//, '');
  building += 1;
  try {
    return { files: await Promise.all(FILES.map((file) => buildFile(file, trackingPath))) };
  } finally {
    building -= 1;
    // esbuild leaves a process of its own running beside ours; the last build ends it.
    if (building === 0) await stop();
  }
}

async function buildFile(file: (typeof FILES)[number], trackingPath: string): Promise<TrackerFile> {
  const result = await build({
    entryPoints: [fileURLToPath(new URL(`./browser/${file.entry}`, import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    charset: 'utf8',
    legalComments: 'none',
    // The lowest that esbuild can write. Nothing newer is called without a look whether it is there.
    target: 'es2015',
    // A wrapper of our own: shorter than esbuild's, and nothing that fails while the file starts reaches the page.
    format: 'esm',
    banner: { js: '!function(){try{' },
    footer: { js: '}catch(e){}}()' },
    // Names that end in _ stay within one file.
    mangleProps: /[a-z]_$/i,
    define: { TRACKING_PATH: JSON.stringify(trackingPath) },
  });
  const body = Buffer.from(result.outputFiles[0]!.contents);
  return {
    path: file.path,
    aliases: file.aliases,
    body,
    gzip: gzipSync(body, { level: 9 }),
    contentType: 'text/javascript; charset=utf-8',
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
  };
}
