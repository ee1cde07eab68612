import { createCipheriv, randomBytes } from 'node:crypto';

const BLOCK = 16;

/**
 * A key that dies with the process, for a file that waits on the disk until it is handed out: what a crash leaves of it
 * tells nothing. Any part is read by itself (AES-256-CTR); that a file is whole is told by the digest that each export carries.
 */
export class PassingKey {
  readonly #key = randomBytes(32);

  /** Encrypts, or decrypts, the bytes that stand at this place of the file. One key is for one file. */
  at(offset: number, bytes: Uint8Array): Buffer {
    const counter = Buffer.alloc(BLOCK);
    counter.writeBigUInt64BE(BigInt(Math.floor(offset / BLOCK)), BLOCK / 2);
    const cipher = createCipheriv('aes-256-ctr', this.#key, counter);
    cipher.update(Buffer.alloc(offset % BLOCK));
    return cipher.update(bytes);
  }
}
