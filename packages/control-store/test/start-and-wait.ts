// A program that starts the store and then does nothing, so that a test can kill it, or run it as somebody else.
// Usage: node start-and-wait.ts DIR [stop]. Prints "URL PID"; with "stop" it closes the store again and ends.
import { startPostgresChild } from '../src/index.ts';

const [, , dir = '', then] = process.argv;
const child = await startPostgresChild({ dir, password: 'a password', log: { info: () => {}, warn: () => {} } });
process.stdout.write(`${child.url} ${child.pid}\n`);
if (then === 'stop') await child.stop();
