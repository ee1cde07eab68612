import { useState } from 'react';
import type { CallFailed } from '../api.ts';
import { issuesIn } from '../messages.ts';
import { useSession } from '../session.ts';

export const useSigner = (): string => {
  const { user } = useSession();
  return `${user.name}, ${user.credentials}`;
};

/** The box over a form in which it is signed. What is wrong with a field is said at the field, which the box hides. */
export function useSigning() {
  const [signing, setSigning] = useState(false);
  const close = () => setSigning(false);
  return {
    signing,
    signer: useSigner(),
    ask: () => setSigning(true),
    close,
    back: {
      onError: ({ failure }: CallFailed) => {
        if (!issuesIn(failure).some((i) => i.path === 'password')) close();
      },
    },
  };
}
