import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';

// Loaded before the program (`node --import`), in each of its processes: writes down what code the process loads, so that a test
// can say which work it cannot be doing.
const file = path.join(process.env['TEST_MODULES_DIR']!, `${process.pid}`);
registerHooks({
  load: (url, context, nextLoad) => {
    appendFileSync(file, `${url}\n`);
    return nextLoad(url, context);
  },
});
