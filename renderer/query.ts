import { QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { CREATES } from '../bridge/creates.ts';
import type { Command, Input, Output } from '../bridge/contract.ts';
import type { OrderView } from '../bridge/records.ts';
import { PARTS } from '../bridge/parts.ts';
import { call, CallFailed, failureOf, type CallFailure } from './api.ts';
import { forgetAll } from './left-here.ts';
import { isSilent, useSilence } from './site-silent.ts';
import { issuesIn } from './messages.ts';
import { toRefused } from './ui/refused.ts';

/** A restore signs everybody out; its own page says so and leads on, so that nothing else takes its place. */
export const RESTORE = ['restore'];
const isRestored = (client: QueryClient): boolean =>
  client
    .getMutationCache()
    .findAll({ mutationKey: RESTORE })
    .some(({ state }) => state.status === 'pending' || state.status === 'success');

/** Whoever is no longer signed in sees the sign-in screen next, whatever was asked. */
function onFailure(error: unknown, client: () => QueryClient) {
  const failure = failureOf(error);
  const { code } = failure;
  if (code === 'not-signed-in' && !isRestored(client())) putOut(client());
  // What the signature was refused for is shown at once, not with the next look at the log.
  if (code === 'conflict' || issuesIn(failure).some((i) => OF_NOW.has(i.code))) void askAgain(client());
  // The answer of `session.me` says that it is locked; the screen behind keeps what was typed.
  if (code === 'session-locked') void client().invalidateQueries({ queryKey: ['session.me', {}] });
}

/** Refused for what somebody did elsewhere: that is shown. */
const OF_NOW = new Set(['shown-moved', 'findings-changed', 'facts-changed']);

/** House rule: what was shown last is still there for an hour, should the host not answer. */
const KEPT_MS = 3_600_000;

export function makeQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    defaultOptions: {
      // "always": a browser that takes itself for offline would keep what was pressed, and do it later.
      queries: {
        retry: false,
        staleTime: 5_000,
        refetchOnWindowFocus: true,
        networkMode: 'always',
        gcTime: KEPT_MS,
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
  // Nobody looks at them until no answer comes, and that may be after hours.
  client.setQueryDefaults(['downtime.sheet'], { gcTime: Infinity });
  client.getQueryCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'error')
      onFailure(event.action.error, () => client);
  });
  client.getMutationCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'error') return;
    onFailure(event.action.error, () => client);
    if (issuesIn(failureOf(event.action.error)).length > 0) toRefused();
  });
  return client;
}

/** A command that reads, as a query: key and request are the same two values, so a stale answer has nowhere to land. */
export function useRead<C extends Command>(
  name: C,
  input: Input<C>,
  {
    refetchWhile,
    ...options
  }: {
    enabled?: boolean;
    refetchInterval?: number | (() => number);
    refetchIntervalInBackground?: boolean;
    /** asked again, twice a second, as long as this holds of the answer */
    refetchWhile?: (value: Output<C> | undefined) => boolean;
  } = {},
) {
  return useQuery<Output<C>, CallFailed>({
    queryKey: [name, input],
    queryFn: ({ signal }) => call(name, input, signal),
    ...(refetchWhile && {
      refetchInterval: ({ state }: { state: { data?: Output<C> | undefined } }) =>
        refetchWhile(state.data) ? 500 : false,
    }),
    ...options,
  });
}

/**
 * A command that changes something. What it answers replaces what is known of an order; everything else that is shown is
 * asked again. The same input sent again while it is under way is not sent.
 */
export function useWrite<C extends Command>(name: C, done?: (value: Output<C>, input: Input<C>) => void) {
  const client = useQueryClient();
  const press = useRef<Press | null>(null);
  const mutation = useMutation<Output<C>, CallFailed, Input<C>>({
    mutationFn: async (input) => {
      const now = press.current;
      try {
        if (isSilent()) throw new CallFailed({ code: 'no-answer' });
        const value = await call(name, input, undefined, CREATES.has(name) ? now?.key : undefined);
        if (now) now.answeredAt = performance.now();
        return value;
      } finally {
        if (now) now.underWay = false;
      }
    },
    onSuccess: (value, input) => {
      if (isOrder(value)) {
        client.setQueryData(['order.get', { id: value.id }], value);
        client.setQueryData(lookKey(value.id), value);
      }
      done?.(value, input);
      // Not awaited: what else is on the screen is read again meanwhile.
      void askAgain(client, isOrder(value) ? 'order.get' : undefined).then(() => {
        if (isPrint(value)) seeOwnPaper(client, input as { id: string });
      });
    },
  });
  const { mutate: send } = mutation;
  const mutate = useCallback(
    (...sent: Parameters<typeof send>) => {
      const next = pressOf(press.current, JSON.stringify(sent[0]));
      if (next === null) return;
      press.current = next;
      send(...sent);
    },
    [send],
  );
  // While no answer comes it can not be pressed, and the banner says why.
  const isBlocked = useSilence() !== null || mutation.isPending;
  return { ...mutation, mutate, isBlocked };
}

/** One press of a button, with the key under which a command that creates is done once. */
interface Press {
  readonly input: string;
  readonly key: string;
  underWay: boolean;
  answeredAt: number | null;
}

/** The second press of a double click may come after the answer to the first, and before the screen shows it. */
const SAME_PRESS_MS = 1_000;

