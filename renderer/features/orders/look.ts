import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { OrderView } from '../../../bridge/records.ts';
import type { Part } from '../../../bridge/parts.ts';
import { SIGNS, type Signs } from '../../../bridge/signs.ts';
import { lookKey } from '../../query.ts';

/** Keeps how an order looked when its page was opened, or after what this window last did with it. */
export function useFirstLook(order: OrderView): void {
  const client = useQueryClient();
  const [first] = useState(order);
  // Kept as long as the page is open; opened anew, it is looked at anew.
  useQuery({ queryKey: lookKey(first.id), queryFn: () => first, staleTime: Infinity });
  useEffect(() => {
    client.setQueryData(lookKey(first.id), first);
    return () => client.removeQueries({ queryKey: lookKey(first.id) });
  }, [client, first]);
}

export interface Look {
  readonly seen: OrderView;
  readonly now: OrderView;
  /** the parts that a signature of this kind is put under and that are others by now */
  readonly moved: readonly Part[];
  readonly again: () => void;
}

/** What a person who signs has looked at last, and what moved since. */
export function useLook(name: Signs, order: OrderView): Look {
  const client = useQueryClient();
  const key = lookKey(order.id);
  const [seen, setSeen] = useState(() => client.getQueryData<OrderView>(key) ?? order);
  return {
    seen,
    now: order,
    moved: SIGNS[name].filter((part: Part) => seen.shown[part] !== order.shown[part]),
    again: () => {
      client.setQueryData(key, order);
      setSeen(order);
    },
  };
}
