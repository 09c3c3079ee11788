import { existsSync, readFileSync } from 'node:fs';

// Loaded before the program (`node --import`): what time it is, is the machine's clock moved by the milliseconds that a file
// holds, so that a test can step over midnight without touching the clock of the machine.
const file = process.env['TEST_CLOCK_FILE']!;
const machine = Date.now.bind(Date);
let moved_ms = read();
setInterval(() => {
  // The test that failed has taken its directory away.
  if (existsSync(file)) moved_ms = read();
}, 50).unref();
Date.now = () => machine() + moved_ms;

function read(): number {
  return Number(readFileSync(file, 'utf8'));
}
