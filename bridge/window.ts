import type { SystemPage } from './channel.ts';
import type { Command, Input, Output } from './contract.ts';
import type { Reply } from './failure.ts';
import type { PlaceAsked, PlaceView } from './place.ts';

/** `date`: what the host of a site said of its time. */
export type Told<T> = Reply<T> & { readonly date?: string };

/** What the desktop window may do: call a command and get a reply, print the page that it shows, and say where it works. Failures are data. */
export interface Bridge {
  /** `once`: the key of a call that creates something */
  call<C extends Command>(name: C, input: Input<C>, once?: string): Promise<Told<Output<C>>>;
  print(page: SystemPage): Promise<Reply<null>>;
  /** resolves when what answers is there, however busy it is */
  alive(): Promise<void>;
  place(asked: PlaceAsked): Promise<Reply<PlaceView>>;
}
