/**
 * A collector for dossiers with spool and loader in a process of its own, that kills itself at a chosen step of loading,
 * or is killed from outside. Argument: DeadlyOrders as JSON. Prints its port.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeSync } from 'node:fs';
import { createCollector } from '../src/index.ts';
import { type DeadlyOrders, log, startLoading } from './deadly.ts';
import { DOSSIERS, REDACTION } from './samples.ts';

const spool = await startLoading(JSON.parse(process.argv[2]!) as DeadlyOrders);
const nobody = { get: () => undefined };
const salt = { current: () => '' };
const fixed = { sites: nobody, salt, redaction: REDACTION, clock: Date.now, dossiers: DOSSIERS, log };
const collector = createCollector({ spool, ...fixed });
collector.start();
const server = createServer((request, response) => void collector.handle(request, response));
server.listen(0, '127.0.0.1', () => writeSync(1, `${(server.address() as AddressInfo).port}\n`));
