import type { Migration } from '../migrate.ts';

/** Which order is open in which window: told to others who open it, and no part of the log. */
export const openOrders: Migration = {
  version: 330,
  name: '0330-open-orders',
  up: (database) =>
    void database.exec(`
CREATE TABLE open_order (
  session_id TEXT NOT NULL REFERENCES session (id),
  -- a sitting may have several windows, which name themselves
  window_id TEXT NOT NULL,
  order_ref TEXT NOT NULL,
  since TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  PRIMARY KEY (session_id, window_id)
) STRICT;
CREATE INDEX open_order_of ON open_order (order_ref);`),
};
