import { CallFailed } from '../../api.ts';

/** House rule of the host: a library that is longer is refused there too; here it is not even read. */
const MOST_BYTES = 8_388_608;

/** The bytes of a file as they are sent, packed by gzip, in base64. */
export async function packedFile(file: File): Promise<string> {
  if (file.size > MOST_BYTES) {
    const accepted = `at most ${MOST_BYTES} bytes`;
    throw new CallFailed({
      code: 'refused',
      issues: [{ path: 'file', code: 'library-file-large', given: `${file.size}`, accepted }],
    });
  }
  const packing = file.stream().pipeThrough(new CompressionStream('gzip'));
  const bytes = new Uint8Array(await new Response(packing).arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCodePoint(byte);
  return btoa(text);
}
