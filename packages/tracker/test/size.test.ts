import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { TRACKER_LIMIT_GZIP_BYTES, buildTracker } from '../src/index.ts';

test('the tracker is at most 2,000 bytes gzipped', async () => {
  const { files } = await buildTracker();
  for (const file of files) console.log(`${file.path}: ${file.gzip.length} bytes gzipped, ${file.body.length} plain`);
  expect(files[0]!.path).toBe('/embed/gov-tracking.min.js');
  expect(files[0]!.aliases).toEqual(['/matomo.js', '/piwik.js']);
  expect(files[0]!.gzip.length).toBeLessThanOrEqual(TRACKER_LIMIT_GZIP_BYTES);
  expect(TRACKER_LIMIT_GZIP_BYTES).toBe(2000);
});

test('the same sources give the same bytes and entity tags, and the gzipped body is the body', async () => {
  const [one, two] = await Promise.all([buildTracker(), buildTracker()]);
  expect(one.files.map((file) => file.etag)).toEqual(two.files.map((file) => file.etag));
  for (const file of one.files) expect(gunzipSync(file.gzip).equals(file.body)).toBe(true);
});

test('another path of the collector gives another tracker with another entity tag', async () => {
  const [usual, other] = await Promise.all([buildTracker(), buildTracker({ trackingPath: '/do-luong' })]);
  expect(other.files[0]!.body.toString()).toContain('do-luong');
  expect(other.files[0]!.etag).not.toBe(usual.files[0]!.etag);
});
