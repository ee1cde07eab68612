import { notifications } from '@mantine/notifications';

/** One line that something was done. What went wrong is never said here, but where it happened. */
export const say = (message: string): void => {
  notifications.show({ message, closeButtonProps: { 'aria-label': 'Close' } });
};
