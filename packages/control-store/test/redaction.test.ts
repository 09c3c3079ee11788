import { openControlStore, readRedaction } from '../src/index.ts';
import { freshStores } from '@emc/test-kit';
import { expect, test } from 'vitest';

const ARTICLES = ['/Pages/Tap-huan-8f3k2l9xw0q4.aspx', '/Pages/Tap-huan-1m7v5c2bz9rt.aspx'];

test('every process of an installation gives a page one name, also later, and another installation another', async () => {
  const [one, other] = [await freshStores(), await freshStores()];
  try {
    const second = openControlStore(one.controlUrl);
    const all = await Promise.all([one.control.db, second.db, one.control.db].map(readRedaction));
    all.push(await readRedaction(second.db));
    const names = all.map((redaction) => ARTICLES.map((path) => redaction.clean(path, 100)));
    expect(new Set(names.map((pages) => pages.join(' '))).size).toBe(1);
    expect(new Set(names[0]).size).toBe(2);
    for (const name of names[0]!) expect(name).toMatch(/^\/Pages\/(Tap-huan-)?~[a-z]{10}\.aspx$/);
    expect((await readRedaction(other.control.db)).clean(ARTICLES[0]!, 100)).not.toBe(names[0]![0]);
    await second.close();
  } finally {
    await Promise.all([one.close(), other.close()]);
  }
});
