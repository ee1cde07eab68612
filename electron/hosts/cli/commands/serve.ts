import { askedToEnd } from '../../asked-to-end.ts';
import { openHost } from '../../open-host.ts';
import { type ServeOptions, serveSite } from '../../site/serve.ts';
import { builtRenderer } from '../../../services/paths.ts';
import { folderThere, orExit } from './sign-in.ts';

/** `meniscus serve`: prints as it goes, since it ends only when it is asked to. `built`: the folder of the built program. */
export async function serve(
  { data, ...options }: ServeOptions & { readonly data?: string },
  built: string,
): Promise<void> {
  try {
    await serveSite(options, {
      openHost,
      folder: folderThere(data),
      root: builtRenderer(built),
      now: () => new Date(),
      print: (line) => process.stdout.write(`${line}\n`),
      complain: (line) => process.stderr.write(`${line}\n`),
      asked: askedToEnd(),
    });
  } catch (error) {
    orExit(error);
  }
}