/** Null: the same is under way. Sent again because no answer came, it keeps its key. */
function pressOf(last: Press | null, input: string): Press | null {
  const isSame =
    last?.input === input &&
    (last.answeredAt === null || performance.now() - last.answeredAt < SAME_PRESS_MS);
  if (last && isSame && last.underWay) return null;
  return { input, key: last && isSame ? last.key : crypto.randomUUID(), underWay: true, answeredAt: null };
}

/** A paper that was printed here has not moved since whoever printed it looked. */
function seeOwnPaper(client: QueryClient, { id }: { id: string }): void {
  const [seen, now] = [lookKey(id), ['order.get', { id }]].map((key) => client.getQueryData<OrderView>(key));
  if (seen && now && PARTS.every((part) => part === 'papers' || seen.shown[part] === now.shown[part]))
    client.setQueryData(lookKey(id), now);
}

/** Whatever is on the screen may have changed, besides what was just answered. */
const askAgain = (client: QueryClient, besides?: string): Promise<void> =>
  client.invalidateQueries({
    predicate: ({ queryKey: [name] }) => !UNCHANGING.has(String(name)) && name !== besides,
  });

/** What is shown follows what other windows change too: the end of the log says that something did. */
export function useChangesElsewhere(order: string | null, work: boolean): void {
  const client = useQueryClient();
  const seq = useRead('live.look', liveOf(order, work), {
    refetchInterval: () => (document.hidden ? HIDDEN_MS : LOOK_MS),
    refetchIntervalInBackground: true,
  }).data?.seq;
  const seen = useRef(seq);
  useEffect(() => {
    if (seq === undefined) return;
    if (seen.current !== undefined && seq !== seen.current) void askAgain(client);
    seen.current = seq;
  }, [client, seq]);
  useEffect(() => {
    // A window that is closed says that it has nothing open any more; one that dies is forgotten after a while.
    const left = () =>
      void call('live.look', liveOf(null), undefined, undefined, true).catch(() => undefined);
    window.addEventListener('pagehide', left);
    return () => window.removeEventListener('pagehide', left);
  }, []);
}
/** House rules: what one station changes, another one is to see within a second; a window that nobody sees only says that it is there. */
const LOOK_MS = 700;
const HIDDEN_MS = 20_000;
const WINDOW = crypto.randomUUID();
const liveOf = (order: string | null, work = false) => ({ order, window: WINDOW, work });

/** What was seen last of the windows of others at any order, for the worklist. */
export const useOpenOrders = (): Output<'live.look'>['others'] =>
  useRead('live.look', liveOf(null, true)).data?.others ?? [];

/** What was seen last of the windows of others at this order. */
export const useLive = (order: string): Output<'live.look'> | undefined =>
  useRead('live.look', liveOf(order)).data;

/**
 * As of when all that is on the screen is known, while no answer comes: what was read and not moved since was so at the last
 * answer; what moved, and was not read again, is as old as it is.
 */
export const shownAsOf = (client: QueryClient, lastAnswer: number): number =>
  Math.min(
    lastAnswer,
    ...client
      .getQueryCache()
      .findAll({ type: 'active', predicate: ({ queryKey: [name] }) => !UNCHANGING.has(String(name)) })
      .flatMap(({ state }) => (state.data !== undefined && state.isInvalidated ? [state.dataUpdatedAt] : [])),
  );

/** Whose typing lies under `draft` while nobody is signed in, whom the host put out. */
export const PUT_OUT = ['put-out'] as const;

/** Nothing that the last one saw stays in memory, but for what is named. */
function become(client: QueryClient, user: Output<'session.me'>, kept: readonly unknown[]): void {
  forgetAll();
  client.removeQueries({
    predicate: ({ queryKey: [name] }) => ![...kept, 'session.me', 'system.status'].includes(name),
  });
  client.setQueryData(['session.me', {}], user);
}

/** Another person, or nobody. Whoever was put out by the host and comes back finds what they typed; nobody else does. */
export function setUser(client: QueryClient, user: Output<'session.me'>): void {
  const isBack = user !== null && client.getQueryData(PUT_OUT) === user.id;
  become(client, user, isBack ? ['draft'] : []);
}

/** The host was started again, or somebody's time here is over: what is typed waits, unseen, for the same person. */
function putOut(client: QueryClient): void {
  const was = client.getQueryData<Output<'session.me'>>(['session.me', {}]);
  become(client, null, ['draft', PUT_OUT[0]]);
  client.setQueryDefaults(PUT_OUT, { gcTime: Infinity });
  if (was) client.setQueryData(PUT_OUT, was.id);
}

/** What no command of this window changes. An answer about an order is not among them: it depends on
 *  the patient, the library, the site, other orders and given doses. */
const LOOK = 'look';
const UNCHANGING = new Set([
  'session.me',
  'system.status',
  'live.look',
  'downtime.list',
  'downtime.sheet',
  LOOK,
]);

/** Under which it is kept how an order looked to whoever sits here. */
export const lookKey = (id: string) => [LOOK, id] as const;

const isPrint = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'printOut' in value;

const isOrder = (value: unknown): value is { id: string } =>
  typeof value === 'object' && value !== null && 'id' in value && 'content' in value && 'report' in value;

export const failureIn = (state: { error: CallFailed | null }): CallFailure | null =>
  state.error ? failureOf(state.error) : null;
