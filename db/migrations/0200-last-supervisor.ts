import type { Migration } from '../migrate.ts';

/** Whatever the program forgets: no change takes the last supervisor whose time has no end. */
export const lastSupervisor: Migration = {
  version: 200,
  name: '0200-last-supervisor',
  up: (database) =>
    void database.exec(`
CREATE TRIGGER user_last_supervisor BEFORE UPDATE ON user
WHEN OLD.role = 'supervisor' AND OLD.active_to IS NULL
  AND (NEW.role <> 'supervisor' OR NEW.active_to IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM user WHERE id <> OLD.id AND role = 'supervisor' AND active_to IS NULL)
BEGIN SELECT RAISE(ABORT, 'last-supervisor'); END;
`),
};
