import { askedToEnd } from '../../asked-to-end.ts';
import { openHost, openHostOver } from '../../open-host.ts';
import { type ServeOptions, serveSite } from '../../site/serve.ts';
import { builtRenderer, dataFolder } from '../../../services/paths.ts';
import { folderThere, orExit } from './sign-in.ts';

/** `meniscus serve`: prints as it goes, since it ends only when it is asked to. `built`: the folder of the built program. */
export async function serve(
  { data, db, ...options }: ServeOptions & { readonly data?: string; readonly db?: string },
  built: string,
): Promise<void> {
  try {
    await serveSite(options, {
      ...(db === undefined
        ? { openHost, folder: folderThere(data) }
        : { openHost: openHostOver(db), folder: dataFolder(data) }),
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
