/** The channel of all commands between a window and its host. No zod here: the preload bundle stays tiny. */
export const CHANNEL = 'meniscus:call';

/** The second one, of the desktop window alone: the system's print dialog, which belongs to the window and to no command. */
export const PRINT_CHANNEL = 'meniscus:print';

/** The page that the window shows for printing, in points. */
export interface SystemPage {
  readonly width: number;
  readonly height: number;
  readonly copies: number;
}

/** Of the desktop window alone: where this computer works, and whether what answers there is there at all. */
export const PLACE_CHANNEL = 'meniscus:place';
export const ALIVE_CHANNEL = 'meniscus:alive';
