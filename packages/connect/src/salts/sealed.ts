import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

/** A key pair that lives in the memory of one process; what was sealed for it is unreadable when the process is gone. */
export interface SealKey {
  /** X25519, as SPKI in DER. */
  publicKey: Buffer;
  privateKey: KeyObject;
}

const PUBLIC_BYTES = 44;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export function newSealKey(): SealKey {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  return { publicKey: publicKey.export({ type: 'spki', format: 'der' }), privateKey };
}

/** Readable by the holder of the private key alone: a key pair for this message, X25519, HKDF-SHA-256, AES-256-GCM. */
export function seal(text: string, publicKey: Buffer): Buffer {
  const once = newSealKey();
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', sharedKey(once.privateKey, publicKey), nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([once.publicKey, nonce, cipher.getAuthTag(), sealed]);
}

/** @throws Error when it was sealed for another key, or changed since */
export function unseal(message: Buffer, { privateKey }: SealKey): string {
  const nonceAt = PUBLIC_BYTES;
  const tagAt = nonceAt + NONCE_BYTES;
  const textAt = tagAt + TAG_BYTES;
  const key = sharedKey(privateKey, message.subarray(0, PUBLIC_BYTES));
  const decipher = createDecipheriv('aes-256-gcm', key, message.subarray(nonceAt, tagAt));
  decipher.setAuthTag(message.subarray(tagAt, textAt));
  return Buffer.concat([decipher.update(message.subarray(textAt)), decipher.final()]).toString('utf8');
}

function sharedKey(privateKey: KeyObject, publicKey: Buffer): Buffer {
  const other = createPublicKey({ key: publicKey, format: 'der', type: 'spki' });
  const secret = diffieHellman({ privateKey, publicKey: other });
  return Buffer.from(hkdfSync('sha256', secret, '', 'emc day salt', 32));
}
