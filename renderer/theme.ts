import { createTheme, Modal, Popover } from '@mantine/core';

/** Most of the look is in styles/tokens.css: style elements made at run time would need a laxer content policy. */
export const theme = createTheme({
  fontFamily: 'var(--sans)',
  defaultRadius: 6,
  components: {
    // Scroll lock would write a style element; the page itself never scrolls.
    Modal: Modal.extend({
      defaultProps: {
        lockScroll: false,
        centered: true,
        transitionProps: { duration: 80 },
        overlayProps: { backgroundOpacity: 0.35 },
      },
    }),
    Popover: Popover.extend({ defaultProps: { transitionProps: { duration: 60 } } }),
  },
});
