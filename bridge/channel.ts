/** The one channel between a window and its host. No zod here: the preload bundle stays tiny. */
export const CHANNEL = 'meniscus:call';
