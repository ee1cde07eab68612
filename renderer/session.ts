import { createContext, use } from 'react';
import type { Output } from '../bridge/contract.ts';
import { may, type Access } from '../bridge/permissions.ts';
import type { UserView } from '../bridge/records.ts';

export interface Session {
  readonly user: UserView;
  readonly status: Output<'system.status'>;
}

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error('a screen of somebody signed in, without a session');
  return session;
}

/** While the data file is damaged, looking and the export of logs; whatever else a role may do changes something. */
const WHEN_DAMAGED: ReadonlySet<Access> = new Set<Access>(['public', 'signed-in', 'administer']);

/** May the one who is signed in do this? The host decides; this only keeps a button from being offered in vain. */
export function useMay(access: Access): boolean {
  const { user, status } = useSession();
  return may(access, user) && (status.damaged === null || WHEN_DAMAGED.has(access));
}
